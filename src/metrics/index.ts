import type { Metric } from "../metric.ts";
import * as costs from "./costs.ts";
import * as counts from "./counts.ts";
import * as deductions from "./deductions.ts";
import * as demand from "./demand.ts";
import * as margin from "./margin.ts";
import * as rates from "./rates.ts";
import * as sales from "./sales.ts";

/** The data dictionary, subject by subject. */
export const metrics: readonly Metric[] = Object.freeze(
  [sales, deductions, costs, margin, demand, counts, rates].flatMap((subject) => Object.values(subject)),
);

const byKey: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.key, metric]));

/** The dictionary's entry; an unknown key is our own mistake, since words are read against the dictionary. */
export const metricOf = (key: string): Metric => {
  const metric = byKey.get(key);
  if (!metric) throw new Error(`No metric "${key}" in the dictionary`);
  return metric;
};

/** Entries whose key, label, synonyms or description hold the word; all of them without one. */
export const findMetrics = (word: string): readonly Metric[] => {
  const wanted = word.trim().toLowerCase();
  return metrics.filter((metric) =>
    [metric.key, metric.label, metric.description, ...metric.synonyms].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
};
