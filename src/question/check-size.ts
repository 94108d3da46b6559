import { refuse } from "./problem.ts";
import { most, type Question } from "./question.ts";

/** Refuses, in a sentence, more than has room in one question: asked before its canonical form is made. */
export const checkSize = (question: Question): void => {
  const { metrics, by, limit } = question;
  const instead = (kept: Partial<Question>) => [
    { label: "what fits", asks: { question: { ...question, ...kept } } },
  ];
  if (metrics.length > most.metrics) {
    throw refuse(
      "not-allowed",
      `At most ${most.metrics} figures fit in one question.`,
      instead({ metrics: metrics.slice(0, most.metrics) }),
    );
  }
  if (by.length > most.breakDowns) {
    throw refuse(
      "not-allowed",
      `At most ${most.breakDowns} break-downs fit in one question.`,
      instead({ by: by.slice(0, most.breakDowns) }),
    );
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > most.rows) {
    throw refuse(
      "not-allowed",
      `A ranking shows from 1 to ${most.rows.toLocaleString("en")} rows: say a number in between.`,
      limit > most.rows ? instead({ limit: most.rows }) : [],
    );
  }
};
