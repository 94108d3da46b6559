import type { Answer } from "../answer/answer.ts";
import type { Desk, Reading } from "../desk.ts";
import type { CommandStart } from "../question/assemble.ts";
import type { Question } from "../question/question.ts";
import type { NextStep, Report } from "../report.ts";
import { footerOf, frame } from "./frame.ts";

/** A command that asks several questions at once, and how it was read. */
export interface Asked {
  readonly reading: Reading;
  readonly start: CommandStart;
  readonly say: Desk["say"];
}

/** What a report of several answers shares; the first answer says the reading. */
export const frameAll = (
  { reading, start }: Asked,
  answers: readonly [Answer, ...Answer[]],
  title: string,
  next: readonly NextStep[],
): Omit<Report, "headline" | "sections"> => {
  const frames = answers.map((answer) => frame(answer, []));
  const { menu, ...first } = frame(answers[0], next);
  return {
    ...first,
    title,
    notes: brief([...new Set([...reading.corrections, ...frames.flatMap(({ notes }) => notes)])]),
    menu: (menu ?? []).filter(({ group }) => menuGroups.includes(group)),
    footer: footerOf(slowest(answers)),
    question: reading.question,
    start,
  };
};

const doNotSum = ": the rows do not sum to the total, which is computed over the whole slice.";

/** Of several ratios side by side one note is enough. */
const brief = (notes: readonly string[]): readonly string[] => {
  const sums = notes.filter((note) => note.endsWith(doNotSum));
  if (sums.length < 2) return notes;
  return [...notes.filter((note) => !sums.includes(note)), `Rates and averages${doNotSum}`];
};

/** What every such command can be asked again with. */
const menuGroups: readonly string[] = ["Look into", "Break down by", "Period"];

/** Questions that are asked together take as long as the longest of them. */
const slowest = ([first, ...others]: readonly [Answer, ...Answer[]]): Answer =>
  others.reduce(
    (slow, answer) => (answer.provenance.milliseconds > slow.provenance.milliseconds ? answer : slow),
    first,
  );

/** The same command with another question. */
export const again = ({ start, say }: Asked, label: string, question: Question): NextStep => ({
  label,
  words: say(question, start),
});

/** A question of its own. */
export const onward = ({ say }: Asked, label: string, question: Question): NextStep => ({
  label,
  words: say(question),
});
