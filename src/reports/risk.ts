import { completeFrom } from "../answer/compute.ts";
import { labelOf, pluralOf } from "../dimension.ts";
import { formatFull, formatPoints, formatShort, joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Cell, Chart, NextStep, Report, Table } from "../report.ts";
import type { DimensionRisks, Risks } from "./ask-risk.ts";
import { nameCell } from "./cells.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { isIncomplete, numberOf, totalText } from "./read-answer.ts";
import { riskLabel } from "./risk-label.ts";

/** One thing to look at, with its number and the reason. */
interface Finding {
  readonly risk: string;
  readonly who: string;
  readonly number: Cell;
  readonly reason: string;
}

/** Members named of each kind and dimension; the headline counts them all. */
const mostNamed = 3;

/** What the slice depends on and what is sliding, each with its number and its reason. */
export const composeRisk = (asked: Asked, risks: Risks): Report => {
  const { slice, dimensions } = risks;
  const framed = frameAll(asked, [slice, ...dimensions.map(({ answer }) => answer)], "Risks", stepsOf(asked));
  const findings = findingsOf(risks, mostNamed);
  const chart = asked.reading.question.form === "table" ? undefined : chartOf(dimensions);
  return {
    ...framed,
    headline: dimensions.length === 0 ? "Nothing was sold in this slice." : sentencesOf(risks).join(" "),
    sections: [
      ...(findings.length > 0 ? [{ kind: "table" as const, table: tableOf(findings) }] : []),
      ...(chart ? [{ kind: "chart" as const, chart }] : []),
    ],
    whole: () => [tableOf(findingsOf(risks, Number.POSITIVE_INFINITY))],
    notes: [...ownNotes(framed.notes, findings), ...unknownNotes(risks), rules],
  };
};

/** The members' rates are told one by one: nothing to sum up, and no mark to explain where none is shown. */
const ownNotes = (notes: readonly string[], findings: readonly Finding[]): readonly string[] => {
  const isMarked = findings.some(({ number }) => number.text.endsWith("*"));
  return notes.filter(
    (note) => !note.includes("rows do not sum") && (isMarked || !note.startsWith("* incomplete: under")),
  );
};

const rules =
  "Named are: members below last year in each of the last three complete quarters; margins half a point or more down, total deductions half a point or more up; forecasts over or under three months running.";

const findingsOf = (risks: Risks, most: number): readonly Finding[] => [
  ...risks.dimensions.flatMap(concentrationFindings),
  ...risks.dimensions.flatMap((one) => declineFindings(one, most)),
  ...risks.dimensions.flatMap((one) =>
    driftFindings(one, one.erosions?.slice(0, most), "Margin erosion", "Gross margin"),
  ),
  ...risks.dimensions.flatMap((one) =>
    driftFindings(one, one.creeps?.slice(0, most), "Discount creep", "Total deductions"),
  ),
  ...risks.dimensions.flatMap((one) => stockFindings(one, most)),
  ...gapFindings(risks),
];

const mark = ({ answer }: DimensionRisks): string =>
  (answer.coverage.find(({ metric }) => metric === "net_sales")?.covered ?? 1) < completeFrom ? "*" : "";

const bands = { low: "low", moderate: "moderate", high: "high" } as const;

const concentrationFindings = (one: DimensionRisks): readonly Finding[] => {
  const { concentration: found, dimension, answer } = one;
  const [first] = answer.rows;
  if (!found || found.members < 2 || !first) return [];
  const share = found.topShare(1);
  const top = Math.min(mostNamed, found.members - 1);
  return [
    {
      risk: "Concentration",
      who: `${String(first[dimension])}, of ${found.members} ${pluralOf(dimension)}`,
      number: { text: `${formatShort(share, "percent")}${mark(one)}`, value: share },
      reason: `${top === 1 ? "The largest holds" : `The first ${top} hold`} ${formatShort(found.topShare(top), "percent")}; Herfindahl index ${found.herfindahl.toFixed(3)} (${bands[found.band]}).`,
    },
  ];
};

