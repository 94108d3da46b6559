import type { Answer } from "../answer/answer.ts";
import { type DimensionKey, isTimeKey, labelOf, pluralOf } from "../dimension.ts";
import { joinWords } from "../format.ts";
import type { Question } from "../question/question.ts";
import type { NextStep, Report, Table } from "../report.ts";
import { frame } from "./frame.ts";
import type { Say } from "./next-steps.ts";
import { groupsOf, nameOf } from "./read-answer.ts";

/** Names that a headline holds; all stand in the table. */
const mostNamed = 5;

/** Members with sales, with what the dimension tables say of them; who is on file without sales is told in a note. */
export const composeListing = (answer: Answer, say: Say): Report => {
  const base = frame(answer, listingSteps(answer, say));
  return {
    ...base,
    headline: headlineOf(answer),
    sections: answer.rows.length > 0 ? [{ kind: "table", table: listingTable(answer, mostValues) }] : [],
    whole: () => [listingTable(answer, Number.POSITIVE_INFINITY)],
    notes: [...unsoldNotes(answer), ...base.notes],
  };
};

/** "5 markets with sales: India, Japan and 3 more." */
const headlineOf = (answer: Answer): string => {
  const names = answer.rows.map((row) => nameOf(answer, row));
  if (names.length === 0) return "Nothing was sold in this slice.";
  const shown = names.length <= mostNamed ? names : names.slice(0, mostNamed);
  const more = names.length - shown.length;
  const named = more > 0 ? `${shown.join(", ")} and ${more} more` : joinWords(shown);
  return `${countText(answer, names.length)} with sales: ${named}.`;
};

/** "1 market", "5 markets". */
const countText = (answer: Answer, count: number): string => {
  const [group] = groupsOf(answer);
  if (!group) return `${count} members`;
  return count === 1
    ? `1 ${labelOf(group).toLowerCase()}`
    : `${count.toLocaleString("en-US")} ${pluralOf(group)}`;
};

/** Values of an attribute that a cell of a message holds. */
const mostValues = 4;

/** "India, Japan, Norway + 3 more" */
const shorten = (names: readonly string[], most: number): string => {
  if (names.length === 0) return "–";
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most - 1).join(", ")} + ${names.length - most + 1} more`;
};

const listingTable = (answer: Answer, most: number): Table => {
  const attributes = answer.directory?.columns ?? [];
  return {
    caption: countText(answer, answer.rows.length),
    columns: [
      ...answer.columns.map(({ label }) => ({ label, align: "left" as const })),
      ...attributes.map(({ label }) => ({ label, align: "left" as const })),
    ],
    rows: answer.rows.map((row, at) => [
      ...groupsOf(answer).map((key) => ({ text: String(row[key] || "–") })),
      ...attributes.map(({ key }) => ({ text: shorten(answer.directory?.rows[at]?.[key] ?? [], most) })),
    ]),
  };
};

const unsoldNotes = ({ directory, question: { by } }: Answer): readonly string[] => {
  const unsold = directory?.unsold ?? [];
  const [group] = by;
  if (unsold.length === 0 || !group) return [];
  const shown = unsold.slice(0, mostNamed);
  const rest = unsold.length - shown.length;
  const count =
    unsold.length === 1
      ? `1 more ${labelOf(group).toLowerCase()} is`
      : `${unsold.length} more ${pluralOf(group)} are`;
  return [
    `${count} on file, without sales in this period: ${rest > 0 ? `${shown.join(", ")} and ${rest} more` : joinWords(shown)}.`,
  ];
};

/** Who is largest, how they grow, and one other level of the same slice. */
const listingSteps = (answer: Answer, say: Say): readonly NextStep[] => {
  const { question } = answer;
  const [group] = question.by;
  if (!group || isTimeKey(group)) return [];
  const ranked: Question = { ...question, kind: "ranking", metrics: ["net_sales"] };
  const other = otherGroup(question, group);
  return [
    { label: "By net sales", clause: "by net sales", words: say(ranked) },
    {
      label: "vs last year",
      clause: "vs last year",
      words: say({ ...ranked, comparison: { kind: "last-year" } }),
    },
    { label: "By units", clause: "by sold quantity", words: say({ ...ranked, metrics: ["sold_quantity"] }) },
    ...(other && question.filters.length > 0
      ? [
          {
            label: capital(pluralOf(other)),
            clause: `by ${labelOf(other).toLowerCase()}`,
            words: say({ ...question, by: [other] }),
          },
        ]
      : []),
  ];
};

/** What else a person lists in the same slice. */
const otherGroup = ({ filters }: Question, group: DimensionKey): DimensionKey | undefined =>
  (["market", "customer", "product"] as const).find(
    (key) => key !== group && !filters.some(({ dimension }) => dimension === key),
  );

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
