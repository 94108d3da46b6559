import { type DimensionKey, type GroupKey, labelOf } from "../dimension.ts";
import { question as questionSchema } from "../question/question.ts";
import type { NextStep } from "../report.ts";
import { type Asked, again, onward } from "./frame-all.ts";

/** Break-downs offered at once. */
const most = 4;

/** The same command by other dimensions than the one shown, and figures of its slice over time: [label, metric]. */
export const bySteps = (
  asked: Asked,
  dimensions: readonly DimensionKey[],
  shown: GroupKey | undefined,
  overTime: readonly (readonly [string, string])[],
): readonly NextStep[] => {
  const { question } = asked.reading;
  const { comparison: _comparison, ...slice } = question;
  const plain = { kind: "measure", order: "top", limit: 10 } as const;
  return [
    ...dimensions
      .filter((key) => key !== shown)
      .slice(0, most)
      .map((key) => ({
        ...again(asked, `By ${labelOf(key).toLowerCase()}`, {
          ...question,
          ...plain,
          metrics: [...asked.start.metrics],
          by: [key],
        }),
        clause: `by ${labelOf(key).toLowerCase()}`,
      })),
    ...overTime.map(([label, metric]) =>
      onward(asked, label, questionSchema.parse({ ...slice, ...plain, metrics: [metric], by: ["month"] })),
    ),
  ];
};
