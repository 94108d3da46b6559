import type { Answer } from "../answer/answer.ts";
import { formatFull, formatMonth, formatShort, joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Receipt, Statement } from "../receipt.ts";
import { spanText } from "./frame.ts";
import { metricKeys } from "./read-answer.ts";

/** Everything that a person needs to trust an answer, or to check it by hand. */
export const composeReceipt = (answer: Answer, statements: readonly Statement[], words: string): Receipt => ({
  title: answer.title,
  reading: answer.reading,
  words,
  metrics: metricKeys(answer).map((key) => {
    const { label, description, definition, trap } = metricOf(key);
    return { label, description, formula: definition, trap };
  }),
  facts: factsOf(answer).filter(({ text }) => text !== ""),
  statements,
});

const factsOf = (answer: Answer): Receipt["facts"] => {
  const { provenance } = answer;
  return [
    { term: "Period", text: spanText(answer.span) },
    { term: "Not loaded", text: answer.span.notLoaded },
    { term: "Compared with", text: answer.previous ? spanText(answer.previous) : "" },
    { term: "Filters", text: answer.slice === "" ? "none" : answer.slice },
    { term: "Coverage", text: coverageText(answer) },
    {
      term: "Rows",
      text: `${formatFull(answer.rows.length, "count")} shown of ${formatFull(answer.memberCount, "count")}`,
    },
    { term: "Read from", text: provenance.rollup },
    {
      term: "Load",
      text: `${provenance.load}${provenance.demo ? ", the invented demo company" : ""}, loaded ${loadedAt(provenance.loadedAt)}`,
    },
    { term: "Data through", text: provenance.through === "" ? "" : formatMonth(provenance.through) },
    {
      term: "Time",
      text: `${Math.max(0.1, Math.round(provenance.milliseconds * 10) / 10)} ms${provenance.cached ? ", from memory" : ""}`,
    },
  ];
};

const coverageText = (answer: Answer): string => {
  const incomplete = answer.coverage.filter(({ covered }) => covered < 1);
  if (incomplete.length === 0) return "complete";
  return joinWords(
    incomplete.map(
      ({ metric, covered, missing }) =>
        `${metricOf(metric).label} ${formatShort(Math.floor(covered * 1000) / 1000, "percent")} (missing: ${missing})`,
    ),
  );
};

/** "2026-11-22 21:54 UTC", whatever the engine's form. */
const loadedAt = (text: string): string => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
};
