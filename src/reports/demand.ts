import type { Answer } from "../answer/answer.ts";
import { labelOf, pluralOf } from "../dimension.ts";
import {
  formatFull,
  formatMonth,
  formatPercentChange,
  formatShort,
  joinWords,
  notAvailable,
} from "../format.ts";
import type { FullYear } from "../insight/full-year.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Chart, Figure, NextStep, Report, Section, Table } from "../report.ts";
import { type DemandAnswers, demandMetrics } from "./ask-demand.ts";
import { nameCell } from "./cells.ts";
import { demandTable } from "./demand-table.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { briefLabel, groupsOf, numberOf, totalText } from "./read-answer.ts";
import { riskLabel } from "./risk-label.ts";

/** Forecast against sold: how far off, in which direction, who keeps being off, and where the year is heading. */
export const composeDemand = (asked: Asked, answers: DemandAnswers): Report => {
  const { main, fullYear } = answers;
  const framed = frameAll(asked, [main], titleOf(main), stepsOf(asked, main));
  const chart = asked.reading.question.form === "table" ? undefined : chartOf(answers);
  return {
    ...framed,
    headline: [...mainSentences(main), ...streakSentences(answers), ...yearSentences(fullYear)].join(" "),
    sections: [
      { kind: "figures", figures: figuresOf(main, fullYear) },
      ...(main.rows.length > 0 ? [{ kind: "table" as const, table: demandTable(answers) }] : []),
      ...(chart ? [{ kind: "chart" as const, chart }] : []),
      ...listOf(answers),
    ],
    whole: () => [demandTable(answers, true), streakTable(answers)],
    notes: [...framed.notes, ...yearNotes(fullYear)],
  };
};

const titleOf = (main: Answer): string => {
  const groups = groupsOf(main).map((key) => labelOf(key).toLowerCase());
  return `Forecast against sold by ${joinWords(groups)}`;
};

const isKnown = (main: Answer): boolean => numberOf(main.totals, "net_error") !== null;

const mainSentences = (main: Answer): readonly string[] => {
  if (!isKnown(main))
    return ["No month of this period holds both sales and forecast: accuracy is not available."];
  const net = numberOf(main.totals, "net_error") ?? 0;
  const accuracy = judgeChange(
    metricOf("forecast_accuracy"),
    numberOf(main.totals, "forecast_accuracy_change"),
    null,
  );
  const compared = accuracy && main.previous ? `, ${accuracy} vs ${main.previous.label}` : "";
  const level = main.question.level ?? "variant";
  return [
    `Forecast accuracy ${totalText(main, "forecast_accuracy")} at ${level} level${compared}; ${errorText(net)}, bias ${signedPercent(numberOf(main.totals, "forecast_bias"))}: ${riskText(net)}.`,
  ];
};

const riskText = (net: number): string => (net === 0 ? riskLabel(net) : `risk of ${riskLabel(net)}`);

/** "12k units over-forecast" */
const errorText = (net: number): string =>
  net === 0
    ? "as much sold as forecast"
    : `${formatShort(Math.abs(net), "units")} ${net > 0 ? "over-forecast" : "under-forecast"}`;

const signedPercent = (value: number | null): string =>
  value === null ? notAvailable : formatPercentChange(value);

const mostNamed = 3;

const streakSentences = ({ streaks, group }: DemandAnswers): readonly string[] => {
  if (streaks.length === 0) return [];
  const said = ([1, -1] as const).flatMap((sign) => {
    const same = streaks.filter((streak) => streak.sign === sign);
    if (same.length === 0) return [];
    const names = same.slice(0, mostNamed).map(({ name }) => name);
    const more = same.length - names.length;
    return [
      `${sign > 0 ? "over" : "under"} ${more > 0 ? `${names.join(", ")} and ${more} more` : joinWords(names)}`,
    ];
  });
  return [`Three months running or longer, of ${pluralOf(group)}: ${said.join("; ")}.`];
};

const yearSentences = (year: FullYear | undefined): readonly string[] => {
  if (!year) return [];
  const growth = year.growth === null ? "" : `, ${formatPercentChange(year.growth)} on the year before`;
  const rest =
    year.forecastMonths > 0
      ? ` and ${formatShort(year.forecast, "units")} forecast for ${monthsText(year.forecastMonths)}`
      : "";
  return [
    `${year.label} is heading for ${formatShort(year.estimate, "units")}${year.missing.length > 0 ? "*" : ""}${growth}: ${formatShort(year.sold, "units")} sold in ${monthsText(year.soldMonths)}${rest}.`,
  ];
};

const monthsText = (count: number): string => (count === 1 ? "1 month" : `${count} months`);

const yearNotes = (year: FullYear | undefined): readonly string[] =>
  year && year.missing.length > 0
    ? [
        `* incomplete: the estimate of ${year.label} lacks ${year.missing.map(formatMonth).join(", ")}, which are neither sold nor forecast.`,
      ]
    : [];

const figuresOf = (main: Answer, year: FullYear | undefined): readonly Figure[] => {
  const change = (key: string): string | undefined =>
    key === "net_error"
      ? movedText(numberOf(main.totals, "net_error_change"))
      : judgeChange(
          metricOf(key),
          numberOf(main.totals, `${key}_change`),
          numberOf(main.totals, `${key}_change_pct`),
        );
  const figures = demandMetrics.map((key): Figure => {
    const changed = main.previous && change(key);
    return {
      label: metricOf(key).label,
      value: totalText(main, key),
      ...(changed ? { change: `${changed} vs ${briefLabel(main.previous?.label ?? "")}` } : {}),
    };
  });
  return year ? [...figures, yearFigure(year)] : figures;
};

