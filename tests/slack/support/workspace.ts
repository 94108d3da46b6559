import { randomUUID } from "node:crypto";
import { pino } from "pino";
import type { Viewer } from "../../../src/access/viewer.ts";
import { type Command, defineCommand } from "../../../src/command.ts";
import type { Desk, Place } from "../../../src/desk.ts";
import { QuestionError } from "../../../src/errors.ts";
import { type Question, question } from "../../../src/question/question.ts";
import type { Receipt } from "../../../src/receipt.ts";
import type { Report } from "../../../src/report.ts";
import { createSandbox, type Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createSlackApp, type SlackApp, type SlackAppOptions } from "../../../src/slack/app.ts";
import { createMemory } from "./memory.ts";
import { buildReport } from "./reports.ts";

/** A pretend workspace with the real app in it, answering toy commands. */
export interface TestWorkspace {
  readonly sandbox: Sandbox;
  readonly app: SlackApp;
  /** Log entries, parsed. */
  readonly logged: Record<string, unknown>[];
  /** Places and viewers of the desks that were opened. */
  readonly desks: { readonly viewer: Viewer; readonly place: Place }[];
  type(text: string, options?: { as?: string; channel?: string; thread?: string }): Promise<Seen[]>;
  press(
    message: Seen,
    actionId: string,
    options?: { as?: string; blockId?: string; value?: string },
  ): Promise<Seen[]>;
  close(): Promise<void>;
}

export interface Seen {
  readonly ts: string;
  readonly channel: string;
  readonly ephemeral: boolean;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: readonly (Record<string, unknown> & { readonly type: string })[];
}

export const signingSecret = "invented-signing-secret";
export const botToken = "xoxb-invented";
export const appToken = "xapp-invented";
const person = "U0ASHA";
const general = "C0GENERAL";

const toy = (name: string, respond: (words: string) => Report, global = true): Command =>
  defineCommand({
    name,
    summary: `Answers ${name}`,
    usage: "[WORDS]",
    examples: ["products by net sales"],
    global,
    respond: async (words) => respond(words),
  });

/** Its answer is that of its question alone. */
const plainToy = (...parts: Parameters<typeof toy>): Command => ({ ...toy(...parts), plain: true });

/** Throws what the words name: tests steer failures by typing them. */
const ask = (words: string): Report => {
  if (words.startsWith("broken")) throw new Error("the invented database is gone");
  if (words.startsWith("sales")) return buildReport({ title: `Read: ${words}`, question: askedToy(words) });
  throw new QuestionError("unknown-word", `I don't know "${words.split(" ")[0]}".`, [
    { label: "Flopkart", words: "sales of Flopkart" },
  ]);
};

/** Clauses of a toy question are its members, so that its words say what was pressed. */
const openToyDesk = (viewer: Viewer, place: Place): Desk => {
  const toy: Pick<Desk, "viewer" | "place" | "pin" | "say" | "follow" | "read" | "receipt"> = {
    viewer,
    place,
    pin: async (asked) => asked,
    say: (asked, after) =>
      [after?.command ?? "sales", ...asked.filters.flatMap(({ members }) => members)].join(" "),
    follow: async (asked, clause) => {
      if (clause.startsWith("nonsense")) throw new QuestionError("unknown-word", `I don't know "${clause}".`);
      const { filters } = asked;
      return { question: { ...asked, filters: [...filters, filterOf(clause)] }, corrections: [] };
    },
    read: async (words) => ({ question: { ...readToy(words), filters: [filterOf(words)] }, corrections: [] }),
    receipt: async (asked) => receiptOf(asked),
  };
  return toy as Desk;
};

const askedToy = (words: string): Question => {
  const rest = words.replace(/^sales ?/, "");
  return { ...readToy(words), filters: rest === "" ? [] : [filterOf(rest)] };
};

const filterOf = (words: string): Question["filters"][number] => ({
  dimension: "market",
  members: [words],
  excluded: false,
});

const receiptOf = (asked: Question): Receipt => ({
  title: "Top products by net sales",
  reading: "FY2021",
  words: "top products by net sales",
  metrics: [{ label: "Net sales", description: "What is left.", formula: "a − b", trap: "None." }],
  facts: [{ term: "Filters", text: asked.filters.flatMap(({ members }) => members).join(", ") }],
  statements: [{ sql: "SELECT 1\nFROM x WHERE y = $1", parameters: ["2021-01-01"] }],
});

/** As the language would read it, as far as Slack cares: only the form matters. */
const readToy = (words: string): Question =>
  question.parse({
    kind: "ranking",
    metrics: ["net_sales"],
    by: ["product"],
    ...(words.endsWith(" as csv") ? { form: "csv" } : {}),
  });

export const toyCommands: readonly Command[] = [
  plainToy("top", (words) => buildReport({ title: `Top: ${words}`, question: readToy(words) })),
  toy("trend", (words) => ask(words)),
  plainToy("ask", ask, false),
];

const oneWhitePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==",
  "base64",
);

export const testPicture = oneWhitePixel;

export const openWorkspace = async (
  overrides: Partial<SlackAppOptions> & { socket?: boolean } = {},
): Promise<TestWorkspace> => {
  const { socket, ...options } = overrides;
  const logged: Record<string, unknown>[] = [];
  const desks: { viewer: Viewer; place: Place }[] = [];
  const holder: { app?: SlackApp } = {};
  const sandbox = await createSandbox({
    port: 0,
    appUrl: () => holder.app?.url,
    signingSecret,
    botToken,
    appToken,
    settled: async () => holder.app?.settled(),
    commands: [
      ...toyCommands.filter((command) => command.global),
      { name: "bims", usage: "", summary: "Everything" },
    ],
  });
  const app = await createSlackApp({
    commands: toyCommands,
    openDesk: (viewer, place) => {
      desks.push({ viewer, place });
      return openToyDesk(viewer, place);
    },
    painter: { draw: async () => oneWhitePixel },
    memory: createMemory(),
    access: { admins: [], people: [], sandbox: true },
    tokens: socket === true ? { bot: botToken, app: appToken } : { bot: botToken, signingSecret },
    port: 0,
    publicUrl: () => holder.app?.url,
    slackApiUrl: `${sandbox.url}/api/`,
    log: pino({ level: "debug" }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    createReference: () => "REF12345",
    messageGapMs: 0,
    ...options,
  });
  holder.app = app;
  await app.start();

  const call = async (name: string, body: object): Promise<Seen[]> => {
    const response = await fetch(`${sandbox.url}/sandbox/api/${name}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { messages: Seen[] }).messages;
  };
  return {
    sandbox,
    app,
    logged,
    desks,
    type: (text, { as = person, channel = general, thread } = {}) =>
      call("command", { as, channel, text, ...(thread === undefined ? {} : { thread_ts: thread }) }),
    press: (message, actionId, { as = person, blockId, value } = {}) =>
      call("press", {
        as,
        channel: message.channel,
        ts: message.ts,
        action_id: actionId,
        ...(blockId === undefined ? {} : { block_id: blockId }),
        ...(value === undefined ? {} : { value }),
      }),
    close: async () => {
      await app.stop();
      await sandbox.close();
    },
  };
};

/** The body of a slash command as Slack sends it, unsigned. */
export const commandBody = (overrides: Record<string, string> = {}): string =>
  new URLSearchParams({
    command: "/top",
    text: "products by net sales",
    user_id: person,
    team_id: "T0SANDBOX",
    channel_id: general,
    channel_name: "general",
    response_url: "http://127.0.0.1:9/response/none",
    trigger_id: randomUUID(),
    ...overrides,
  }).toString();
