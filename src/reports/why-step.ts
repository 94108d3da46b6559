import type { Desk } from "../desk.ts";
import type { CommandStart } from "../question/assemble.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { NextStep } from "../report.ts";

/** `why` asks about net sales unless another figure is said. */
export const whyStart: CommandStart = Object.freeze({ command: "why", metrics: ["net_sales"] });

/** Figures whose change `why` takes apart. */
export const explained = ["net_sales", "gross_margin"] as const;
export type Explained = (typeof explained)[number];
export const isExplained = (key: string): key is Explained => (explained as readonly string[]).includes(key);

/** The question of `why`: one figure of a slice in two periods. */
export const whyQuestion = (question: Question, metric: Explained): Question =>
  questionSchema.parse({
    kind: "measure",
    metrics: [metric],
    filters: question.filters.map(({ part: _, ...filter }) => filter),
    ...(question.period ? { period: question.period } : {}),
    comparison: byPeriod(question) ?? { kind: "last-year" },
  });

const byPeriod = ({ comparison }: Question): Question["comparison"] =>
  comparison?.kind === "member" || comparison?.kind === "forecast" ? undefined : comparison;

/** "Why did it change", of the same slice and periods. */
export const whyStep = (
  question: Question,
  metric: Explained,
  say: Desk["say"],
  label = "Why it changed",
): NextStep => ({
  label,
  words: say(whyQuestion(question, metric), whyStart),
});
