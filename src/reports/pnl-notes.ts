import type { Coverage } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { formatShort, joinWords } from "../format.ts";
import type { Line, Side } from "../insight/statement.ts";

/** What the two sides are called: periods, or the two members of `India vs USA`. */
export interface SideNames {
  readonly now: string;
  readonly before: string;
  readonly isPair: boolean;
}

/** What the sum of a statement hides: lines that are not complete, and levels that do not follow from those above. */
export const lineNotes = (
  lines: readonly Line[],
  coverage: readonly Coverage[],
  names: SideNames,
): readonly string[] => [
  ...coverageNotes(lines, coverage),
  ...gapNotes(lines, "now", names.now),
  ...gapNotes(lines, "before", names.before),
];

/** "list prices and unit costs are missing" */
export const coverageText = (missing: string): string =>
  missing === "" ? "the data here has no value for it" : `${joinWords(missing.split(", "))} are missing`;

/** Lines that miss the same are told in one sentence. */
const coverageNotes = (lines: readonly Line[], coverage: readonly Coverage[]): readonly string[] => {
  const groups = new Map<
    string,
    { readonly labels: string[]; readonly covered: number; readonly missing: string }
  >();
  for (const { metric, covered, missing } of coverage) {
    const line = lines.find(({ key }) => key === metric);
    if (!line || covered >= 1) continue;
    const id = `${covered.toFixed(6)} ${missing}`;
    const group = groups.get(id) ?? { labels: [], covered, missing };
    group.labels.push(group.labels.length === 0 ? line.label : line.label.toLowerCase());
    groups.set(id, group);
  }
  return [...groups.values()].map(({ labels, covered, missing }) => {
    const verb = labels.length === 1 ? "covers" : "cover";
    if (covered === 0)
      return `${joinWords(labels)} ${labels.length === 1 ? "is" : "are"} not available: ${coverageText(missing)}.`;
    const mark = covered < completeFrom ? "* incomplete: " : "";
    const share = formatShort(Math.floor(covered * 1000) / 1000, "percent");
    return `${mark}${joinWords(labels)} ${verb} ${share} of the units; missing: ${missing}.`;
  });
};

/** The lines of a side that are of different units do not add up, and by how much. */
const gapNotes = (lines: readonly Line[], which: "now" | "before", name: string): readonly string[] => {
  const sideOf = (line: Line): Side => line[which];
  const gaps = lines.filter((line) => sideOf(line).gap !== 0);
  if (gaps.length === 0) return [];
  const parts = gaps.map((line) => {
    const { gap } = sideOf(line);
    return `${line.label.toLowerCase()} is ${formatShort(cents(Math.abs(gap)), "money")} ${gap < 0 ? "less" : "more"}`;
  });
  return [
    `The lines of ${name} are of differently covered units and do not add up: ${joinWords(parts)} than the lines above it give.`,
  ];
};

const cents = (value: number): number => Math.round(value * 100) / 100;
