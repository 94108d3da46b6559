import { QuestionError } from "../errors.ts";
import type { Metric } from "../metric.ts";
import { findMetrics, metrics } from "../metrics/index.ts";
import type { Report } from "../report.ts";

/** Entries that are told whole; of more only name and meaning. */
const mostWhole = 3;

/** The data dictionary, whole or as far as a word reaches. */
export const composeDictionary = (word: string): Report => {
  const found = findMetrics(word);
  if (found.length === 0) {
    throw new QuestionError(
      "unknown-word",
      `No metric speaks of "${word}". Type metrics alone for all ${metrics.length}.`,
      [{ label: "All metrics", words: "metrics" }],
    );
  }
  const whole = found.length <= mostWhole;
  return {
    title: word === "" ? "The data dictionary" : `Metrics about "${word}"`,
    reading: "",
    headline:
      `${found.length === 1 ? "One metric" : `${found.length} metrics`}. ${whole ? "" : "Type metrics and a name for definition, trap and owner."}`.trim(),
    sections: [
      {
        kind: "list",
        items: found.map((metric) => ({
          term: metric.label,
          text: whole ? entryText(metric) : metric.description,
        })),
      },
    ],
    notes: [],
    next: [],
    footer: "",
  };
};

const entryText = (metric: Metric): string =>
  [
    metric.description,
    `Definition: ${metric.definition}`,
    `Trap: ${metric.trap}`,
    `Owner: ${metric.owner}.${metric.synonyms.length > 0 ? ` Also called: ${metric.synonyms.join(", ")}.` : ""}`,
  ].join("\n");
