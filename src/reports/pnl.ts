import type { Answer } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { formatFull, formatShort, joinWords, notAvailable } from "../format.ts";
import { type Line, type Side, statementOf } from "../insight/statement.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Cell, Chart, Figure, NextStep, Report, Section, Table } from "../report.ts";
import { figureCell, ratioCell } from "./cells.ts";
import { type Asked, frameAll, onward } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { coverageText, lineNotes, type SideNames } from "./pnl-notes.ts";
import { briefLabel, numberOf, totalText } from "./read-answer.ts";
import { composeUnavailable } from "./unavailable.ts";
import { whyStep } from "./why-step.ts";

/** Profit and loss from gross sales to gross margin; `sales` and `margin` hold its lines without a break-down. */
export const composePnl = (asked: Asked, sales: Answer, margin: Answer): Report => {
  const lines = statementOf(sales, margin);
  if (lines.every(({ now }) => now.value === null))
    return composeUnavailable(sales, "gross_sales", asked.say);
  const names = namesOf(sales);
  const framed = frameAll(
    asked,
    [withoutCoverage(sales), withoutCoverage(margin)],
    `Profit and loss${names.isPair ? `: ${names.now} vs ${names.before}` : ""}`,
    stepsOf(asked),
  );
  const chart = waterfallOf(lines, margin, names);
  const sections: Section[] = [
    { kind: "figures", figures: figuresOf(lines, margin, names) },
    { kind: "table", table: tableOf(lines, names) },
    ...(chart.categories.length > 1 ? [{ kind: "chart" as const, chart }] : []),
  ];
  return {
    ...framed,
    headline: headlineOf(lines, margin, names),
    sections,
    notes: [...lineNotes(lines, [...sales.coverage, ...margin.coverage], names), ...framed.notes],
  };
};

/** The lines tell their coverage together. */
const withoutCoverage = (answer: Answer): Answer => ({ ...answer, coverage: [], rows: [] });

const namesOf = ({ question: { comparison, filters }, span, previous }: Answer): SideNames => {
  const before = briefLabel(previous?.label ?? "before");
  if (comparison?.kind !== "member") return { now: briefLabel(span.label), before, isPair: false };
  const own = filters.find(({ dimension, excluded }) => dimension === comparison.dimension && !excluded);
  return { now: joinWords(own?.members ?? []), before, isPair: true };
};

const isIncomplete = ({ covered }: Side): boolean => covered < completeFrom;

const tableOf = (lines: readonly Line[], names: SideNames): Table => {
  const net = lines.find(({ key }) => key === "net_sales")?.now.value;
  const right = (label: string) => ({ label, align: "right" as const });
  return {
    caption: `From gross sales to gross margin, % of net sales · Net sales ${formatFull(net, "money")}`,
    columns: [
      { label: "Line", align: "left" },
      { ...right(names.now), bar: true },
      right("% of net"),
      right(names.before),
      right(`% ${names.before}`),
      right(names.isPair ? "Difference" : "Change"),
      right(names.isPair ? "Difference %" : "Change %"),
    ],
    rows: lines.map(({ key, label, role, now, before, change, ratio }) => [
      { text: role === "step" ? `less ${lower(briefly[key] ?? label)}` : label },
      ...sideCells(now),
      ...sideCells(before),
      changeCell(change),
      ratioCell(ratio),
    ]),
  };
};

/** Where a line's own name would make the table wider than a terminal, or be cut in the picture. */
const briefly: Readonly<Record<string, string>> = { post_invoice_other: "Other post-invoice" };

const lower = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

const sideCells = (side: Side): readonly Cell[] => [
  figureCell(side.value, "money", isIncomplete(side)),
  figureCell(side.share, "percent", isIncomplete(side)),
];

const changeCell = (change: number | null): Cell => {
  if (change === null) return { text: notAvailable };
  return { text: `${change > 0 ? "+" : ""}${formatFull(change, "money")}`, value: change };
};

const figuresOf = (lines: readonly Line[], margin: Answer, names: SideNames): readonly Figure[] => [
  ...["gross_sales", "net_sales", "gross_margin"].flatMap((key) => {
    const line = lines.find((one) => one.key === key);
    if (!line) return [];
    const change = judgeChange(metricOf(key), line.change, line.ratio);
    return [{ label: line.label, value: moneyOf(line.now), ...changed(change, names) }];
  }),
  {
    label: "Gross margin %",
    value: totalText(margin, "gross_margin_pct"),
    ...changed(
      judgeChange(metricOf("gross_margin_pct"), numberOf(margin.totals, "gross_margin_pct_change"), null),
      names,
    ),
  },
];

const changed = (change: string | undefined, { before }: SideNames): Pick<Figure, "change"> =>
  change === undefined ? {} : { change: `${change} vs ${before}` };

const moneyOf = (side: Side): string =>
  `${formatShort(side.value, "money")}${side.value !== null && isIncomplete(side) ? "*" : ""}`;

const lineOf = (lines: readonly Line[], key: string): Line | undefined =>
  lines.find((line) => line.key === key);

