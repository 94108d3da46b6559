import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Asked, Conversation, Memory } from "../memory.ts";
import { canonicalJson, canonicalQuestion, questionId } from "../question/canonical.ts";
import { question as questionSchema } from "../question/question.ts";

const start = z.strictObject({ command: z.string(), metrics: z.array(z.string()) });

/** Slack repeats an event for an hour; what was heard is forgotten after a week, with some of the messages. */
const heardDays = 7;
const tidyEvery = 1_000;

/** The id of a question, and of a command's report of it. */
const idOf = ({ question, start }: Asked): string =>
  start === undefined
    ? questionId(question)
    : createHash("sha256")
        .update(JSON.stringify([start.command, start.metrics, canonicalJson(question)]))
        .digest()
        .subarray(0, 16)
        .toString("base64url");

/** Memory in the database; what was shown lately is in this process too, so that pressing waits for nothing. */
export const openConversations = (database: Database, now: () => Date): Memory => {
  const { question: questions, thread: threads, heardMessage, sharedChannel } = database.client;
  const lately = new LRUCache<string, Asked>({ max: 5_000 });
  let heard = 0;

  const tidy = async (): Promise<void> => {
    heard += 1;
    if (heard % tidyEvery !== 1) return;
    const before = new Date(now().getTime() - heardDays * 86_400_000);
    await heardMessage.deleteMany({ where: { heardAt: { lt: before } } });
  };

  return {
    remember: (asked) => {
      const id = idOf(asked);
      if (lately.has(id)) return { id, kept: Promise.resolve() };
      lately.set(id, asked);
      const row = {
        id,
        json: canonicalQuestion(asked.question),
        words: asked.words,
        ...(asked.start === undefined
          ? {}
          : { command: { ...asked.start, metrics: [...asked.start.metrics] } }),
      };
      const kept = questions.createMany({ data: [row], skipDuplicates: true }).then(() => undefined);
      return { id, kept };
    },
    recall: async (id) => {
      const known = lately.get(id);
      if (known !== undefined) return known;
      const row = await questions.findUnique({ where: { id } });
      const read = questionSchema.safeParse(row?.json);
      if (row === null || !read.success) return undefined;
      const command = start.safeParse(row.command);
      const asked: Asked = {
        question: read.data,
        words: row.words,
        ...(command.success ? { start: command.data } : {}),
      };
      lately.set(id, asked);
      return asked;
    },
    questionOf: async (where, thread) =>
      (
        await threads.findUnique({
          where: { enterprise_team_channel_threadTs: { ...keyOf(where), threadTs: thread } },
        })
      )?.questionId,
    follow: async (where, thread, id) => {
      const key = { ...keyOf(where), threadTs: thread };
      await threads.upsert({
        where: { enterprise_team_channel_threadTs: key },
        create: { ...key, questionId: id },
        update: { questionId: id },
      });
    },
    hear: async (where, ts) => {
      const data = [{ ...keyOf(where), messageTs: ts, heardAt: now() }];
      const { count } = await heardMessage.createMany({ data, skipDuplicates: true });
      await tidy();
      return count === 1;
    },
    isFirstShare: async (where) => {
      const data = [{ ...keyOf(where), firstAt: now() }];
      return (await sharedChannel.createMany({ data, skipDuplicates: true })).count === 1;
    },
  };
};

const keyOf = ({ enterprise, team, channel }: Conversation): Conversation => ({ enterprise, team, channel });
