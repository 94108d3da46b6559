import { createHash } from "node:crypto";
import type { Asked, Conversation, Memory } from "../../../src/memory.ts";

/** A memory that ends with the test. */
export const createMemory = (): Memory => {
  const questions = new Map<string, Asked>();
  const threads = new Map<string, string>();
  const once = new Set<string>();
  const isNew = (key: string): boolean => {
    const known = once.has(key);
    once.add(key);
    return !known;
  };
  const keyOf = ({ enterprise, team, channel }: Conversation): string =>
    [enterprise, team, channel].join(" ");
  return {
    remember: (asked) => {
      const { question, start } = asked;
      const hash = createHash("sha256").update(JSON.stringify([question, start]));
      const id = hash.digest().subarray(0, 16).toString("base64url");
      questions.set(id, asked);
      return { id, kept: Promise.resolve() };
    },
    recall: async (id) => questions.get(id),
    questionOf: async (where, thread) => threads.get(`${keyOf(where)} ${thread}`),
    follow: async (where, thread, id) => void threads.set(`${keyOf(where)} ${thread}`, id),
    hear: async (where, ts) => isNew(`heard ${keyOf(where)} ${ts}`),
    isFirstShare: async (where) => isNew(`shared ${keyOf(where)}`),
  };
};
