import { dimensionKeys, dimensions } from "../../dimension.ts";
import { metrics } from "../../metrics/index.ts";

/** How targets.csv may write its metrics, dimensions and periods, and the one way in which they are kept. */

/** "Gross margin %", "gross_margin_pct" and "GROSS-MARGIN PCT" are one spelling or another of one metric. */
const spell = (text: string): string => text.toLowerCase().replace(/[\s_\-.]+/g, "");

const metricKeys: ReadonlyMap<string, string> = new Map(
  metrics.flatMap(({ key, label, synonyms }) =>
    [...synonyms, label, key].map((text): [string, string] => [spell(text), key]),
  ),
);

/** The dictionary's key; null for what is no metric. */
export const readMetric = (text: string): string | null => metricKeys.get(spell(text)) ?? null;

/** Metrics whose targets are shares of 1. */
export const percentMetrics: readonly string[] = metrics
  .filter(({ unit }) => unit === "percent")
  .map(({ key }) => key);

export const metricNames: readonly string[] = metrics.map(({ key }) => key);

/** What a target of the whole company stands under, and its one member. */
export const wholeCompany = { dimension: "company", member: "all" } as const;

export const targetDimensions: readonly string[] = [...dimensionKeys, wholeCompany.dimension];

const dimensionNames: ReadonlyMap<string, string> = new Map([
  [wholeCompany.dimension, wholeCompany.dimension],
  ...dimensionKeys.flatMap((key) =>
    [...dimensions[key].synonyms, dimensions[key].plural, dimensions[key].label, key].map(
      (text): [string, string] => [spell(text), key],
    ),
  ),
]);

export const readTargetDimension = (text: string): string | null => dimensionNames.get(spell(text)) ?? null;

const year = "(?:fy *)?((?:199|20\\d)\\d)(?:\\.0)?";
const fiscalYear = new RegExp(`^${year}$`, "i");
const quarterLast = new RegExp(`^${year}[ -]*q([1-4])$`, "i");
const quarterFirst = new RegExp(`^q([1-4])[ -]*${year}$`, "i");
const month = /^((?:199|20\d)\d)-(0[1-9]|1[0-2])(?:-01(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?)?$/;
const namedMonth = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ -]*((?:199|20\d)\d)$/i;
const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec";

/** "FY2027", "FY2027 Q1" or "2026-11"; null for what is no period. */
export const readTargetPeriod = (text: string): string | null => {
  const whole = fiscalYear.exec(text);
  if (whole) return `FY${whole[1]}`;
  const last = quarterLast.exec(text);
  if (last) return `FY${last[1]} Q${last[2]}`;
  const first = quarterFirst.exec(text);
  if (first) return `FY${first[2]} Q${first[1]}`;
  const dated = month.exec(text);
  if (dated) return `${dated[1]}-${dated[2]}`;
  const named = namedMonth.exec(text);
  if (!named) return null;
  const number = monthNames.indexOf((named[1] ?? "").toLowerCase()) / 3 + 1;
  return `${named[2]}-${String(number).padStart(2, "0")}`;
};

/** How staging knows a period that was read. */
export const targetPeriodPattern = "^(FY(199|20[0-9])[0-9]( Q[1-4])?|(199|20[0-9])[0-9]-(0[1-9]|1[0-2]))$";
