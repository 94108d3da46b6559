import type { Answer } from "../answer/answer.ts";
import { metricOf } from "../metrics/index.ts";
import type { Figure, Section } from "../report.ts";
import { judgeChange } from "./judge-change.ts";
import { briefLabel, metricKeys, numberOf, totalText } from "./read-answer.ts";
import { totalProgress } from "./targets.ts";

/**
 * The totals of the slice as a section, at most four, each with its change where there is one. A single total
 * without a change is said by the headline already.
 */
export const totalFigures = (answer: Answer): readonly Section[] => {
  const figures = figuresOf(answer);
  const isSaid = figures.length === 1 && figures[0]?.change === undefined;
  return isSaid ? [] : [{ kind: "figures", figures }];
};

const figuresOf = (answer: Answer): readonly Figure[] =>
  metricKeys(answer)
    .slice(0, 4)
    .map((key) => {
      const metric = metricOf(key);
      const change = judgeChange(
        metric,
        numberOf(answer.totals, `${key}_change`),
        numberOf(answer.totals, `${key}_change_pct`),
      );
      const target = totalProgress(answer, key);
      return {
        label: answer.rows.length > 1 ? `Total ${metric.label.toLowerCase()}` : metric.label,
        value: totalText(answer, key),
        ...(change && answer.previous ? { change: `${change} vs ${briefLabel(answer.previous.label)}` } : {}),
        ...(target ? { target } : {}),
      };
    });
