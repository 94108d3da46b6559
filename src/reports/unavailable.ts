import type { Answer } from "../answer/answer.ts";
import { pieceName } from "../answer/compute.ts";
import { metricOf } from "../metrics/index.ts";
import type { NextStep, Report } from "../report.ts";
import { frame } from "./frame.ts";
import type { Say } from "./next-steps.ts";

/** What to offer instead, from the most to the least that a slice needs. */
const fallbacks = ["net_sales", "net_invoice_sales", "gross_sales", "sold_quantity"];

/** Every value is unavailable: no table, but the reason and the nearest metric that the data can answer. */
export const composeUnavailable = (answer: Answer, key: string, say: Say): Report => {
  const metric = metricOf(key);
  const missing = answer.coverage.find((coverage) => coverage.metric === key)?.missing ?? "";
  const instead = nearest(key, missing);
  const next: NextStep[] = instead
    ? [{ label: metricOf(instead).label, words: say({ ...answer.question, metrics: [instead] }) }]
    : [];
  const reason =
    missing === "" ? "the data here has no value for it" : `${missing} are not loaded for any of these lines`;
  const framed = frame(answer, next);
  return {
    ...framed,
    notes: framed.notes.filter((note) => !note.startsWith(`${metric.label} is not available`)),
    headline: `${metric.label} is not available: ${reason}.${instead ? ` ${metricOf(instead).label} is.` : ""}`,
    sections: [],
  };
};

const nearest = (key: string, missing: string): string | undefined =>
  fallbacks.find(
    (candidate) =>
      candidate !== key && metricOf(candidate).pieces.every((piece) => !missing.includes(pieceName(piece))),
  );