const declineFindings = ({ declines, dimension }: DimensionRisks, most: number): readonly Finding[] =>
  (declines ?? []).slice(0, most).map(({ name, periods, change, ratio }) => ({
    risk: "Decline",
    who: `${name} (${labelOf(dimension).toLowerCase()})`,
    number: { text: formatFull(change, "money"), value: change },
    reason: `Net sales below last year ${periods} quarters running; over the last three${ratio === null ? "" : ` ${formatShort(ratio, "percent")}`}.`,
  }));

const driftFindings = (
  { dimension }: DimensionRisks,
  drifts: DimensionRisks["erosions"],
  risk: string,
  rate: string,
): readonly Finding[] =>
  (drifts ?? []).map(({ name, now, before, points, cost }) => ({
    risk,
    who: `${name} (${labelOf(dimension).toLowerCase()})`,
    number: { text: formatPoints(points), value: points },
    reason: `${rate} ${formatShort(now, "percent")} after ${formatShort(before, "percent")}: ${formatShort(cost, "money")} at today's sales.`,
  }));

const stockFindings = ({ streaks, dimension }: DimensionRisks, most: number): readonly Finding[] =>
  ([1, -1] as const).flatMap((sign) =>
    (streaks ?? [])
      .filter((streak) => streak.sign === sign)
      .slice(0, most)
      .map(({ name, length, total }) => ({
        risk: `Stock: ${riskLabel(sign)}`,
        who: `${name} (${labelOf(dimension).toLowerCase()})`,
        number: { text: formatShort(total, "units"), value: total },
        reason: `${sign > 0 ? "Forecast over" : "Sold over the forecast"} ${length} months running; net error over them.`,
      })),
  );

/** Metrics of the slice that lack a piece, months that are not loaded, forecasts that are not there. */
const gapFindings = ({ slice, forecast }: Risks): readonly Finding[] => {
  const lacking = slice.coverage
    .filter(({ covered }) => covered < 1)
    .map(({ metric, covered, missing }) => ({
      risk: "Data gap",
      who: metricOf(metric).label,
      number: { text: formatShort(Math.floor(covered * 1000) / 1000, "percent"), value: covered },
      reason: `Units covered; missing: ${missing}.`,
    }));
  const demand = forecast?.coverage.find(({ metric }) => metric === "forecast_accuracy")?.covered ?? 0;
  return [
    ...lacking,
    ...(slice.span.notLoaded === ""
      ? []
      : [
          {
            risk: "Data gap",
            who: "Sales",
            number: { text: "n/a" },
            reason: `${slice.span.notLoaded} not loaded.`,
          },
        ]),
    ...(demand < 1
      ? [
          {
            risk: "Data gap",
            who: "Forecast",
            number: { text: formatShort(demand, "percent"), value: demand },
            reason: "Months that hold both sales and forecast.",
          },
        ]
      : []),
  ];
};

const tableOf = (findings: readonly Finding[]): Table => ({
  caption: `${findings.length} findings, up to ${mostNamed} of each kind and dimension; all of them in the CSV file`,
  columns: [
    { label: "Risk", align: "left" },
    { label: "Who", align: "left" },
    { label: "Number", align: "right" },
    { label: "Reason", align: "left" },
  ],
  rows: findings.map(({ risk, who, number, reason }) => [
    nameCell(risk),
    nameCell(who),
    number,
    nameCell(reason),
  ]),
});

