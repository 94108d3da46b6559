import type { GroupKey } from "../dimension.ts";
import { isTimeKey, labelOf } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import type { Question } from "../question/question.ts";
import type { Column } from "./answer.ts";
import { groupNames } from "./groups.ts";

/** The columns of an answer, in reading order: rank, break-down, then each metric with its share and comparison. */
export const columnsOf = (
  question: Question,
  metrics: readonly Metric[],
  before: string | undefined,
): readonly Column[] => [
  ...(question.kind === "ranking" ? [{ key: "rank", label: "#", kind: "rank" as const }] : []),
  ...groupNames(question).map((key) => ({
    key,
    label: labelOf(key as GroupKey),
    kind: isTimeKey(key as GroupKey) ? ("time" as const) : ("dimension" as const),
  })),
  ...metrics.flatMap((metric) => metricColumns(metric, question, before)),
];

const metricColumns = (metric: Metric, question: Question, before: string | undefined): readonly Column[] => {
  const { key, label, unit } = metric;
  const compared: readonly Column[] = before
    ? [
        { key: `${key}_previous`, label: before, kind: "comparison", unit },
        { key: `${key}_change`, label: "Change", kind: "comparison", unit },
        ...(unit === "percent"
          ? []
          : [
              {
                key: `${key}_change_pct`,
                label: "Change %",
                kind: "comparison" as const,
                unit: "percent" as const,
              },
            ]),
      ]
    : [];
  return [
    { key, label, kind: "metric", unit },
    ...(hasShare(metric, question)
      ? [{ key: `${key}_share`, label: "Share", kind: "share" as const, unit: "percent" as const }]
      : []),
    ...compared,
  ];
};

/** Shares where they are asked, and in rankings, where they mean something. */
export const hasShare = (metric: Metric, question: Question): boolean =>
  metric.shareable && (question.share || question.kind === "ranking");
