import type { Answer } from "../answer/answer.ts";
import { labelOf, pluralOf } from "../dimension.ts";
import { formatShort, joinWords } from "../format.ts";
import type { Course, MemberChange } from "../insight/changes.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Chart, NextStep, Report, Table } from "../report.ts";
import type { Changes, DimensionChanges } from "./ask-changes.ts";
import { figureCell, nameCell, ratioCell } from "./cells.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { stepsFromFirst } from "./nothing-before.ts";
import { otherComparison } from "./other-comparison.ts";
import { briefLabel } from "./read-answer.ts";
import { totalFigures } from "./total-figures.ts";

/** Who came, who went, who grew and who fell most, like for like. */
export const composeChanges = (asked: Asked, changes: Changes): Report => {
  const [first, ...others] = changes.dimensions;
  const answers = [first.answer, ...others.map(({ answer }) => answer)] as const;
  const names = changes.dimensions.map(({ dimension }) => pluralOf(dimension));
  const compared = changes.dimensions.some(isCompared);
  const next = compared ? stepsOf(asked, changes) : stepsFromFirst(asked, first.answer);
  const framed = frameAll(asked, answers, `What changed among ${joinWords(names)}`, next);
  const chart = asked.reading.question.form === "table" ? undefined : chartOf(first, changes);
  return {
    ...framed,
    headline: compared
      ? changes.dimensions.map((one) => sentenceOf(one, changes)).join(" ")
      : nothingBefore(first.answer),
    sections: compared
      ? [
          ...totalFigures(narrowed(first.answer, changes.metric)),
          { kind: "table", table: tableOf(changes) },
          ...(chart ? [{ kind: "chart" as const, chart }] : []),
        ]
      : [],
    ...(compared ? { whole: () => [tableOf({ ...changes, most: Number.POSITIVE_INFINITY })] } : {}),
    notes: [
      ...insteadNotes(asked, changes),
      ...framed.notes,
      ...(compared ? changes.dimensions.flatMap(unknownNotes) : []),
    ],
  };
};

const isCompared = ({ members }: DimensionChanges): boolean =>
  members.some(({ course }) => course !== "unknown");

const nothingBefore = ({ previous, rows }: Answer): string =>
  rows.length === 0
    ? "Nothing was sold in this slice."
    : `Nothing can be compared: ${previous ? briefLabel(previous.label) : "the period before"} is not loaded, or not covered well enough.`;

/** Figures of the report's own metric alone: units are asked only to tell who is new. */
const narrowed = (answer: Answer, metric: string): Answer => ({
  ...answer,
  columns: answer.columns.filter(({ key }) => key === metric || key.startsWith(`${metric}_`)),
});

const of = ({ members }: DimensionChanges, course: Course): readonly MemberChange[] =>
  members.filter((member) => member.course === course);

