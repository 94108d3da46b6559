import type { Answer, Row } from "../answer/answer.ts";
import { type GroupKey, isTimeKey, labelOf } from "../dimension.ts";
import { formatFull, formatMonth } from "../format.ts";
import type { MemberStreak } from "../insight/streaks.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Table } from "../report.ts";
import type { DemandAnswers } from "./ask-demand.ts";
import { figureCell, metricCell, nameCell, pointsCell } from "./cells.ts";
import { briefLabel, groupsOf, isIncomplete, isTotalIncomplete, numberOf } from "./read-answer.ts";
import { riskLabel } from "./risk-label.ts";

/**
 * The rows with what they put at risk, and how long they have been on one side where that is known of them. Beside a
 * change a message has no room for the accuracy of before, nor for streaks, which a list tells.
 */
export const demandTable = (answers: DemandAnswers, isWhole = false): Table => {
  const { main, group, streaks } = answers;
  const keys = [
    ...(showsUnits(main) ? ["forecast_quantity", "sold_quantity"] : []),
    "net_error",
    "forecast_bias",
    "forecast_accuracy",
  ];
  const compared = main.columns.some(({ key }) => key === "forecast_accuracy_previous");
  const named = groupsOf(main);
  const isNarrow = compared && !isWhole;
  const hasStreaks = named.length === 1 && named[0] === group && !isNarrow;
  const running = new Map(streaks.map((streak) => [streak.name, streak]));
  return {
    caption: captionOf(main, keys),
    columns: [
      ...named.map((key) => ({ label: labelOf(key), align: "left" as const })),
      ...keys.map((key) => ({
        label: heads[key] ?? metricOf(key).label,
        align: "right" as const,
        ...(key === "forecast_accuracy" ? { bar: true } : {}),
      })),
      ...(compared
        ? [
            ...(isNarrow
              ? []
              : [{ label: briefLabel(main.previous?.label ?? "Before"), align: "right" as const }]),
            { label: "Change", align: "right" as const },
          ]
        : []),
      { label: "Risk", align: "left" },
      ...(hasStreaks ? [{ label: "Running", align: "left" as const }] : []),
    ],
    rows: main.rows.map((row) => [
      ...named.map((key) => nameCell(nameText(row, key, main))),
      ...keys.map((key) => metricCell(row, key)),
      ...(compared
        ? [...(isNarrow ? [] : [previousCell(row)]), pointsCell(numberOf(row, "forecast_accuracy_change"))]
        : []),
      { text: riskLabel(numberOf(row, "net_error")) },
      ...(hasStreaks ? [{ text: streakText(running.get(String(row[group]))) }] : []),
    ]),
  };
};

const previousCell = (row: Row): Cell =>
  figureCell(
    numberOf(row, "forecast_accuracy_previous"),
    "percent",
    isIncomplete(row, "forecast_accuracy_previous"),
  );

/** The title says forecast against sold; the caption has the whole names. */
const heads: Readonly<Record<string, string>> = {
  forecast_quantity: "Forecast",
  sold_quantity: "Sold",
  forecast_bias: "Bias",
  forecast_accuracy: "Accuracy",
};

/** Forecast and sold stand beside their difference only where every asked month holds both. */
const showsUnits = (main: Answer): boolean =>
  (main.coverage.find(({ metric }) => metric === "net_error")?.covered ?? 1) === 1;

const captionOf = (main: Answer, keys: readonly string[]): string => {
  const shown =
    main.rows.length < main.memberCount ? `${main.rows.length} of ${main.memberCount} rows · ` : "";
  const totals = keys.map((key) => {
    const mark = main.totals[key] !== null && isTotalIncomplete(main, key) ? "*" : "";
    return `${metricOf(key).label} ${formatFull(main.totals[key], metricOf(key).unit)}${mark}`;
  });
  return `${shown}Total: ${totals.join(" · ")}`;
};

const nameText = (row: Row, key: GroupKey, main: Answer): string => {
  const name = String(row[key] ?? "");
  if (key === "month") return formatMonth(name);
  const part = isTimeKey(key) ? main.partial?.[name] : undefined;
  return part ? `${name} (${part})` : name;
};

const streakText = (streak: MemberStreak | undefined): string =>
  streak ? `${streak.sign > 0 ? "over" : "under"} ${streak.length} mo` : "–";