/** Net sales and margin with their change, and what takes most on the way down. */
const headlineOf = (lines: readonly Line[], margin: Answer, names: SideNames): string => {
  const said = ["net_sales", "gross_margin"].flatMap((key) => {
    const line = lineOf(lines, key);
    if (!line || line.now.value === null) return [];
    const change = judgeChange(metricOf(key), line.change, line.ratio);
    const share =
      key === "gross_margin" && line.now.share !== null
        ? `, ${formatShort(line.now.share, "percent")} of net sales`
        : "";
    return [
      `${key === "net_sales" ? line.label : lower(line.label)} ${moneyOf(line.now)}${share}${change ? `, ${change}` : ""}`,
    ];
  });
  const missing = lineOf(lines, "gross_margin")?.now.value === null ? missingSentence(lines, margin) : "";
  const against = names.isPair ? `${names.now} vs ${names.before}: ` : "";
  const compared = names.isPair || said.length === 0 ? "" : ` vs ${names.before}`;
  const sentence = said.length === 0 ? "" : `${against}${said.join("; ")}${compared}. `;
  return `${sentence}${missing}${largestSentence(lines)}`.trim();
};

const missingSentence = (lines: readonly Line[], margin: Answer): string => {
  const coverage = margin.coverage.find(({ metric }) => metric === "gross_margin");
  const last = lines.findLast(({ role, now }) => role === "level" && now.value !== null);
  const until = last ? ` The statement ends at ${lower(last.label)}.` : "";
  return `Gross margin is not available: ${coverageText(coverage?.missing ?? "")}.${until} `;
};

const largestSentence = (lines: readonly Line[]): string => {
  const largest = largestStep(lines);
  const gross = lineOf(lines, "gross_sales")?.now;
  if (!largest || !gross || gross.value === null) return "";
  return `Of ${moneyOf(gross)} gross sales the most goes to ${lower(largest.label)}: ${moneyOf(largest.now)}.`;
};

const largestStep = (lines: readonly Line[]): Line | undefined =>
  lines
    .filter(({ role, now }) => role === "step" && (now.value ?? 0) > 0)
    .sort((a, b) => (b.now.value ?? 0) - (a.now.value ?? 0))[0];

/** Down to the last level that is available; what other units take away is a step of its own. */
const waterfallOf = (lines: readonly Line[], margin: Answer, names: SideNames): Chart => {
  const last = lines.findLastIndex(({ role, now }) => role === "level" && now.value !== null);
  const bars = lines.slice(0, last + 1).flatMap(({ key, label, role, now }) => {
    const bar = { label: briefly[key] ?? label, isLevel: role === "level", incomplete: isIncomplete(now) };
    const value = now.value === null ? null : role === "level" ? now.value : -now.value;
    const gap = { label: "Not covered", isLevel: false, incomplete: true, value: now.gap };
    return [...(now.gap === 0 ? [] : [gap]), { ...bar, value }];
  });
  const largest = largestStep(lines);
  const share = numberOf(margin.totals, "gross_margin_pct");
  const end = lines[last];
  const who = names.isPair ? `${names.now}: ` : "";
  const rest =
    end?.key === "gross_margin" && share !== null
      ? `${formatShort(share, "percent")} of net sales remain as gross margin`
      : `${moneyOf(end?.now ?? { value: null, share: null, covered: 1, gap: 0 })} ${lower(end?.label ?? "")}`;
  return {
    kind: "waterfall",
    title: `${who}${rest}${largest ? `; ${lower(largest.label)} takes most` : ""}`,
    unit: "money",
    measure: names.now,
    categories: bars.map(({ label }) => label),
    series: [
      {
        name: names.now,
        role: "current",
        values: bars.map(({ value }) => value),
        incomplete: bars.map(({ incomplete }) => incomplete),
      },
    ],
    levels: bars.map(({ isLevel }) => isLevel),
    alt: `Waterfall chart: ${bars.map(({ label, value }) => `${label} ${formatShort(value, "money")}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

const stepsOf = (asked: Asked): readonly NextStep[] => {
  const { question } = asked.reading;
  const { comparison, ...slice } = question;
  const ask = (over: Partial<Question>): Question =>
    questionSchema.parse({ ...slice, kind: "measure", by: [], ...over });
  const isPair = comparison?.kind === "member";
  const split = question.filters.some(({ dimension }) => dimension === "market") ? "customer" : "market";
  const compared = isPair || !comparison ? {} : { comparison };
  return [
    ...(isPair
      ? []
      : [
          whyStep(question, "net_sales", asked.say, "Why net sales changed"),
          whyStep(question, "gross_margin", asked.say, "Why gross margin changed"),
        ]),
    onward(
      asked,
      `Margin by ${split}`,
      ask({ metrics: ["gross_margin_pct", "gross_margin"], by: [split], ...compared }),
    ),
    onward(
      asked,
      "Top products by margin",
      ask({ kind: "ranking", metrics: ["gross_margin"], by: ["product"], ...compared }),
    ),
    onward(
      asked,
      "Deductions by customer",
      ask({ metrics: ["pre_invoice_deductions", "post_invoice_deductions"], by: ["customer"] }),
    ),
  ];
};
