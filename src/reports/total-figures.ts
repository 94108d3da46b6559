import type { Answer } from "../answer/answer.ts";
import { metricOf } from "../metrics/index.ts";
import type { Figure } from "../report.ts";
import { judgeChange } from "./judge-change.ts";
import { metricKeys, numberOf, totalText } from "./read-answer.ts";

/** The totals of the slice, at most four, each with its change where there is one. */
export const totalFigures = (answer: Answer): readonly Figure[] =>
  metricKeys(answer)
    .slice(0, 4)
    .map((key) => {
      const metric = metricOf(key);
      const change = judgeChange(
        metric,
        numberOf(answer.totals, `${key}_change`),
        numberOf(answer.totals, `${key}_change_pct`),
      );
      return {
        label: answer.rows.length > 1 ? `Total ${metric.label.toLowerCase()}` : metric.label,
        value: totalText(answer, key),
        ...(change && answer.previous ? { change: `${change} vs ${answer.previous.label}` } : {}),
      };
    });