/** "Products: 3 new, 1 gone, 30 growing and 8 falling; Trail Camera grew most (+$1.2M), Glow Lamp fell most (−$0.3M)." */
const sentenceOf = (one: DimensionChanges, { metric }: Changes): string => {
  const counts = (["new", "gone", "growing", "falling"] as const).map(
    (course) => `${of(one, course).length} ${course}`,
  );
  const [up] = of(one, "growing");
  const [down] = of(one, "falling");
  const { unit } = metricOf(metric);
  const most = [
    ...(up ? [`${up.name} grew most (+${formatShort(up.change, unit)})`] : []),
    ...(down ? [`${down.name} fell most (${formatShort(down.change, unit)})`] : []),
  ];
  const label = pluralOf(one.dimension);
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${joinWords(counts)}${most.length > 0 ? `; ${most.join(", ")}` : ""}.`;
};

/** In the order of the question: who grew, who fell, who came, who went. */
const shown: readonly { readonly course: Course; readonly label: string }[] = [
  { course: "growing", label: "Growing" },
  { course: "falling", label: "Falling" },
  { course: "new", label: "New" },
  { course: "gone", label: "Gone" },
];

const tableOf = (changes: Changes): Table => {
  const { dimensions, metric, most } = changes;
  const { label, unit } = metricOf(metric);
  const [{ answer }] = dimensions;
  const isOne = dimensions.length === 1;
  return {
    caption: `${label} ${briefLabel(answer.span.label)} against ${briefLabel(answer.previous?.label ?? "before")}, up to ${most} of each`,
    columns: [
      { label: "What", align: "left" },
      ...(isOne ? [] : [{ label: "Of", align: "left" as const }]),
      { label: isOne ? labelOf(dimensions[0].dimension) : "Member", align: "left" },
      { label: briefLabel(answer.span.label), align: "right" },
      { label: briefLabel(answer.previous?.label ?? "Before"), align: "right" },
      { label: "Change", align: "right", bar: true },
      { label: "Change %", align: "right" },
    ],
    rows: dimensions.flatMap((one) =>
      shown.flatMap(({ course, label: what }) =>
        of(one, course)
          .slice(0, most)
          .map((member) => [
            nameCell(what),
            ...(isOne ? [] : [nameCell(labelOf(one.dimension))]),
            nameCell(member.name),
            figureCell(member.now, unit, member.incomplete && course !== "gone"),
            figureCell(member.before, unit, member.incomplete && course === "gone"),
            figureCell(member.change, unit, member.incomplete),
            ratioCell(course === "new" ? null : member.ratio),
          ]),
      ),
    ),
  };
};

/** Who moved the total most, up and down; new and gone members among them. */
const chartOf = (one: DimensionChanges, { metric, most }: Changes): Chart | undefined => {
  const moved = one.members.filter(({ change }) => change !== null && change !== 0);
  const up = moved.filter(({ change }) => (change ?? 0) > 0).slice(0, most);
  const down = moved
    .filter(({ change }) => (change ?? 0) < 0)
    .slice(0, most)
    .reverse();
  const bars = [...up, ...down];
  const { label, unit } = metricOf(metric);
  const [largest] = moved;
  if (bars.length < 2 || !largest) return undefined;
  const text = ({ name, change }: MemberChange): string =>
    `${name} ${(change ?? 0) > 0 ? "+" : ""}${formatShort(change, unit)}`;
  return {
    kind: "ranked",
    title: `${largest.name} moved ${label.toLowerCase()} most: ${(largest.change ?? 0) > 0 ? "+" : ""}${formatShort(largest.change, unit)}`,
    unit,
    measure: `Change in ${label.toLowerCase()}`,
    categories: bars.map(({ name }) => name),
    series: [
      {
        name: "Change",
        role: "current",
        values: bars.map(({ change }) => change),
        incomplete: bars.map(({ incomplete }) => incomplete),
      },
    ],
    alt: `Bar chart: ${one.answer.reading}. ${bars.map(text).join(", ")}.`.slice(0, 2000),
  };
};

const insteadNotes = ({ reading: { question } }: Asked, { metric }: Changes): readonly string[] =>
  question.metrics[0] === metric
    ? []
    : [
        `${metricOf(question.metrics[0] ?? "").label} is not available here: these are changes in ${metricOf(metric).label.toLowerCase()}.`,
      ];

const mostNamed = 5;

const unknownNotes = (one: DimensionChanges): readonly string[] => {
  const names = of(one, "unknown").map(({ name }) => name);
  if (names.length === 0) return [];
  const rest = names.length - mostNamed;
  const named = rest > 0 ? `${names.slice(0, mostNamed).join(", ")} and ${rest} more` : joinWords(names);
  return [`Not compared, since either side is under 95% covered or not loaded: ${named}.`];
};

const stepsOf = (asked: Asked, { dimensions, metric }: Changes): readonly NextStep[] => {
  const { question } = asked.reading;
  const used = dimensions.map(({ dimension }) => dimension);
  const others = (["market", "category", "customer", "product"] as const).filter(
    (key) => !used.includes(key),
  );
  const comparison = question.comparison ?? { kind: "last-year" as const };
  const { kind: _kind, ...slice } = question;
  const measure: Question = { ...slice, kind: "measure", metrics: [metric], by: [], order: "top", limit: 10 };
  return [
    {
      label: "Why",
      words: asked.say(
        { ...measure, metrics: ["net_sales"], comparison },
        { command: "why", metrics: ["net_sales"] },
      ),
    },
    ...others.slice(0, 2).map((key) => ({
      ...again(asked, `By ${labelOf(key).toLowerCase()}`, { ...question, by: [key] }),
      clause: `by ${labelOf(key).toLowerCase()}`,
    })),
    ...otherComparison(asked, dimensions[0].answer),
    onward(asked, "Over time", { ...measure, by: ["month"], comparison: { kind: "last-year" } }),
  ];
};
