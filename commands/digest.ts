import { defineCommand } from "../src/command.ts";
import type { Desk } from "../src/desk.ts";
import { QuestionError } from "../src/errors.ts";
import type { Report } from "../src/report.ts";

export const digest = defineCommand({
  name: "digest",
  summary: "Sends an answer by itself, on a schedule, to this channel",
  usage: "[QUESTION|kpi] every DAY at TIME [in ZONE] · list · run N · delete N",
  examples: [
    "kpi every monday at 8:00",
    "top products by net sales every weekday at 7:30 in Kolkata",
    "list",
  ],
  global: true,
  respond: (words, desk) => {
    const [verb = "", ...rest] = words.trim().split(/\s+/);
    switch (verb.toLowerCase()) {
      case "":
      case "list":
        return desk.digests.list();
      case "run":
        return numbered(rest, verb, (id) => desk.digests.run(id));
      case "delete":
      case "remove":
      case "stop":
        return numbered(rest, verb, (id) => desk.digests.remove(id));
      default:
        return create(words, desk);
    }
  },
});

const create = (words: string, desk: Desk): Promise<Report> => desk.digests.create(words);

const numbered = (
  rest: readonly string[],
  verb: string,
  act: (id: number) => Promise<Report>,
): Promise<Report> => {
  const id = Number((rest[0] ?? "").replace(/^#/, ""));
  if (rest.length === 1 && Number.isInteger(id) && id > 0) return act(id);
  throw new QuestionError(
    "unknown-word",
    `Say which digest: /digest ${verb} 3. /digest list shows their numbers.`,
    [{ label: "digest list", words: "digest list" }],
  );
};