/** What weighs most first: dependence, then what slides, then stock, then what the data lacks. */
const sentencesOf = ({ dimensions, slice, forecast }: Risks): readonly string[] => {
  const [lead] = dimensions;
  const holds = lead?.concentration;
  const first =
    holds && holds.members > 1
      ? [
          `${String(lead.answer.rows[0]?.[lead.dimension])} holds ${formatShort(holds.topShare(1), "percent")}${mark(lead)} of ${totalText(lead.answer, "net_sales")} net sales; concentration of ${pluralOf(lead.dimension)} is ${bands[holds.band]} (Herfindahl index ${holds.herfindahl.toFixed(3)}).`,
        ]
      : [];
  const counted = (what: string, count: (one: DimensionRisks) => number | undefined): readonly string[] => {
    const parts = dimensions.flatMap((one) => {
      const found = count(one) ?? 0;
      return found === 0
        ? []
        : [`${found} ${found === 1 ? labelOf(one.dimension).toLowerCase() : pluralOf(one.dimension)}`];
    });
    return parts.length === 0 ? [] : [`${what}: ${joinWords(parts)}.`];
  };
  const gaps = gapFindings({ dimensions, slice, forecast }).length;
  return [
    ...first,
    ...counted("In decline three quarters running", ({ declines }) => declines?.length),
    ...counted("Margin eroding", ({ erosions }) => erosions?.length),
    ...counted("Discounts creeping up", ({ creeps }) => creeps?.length),
    ...counted("Over- or under-forecast three months running", ({ streaks }) => streaks?.length),
    ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? "gap" : "gaps"} in the data.`] : []),
  ];
};

/** What could not be looked at, and what was looked at in vain: no finding is not the same as no look. */
const unknownNotes = ({ dimensions }: Risks): readonly string[] => {
  const unknown = looked.filter(({ key }) => dimensions.some((one) => one[key] === undefined));
  const clear = looked.filter(
    ({ key }) => dimensions.length > 0 && dimensions.every((one) => one[key]?.length === 0),
  );
  return [
    ...(clear.length > 0 ? [`Looked for and not found: ${joinWords(clear.map(({ what }) => what))}.`] : []),
    ...unknown.map(({ what, needs }) => `Not known of everyone: ${what}. It takes ${needs}.`),
  ];
};

const looked = [
  { key: "declines", what: "members in decline", needs: "three complete quarters with the year before" },
  { key: "erosions", what: "eroding margins", needs: "the same months of the year before, well covered" },
  { key: "creeps", what: "creeping discounts", needs: "the same months of the year before, well covered" },
  {
    key: "streaks",
    what: "forecasts off three months running",
    needs: "months with both sales and forecast",
  },
] as const;

const mostBars = 10;

/** Who holds the sales, largest first. */
const chartOf = ([lead]: readonly DimensionRisks[]): Chart | undefined => {
  if (!lead?.concentration || lead.answer.rows.length < 2) return undefined;
  const total = numberOf(lead.answer.totals, "net_sales") ?? 0;
  const rows = lead.answer.rows.filter((row) => (numberOf(row, "net_sales") ?? 0) > 0).slice(0, mostBars);
  const shareOf = (row: (typeof rows)[number]): number => (numberOf(row, "net_sales") ?? 0) / total;
  const name = (row: (typeof rows)[number]): string => String(row[lead.dimension]);
  const [first] = rows;
  if (!first || rows.length < 2) return undefined;
  return {
    kind: "share",
    title: `${name(first)} holds ${formatShort(shareOf(first), "percent")} of net sales`,
    unit: "percent",
    measure: "Share of net sales",
    categories: rows.map(name),
    series: [
      {
        name: "Share",
        role: "current",
        values: rows.map(shareOf),
        incomplete: rows.map((row) => isIncomplete(row, "net_sales")),
      },
    ],
    alt: `Bar chart: share of net sales by ${labelOf(lead.dimension).toLowerCase()}. ${rows.map((row) => `${name(row)} ${formatShort(shareOf(row), "percent")}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

const stepsOf = (asked: Asked): readonly NextStep[] => {
  const { question } = asked.reading;
  const { say } = asked;
  const slice: Question = {
    ...question,
    kind: "measure",
    metrics: ["net_sales"],
    by: [],
    order: "top",
    limit: 10,
  };
  const { comparison: _, ...now } = slice;
  return [
    { label: "Who changed", words: say(slice, { command: "changes", metrics: ["net_sales"] }) },
    {
      label: "Forecast against sold",
      words: say(
        { ...now, metrics: ["forecast_accuracy"] },
        { command: "demand", metrics: ["forecast_accuracy"] },
      ),
    },
    { label: "Deductions", words: say(slice, { command: "deductions", metrics: ["net_sales"] }) },
    onward(asked, "Margin by market", {
      ...slice,
      metrics: ["gross_margin_pct"],
      by: ["market"],
      comparison: { kind: "last-year" },
    }),
    ...(question.period
      ? []
      : [
          {
            ...again(asked, "Last year", {
              ...question,
              period: { kind: "relative", which: "last", unit: "year" },
            }),
            clause: "last year",
          },
        ]),
  ];
};
