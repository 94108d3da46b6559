import type { Viewer } from "../access/viewer.ts";
import type { Command } from "../command.ts";
import type { Desk, Place } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import type { Asked, Conversation, Memory } from "../memory.ts";
import { joinReceipts, type Receipt } from "../receipt.ts";
import type { Report } from "../report.ts";
import { splitCsv } from "./csv-file.ts";
import { limits } from "./limits.ts";
import { type Heard, listen } from "./listen.ts";
import type { People } from "./people.ts";
import type { Request } from "./request.ts";
import { askAgain, respondInThread, respondTo } from "./respond-to-words.ts";

export interface ComposeOptions {
  readonly commands: readonly Command[];
  readonly people: People;
  readonly openDesk: (viewer: Viewer, place: Place) => Promise<Desk> | Desk;
  readonly placeOf: (request: Request) => Promise<Place>;
  readonly memory: Memory;
  /** The channel with the tenant that BIMS is installed in. */
  readonly whereOf: (channel: string) => Conversation;
}

export interface Composed {
  readonly report: Report;
  /** Asked for as a file, by words. */
  readonly wantsCsv: boolean;
}

export interface Composer {
  /** Throws the errors of errors.ts. */
  compose(request: Request): Promise<Composed>;
  receipt(request: Request): Promise<Receipt>;
}

/** From what a person wants to the report that answers it, as that person. */
export const createComposer = (options: ComposeOptions): Composer => {
  const { commands, memory } = options;

  const openDesk = async (request: Request): Promise<Desk> =>
    options.openDesk(await options.people.admit(request.person), await options.placeOf(request));

  const respond = async (request: Request, words: string, desk: Desk): Promise<Report> =>
    request.reply.kind === "thread"
      ? respondInThread(words, await before(request), desk, commands)
      : respondTo(words, desk, commands);

  /** The question a conversation is about. Outside threads only the bot's own direct conversation has one. */
  const before = async ({ channel, reply, isDirectMessage }: Request): Promise<Asked | undefined> => {
    if (reply.kind !== "thread" || (reply.isRoot && !isDirectMessage)) return undefined;
    const id = await memory.questionOf(options.whereOf(channel), reply.isRoot ? "" : reply.thread);
    return id === undefined ? undefined : memory.recall(id);
  };

  const recall = async (id: string | undefined, request: Request, desk: Desk): Promise<Asked> => {
    const asked = id === undefined ? undefined : await memory.recall(id);
    if (asked === undefined) throw await forgotten(request, desk);
    return asked;
  };

  const composeReport = async (request: Request, desk: Desk): Promise<Composed> => {
    const { act } = request;
    switch (act.kind) {
      case "words": {
        const { words, wantsCsv } = splitCsv(act.text);
        const report = await respond(request, words, desk);
        return { report, wantsCsv: wantsCsv || report.question?.form === "csv" };
      }
      case "clause": {
        if (act.clause.length > limits.optionValue) throw altered();
        const asked = await recall(act.id, request, desk);
        return { report: await askAgain(asked, act.clause, desk, commands), wantsCsv: false };
      }
      case "verb": {
        const asked = await recall(act.id, request, desk);
        const again =
          act.verb === "why"
            ? respondTo(whyWords(asked, desk), desk, commands)
            : askAgain(asked, undefined, desk, commands);
        return { report: await again, wantsCsv: false };
      }
    }
  };

  return {
    compose: async (request) => composeReport(request, await openDesk(request)),
    receipt: async (request) => {
      const { act } = request;
      const desk = await openDesk(request);
      const asked = await recall(act.kind === "words" ? undefined : act.id, request, desk);
      return asked.start === undefined
        ? desk.receipt(asked.question)
        : receiptOfReport(asked, desk, commands);
    },
  };
};

/** A command's report asks more than the one question that it is named after: it is asked once more, and heard. */
const receiptOfReport = async (asked: Asked, desk: Desk, commands: readonly Command[]): Promise<Receipt> => {
  const listener = listen(desk);
  const { title, reading } = await askAgain(asked, undefined, listener.desk, commands);
  const [first = { question: asked.question }, ...others] = listener.heard();
  const receiptFor = ({ question, of }: Heard): Promise<Receipt> => desk.receipt(question, of);
  const receipts = await Promise.all([receiptFor(first), ...others.map(receiptFor)]);
  return joinReceipts(receipts, { title, reading, words: asked.words });
};

/** What drove the question's figure over its slice, where `why` knows it; else net sales. */
const whyWords = ({ question }: Asked, desk: Desk): string => {
  const { each: _each, form: _form, comparison, ...slice } = question;
  const metric = question.metrics.find((key) => ["net_sales", "gross_margin"].includes(key)) ?? "net_sales";
  const isByPeriod =
    comparison !== undefined && comparison.kind !== "member" && comparison.kind !== "forecast";
  return desk.say(
    {
      ...slice,
      ...(isByPeriod ? { comparison } : { comparison: { kind: "last-year" } }),
      kind: "measure",
      metrics: [metric],
      by: [],
      share: false,
      conditions: [],
    },
    { command: "why", metrics: ["net_sales"] },
  );
};

const altered = (): QuestionError =>
  new QuestionError(
    "not-allowed",
    "This button says more than a button of mine can; please type what you want to know.",
  );

const example = "top 10 products by net sales";

/** What to type instead: what the message said it was, with what the button would have changed. */
const forgotten = async ({ act, reply }: Request, desk: Desk): Promise<QuestionError> => {
  const title = reply.kind === "press" ? reply.message.title?.split(" · ")[0] : undefined;
  const readable = title === undefined ? undefined : await desk.read(title).catch(() => undefined);
  const question = readable === undefined ? example : desk.say(readable.question);
  const words = act.kind === "clause" ? `${question} ${act.clause}` : question;
  const isRead = await desk.read(words).then(
    () => true,
    () => false,
  );
  const typed = isRead ? words : question;
  return new QuestionError("not-allowed", `This message is older than my memory; type: /bims ${typed}`, [
    { label: typed, words: typed },
  ]);
};