/** "▼ 15.0k units": what may be over and under zero has no percent that means anything. */
const movedText = (change: number | null): string | undefined =>
  change === null
    ? undefined
    : change === 0
      ? "unchanged"
      : `${change > 0 ? "▲" : "▼"} ${formatShort(Math.abs(change), "units")}`;

const yearFigure = (year: FullYear): Figure => ({
  label: `${year.label} estimate`,
  value: `${formatShort(year.estimate, "units")}${year.missing.length > 0 ? "*" : ""}`,
  ...(year.growth === null ? {} : { change: `${formatPercentChange(year.growth)} vs the year before` }),
});

/** Everyone who keeps being over or under, for a file. */
const streakTable = ({ streaks, group }: DemandAnswers): Table => ({
  caption: "",
  columns: [
    { label: labelOf(group), align: "left" },
    { label: "Forecast", align: "left" },
    { label: "Months running", align: "right" },
    { label: "Net error over them", align: "right" },
    { label: "Risk", align: "left" },
  ],
  rows: streaks.map(({ name, sign, length, total }) => [
    nameCell(name),
    { text: sign > 0 ? "over" : "under" },
    { text: String(length), value: length },
    { text: formatFull(total, "units"), value: total },
    { text: riskLabel(sign) },
  ]),
});

const mostListed = 10;

/** Who keeps being over or under, and the split of the full year. */
const listOf = ({ streaks, group, fullYear }: DemandAnswers): readonly Section[] => {
  const items = [
    ...([1, -1] as const).flatMap((sign) => {
      const same = streaks.filter((streak) => streak.sign === sign);
      if (same.length === 0) return [];
      const term = `${sign > 0 ? "Over" : "Under"}-forecast three months running or longer`;
      const names = same
        .slice(0, mostListed)
        .map(
          ({ name, length, total }) =>
            `${name} (${formatShort(Math.abs(total), "units")} in ${monthsText(length)})`,
        );
      const more = same.length - names.length;
      return [
        {
          term: `${term}: ${same.length} ${same.length === 1 ? labelOf(group).toLowerCase() : pluralOf(group)}, ${riskLabel(sign)}`,
          text: `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
        },
      ];
    }),
    ...(fullYear ? [{ term: `${fullYear.label} in full`, text: splitText(fullYear) }] : []),
  ];
  return items.length > 0 ? [{ kind: "list", items }] : [];
};

const splitText = (year: FullYear): string => {
  const whole = (value: number): string => `${formatFull(value, "units")} units`;
  const before =
    year.previous === null
      ? "The year before is not wholly loaded."
      : `The year before: ${whole(year.previous)}.`;
  return `${whole(year.sold)} sold (${monthsText(year.soldMonths)}) + ${whole(year.forecast)} forecast (${monthsText(year.forecastMonths)}) = ${whole(year.estimate)}. ${before}`;
};

/** Without a period the last twelve months, and the forecast as far as the running year goes. */
const usualMonths = 12;

const chartOf = ({ main, months, year }: DemandAnswers): Chart | undefined => {
  if (!months) return undefined;
  const shown = year ? months.rows.slice(-usualMonths) : months.rows;
  const last = String(shown.at(-1)?.month ?? "");
  const ahead = year ? year.rows.filter((row) => String(row.month) > last) : [];
  const rows = [...shown, ...ahead];
  if (rows.length < 2) return undefined;
  const net = numberOf(main.totals, "net_error");
  const values = (key: string): readonly (number | null)[] => rows.map((row) => numberOf(row, key));
  return {
    kind: "line",
    title:
      net === null
        ? "Forecast and sold by month"
        : `Forecast accuracy ${totalText(main, "forecast_accuracy")}: ${errorText(net)}`,
    unit: "units",
    measure: "Forecast and sold",
    categories: rows.map((row) => formatMonth(String(row.month))),
    series: [
      { name: "Sold", role: "current", values: values("sold_quantity") },
      { name: "Forecast", role: "other", values: values("forecast_quantity") },
    ],
    alt: `Line chart: forecast and sold units by month, ${formatMonth(String(rows[0]?.month))} to ${formatMonth(String(rows.at(-1)?.month))}. ${mainSentences(main).join(" ")}`.slice(
      0,
      2000,
    ),
  };
};

const stepsOf = (asked: Asked, main: Answer): readonly NextStep[] => {
  const { question } = asked.reading;
  const single = question.filters.filter(({ excluded, members }) => !excluded && members.length === 1);
  const others = (["customer", "product", "market"] as const).filter(
    (key) => !main.question.by.includes(key) && !single.some(({ dimension }) => dimension === key),
  );
  const changed = (label: string, clause: string, parts: Partial<Question>): NextStep => ({
    ...again(asked, label, { ...question, ...parts }),
    clause,
  });
  const overTime: Question = {
    ...question,
    kind: "measure",
    metrics: ["forecast_accuracy"],
    by: ["month"],
    order: "top",
    limit: 10,
    conditions: [],
  };
  return [
    ...others.map((key) =>
      changed(`By ${labelOf(key).toLowerCase()}`, `by ${labelOf(key).toLowerCase()}`, { by: [key] }),
    ),
    ...(question.comparison
      ? []
      : [changed("vs last year", "vs last year", { comparison: { kind: "last-year" } })]),
    question.level === "account"
      ? changed("At variant level", "at variant level", { level: "variant" })
      : changed("At account level", "at account level", { level: "account" }),
    onward(asked, "Accuracy over time", overTime),
  ];
};
