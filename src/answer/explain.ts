import type { DataState } from "../data/state.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Statement } from "../receipt.ts";
import { layOut } from "./lay-out.ts";
import { pairScans } from "./pairs.ts";
import { planScans } from "./plan.ts";
import { compileScan } from "./scan.ts";
import { sliceOf } from "./slice.ts";

/** The statements that answer a question, as the database gets them. Throws like the answer. */
export const explainQuestion = (question: Question, state: DataState): readonly Statement[] => {
  const metrics = question.metrics.map(metricOf);
  const computed = [...metrics, ...question.conditions.map((condition) => metricOf(condition.metric))];
  const slice = sliceOf(question, metrics, state.months);
  return planScans(question, computed, slice.months, slice.sides, state.dimensions).map((scan) => {
    const { text, values } = compileScan(scan);
    return { sql: layOut(text), parameters: values.map(say) };
  });
};

/** The statements that read the pairs behind a change; they travel packed, which changes no number. */
export const explainPairs = (question: Question, state: DataState): readonly Statement[] =>
  pairScans(question, state).map((scan) => {
    const { text, values } = compileScan(scan);
    return { sql: layOut(text), parameters: values.map(say) };
  });

const say = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
