import { formatFull } from "../format.ts";
import { signedShort, type Why } from "./why-model.ts";

/** What the bridge leaves out and why; the answer's own notes, but for those that speak of a change not shown. */
export const whyNotes = (why: Why, framed: readonly string[]): readonly string[] => [
  ...unexplainedNotes(why),
  ...(why.incomplete.now || why.incomplete.before
    ? ["* The change is that of the covered figures; it holds what was covered on one side only."]
    : []),
  ...framed.filter((note) => !note.startsWith("No change is shown")),
];

const unexplainedNotes = ({
  answer,
  metric,
  bridge: { unexplained },
  now,
  before,
}: Why): readonly string[] => {
  const { money, pairs, unitsNow, unitsBefore } = unexplained;
  if (pairs.length === 0) return [];
  const missing = answer.coverage.find((coverage) => coverage.metric === metric)?.missing ?? "";
  const lacking = missing === "" ? `a piece of the data of ${before}` : `pieces of the data (${missing})`;
  const units = (count: number, name: string): string => `${formatFull(count, "units")} units of ${name}`;
  const count =
    pairs.length === 1
      ? "one variant in one market"
      : `${formatFull(pairs.length, "count")} pairs of variant and market`;
  return [
    `* Not explained, ${signedShort(money)}: ${count}, of which lines lack ${lacking}, left out of the parts with ${units(unitsNow, now)} and ${units(unitsBefore, before)}.`,
  ];
};
