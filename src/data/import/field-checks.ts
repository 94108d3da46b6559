import { dimensionKeys } from "../../dimension.ts";
import { channels, platforms } from "../rules.ts";
import { type FaultName, firstYear, lastYear } from "./faults.ts";
import type { ColumnKind, ImportColumn } from "./tables.ts";
import { metricNames, percentMetrics, targetDimensions, targetPeriodPattern } from "./target-words.ts";

/**
 * SQL over one text column of a raw staging row. `good` never raises and is never NULL; `fault` names what is
 * wrong and is only asked of a value that is not good; `typed` is only computed for a good value.
 */
interface FieldCheck {
  good(column: string): string;
  fault(column: string): string;
  typed(column: string): string;
  readonly type: string;
  /** It looks at its own column alone, longer than a text takes to be found among others. */
  readonly repeats?: boolean;
}

const plain = "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'";
const whole = "'^[+-]?[0-9]{1,40}([.]0*)?$'";
const years = "(199[0-9]|20[0-9]{2})";
const month = `'^${years}-(0[1-9]|1[0-2])-01([ T]00:00(:00([.]0+)?)?Z?)?$'`;
const isoDate = "'^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([ T]|$)'";
const fiscalYear = `'^(fy ?)?${years}([.]0)?$'`;
const anyYear = "'^(fy ?)?[0-9]{4}([.]0)?$'";
const longest = { code: 100, name: 400, number: 60 };
const noCode = "('nan', 'na', 'n/a', '-', 'null')";

const fault = (name: FaultName): string => `'${name}'`;
const quoteList = (values: readonly string[]): string =>
  `(${values.map((value) => `'${value}'`).join(", ")})`;
const asItIs = (column: string): string => column;

/** What spreadsheets write where a formula fails, and a formula itself: never a code or a name. */
const excelErrors = quoteList(
  ["N/A", "REF!", "NAME?", "VALUE!", "DIV/0!", "NULL!", "NUM!", "SPILL!"].map((error) => `#${error}`),
);
const isText = (c: string, most: number): string =>
  `${c} IS NOT NULL AND length(${c}) <= ${most} AND left(${c}, 1) <> '=' AND ${c} NOT IN ${excelErrors}`;
const textFault = (c: string): string => `
  WHEN ${c} IS NULL THEN ${fault("empty")}
  WHEN left(${c}, 1) = '=' THEN ${fault("formula")}
  WHEN ${c} IN ${excelErrors} THEN ${fault("excel")}`;

const code: FieldCheck = {
  good: (c) => `(${isText(c, longest.code)} AND NOT (length(${c}) < 5 AND lower(${c}) IN ${noCode}))`,
  fault: (c) =>
    `CASE ${textFault(c)} WHEN length(${c}) > ${longest.code} THEN ${fault("long")} ELSE ${fault("empty")} END`,
  typed: asItIs,
  type: "text",
};

const name: FieldCheck = {
  good: (c) => `(${isText(c, longest.name)})`,
  fault: (c) => `CASE ${textFault(c)} ELSE ${fault("long")} END`,
  typed: asItIs,
  type: "text",
};

const oneOf = (list: readonly string[], unknown: FaultName): FieldCheck => ({
  good: (c) => `(${c} IS NOT NULL AND ${c} IN ${quoteList(list)})`,
  fault: (c) => `CASE WHEN ${c} IS NULL THEN ${fault("empty")} ELSE ${fault(unknown)} END`,
  typed: asItIs,
  type: "text",
});

/** "Sub-zone" is sub_zone. */
const dimension: FieldCheck = {
  good: (c) => `(${c} IS NOT NULL AND ${keyOf(c)} IN ${quoteList(dimensionKeys)})`,
  fault: (c) => `CASE WHEN ${c} IS NULL THEN ${fault("empty")} ELSE ${fault("dimension")} END`,
  typed: (c) => keyOf(c),
  type: "text",
};

const keyOf = (c: string): string => `translate(lower(${c}), ' -', '__')`;

/** Days of the month that the text names; only asked of a text shaped like a date. */
const lastDay = (c: string): string =>
  `EXTRACT(DAY FROM CAST(substr(${c}, 1, 7) || '-01' AS date) + INTERVAL '1 month' - INTERVAL '1 day')`;

const monthCheck: FieldCheck = {
  good: (c) => `(${c} IS NOT NULL AND ${c} ~ ${month})`,
  fault: (c) => `CASE
    WHEN ${c} IS NULL THEN ${fault("empty")}
    WHEN ${c} !~ ${isoDate} OR ${c} LIKE '0000%' THEN ${fault("date")}
    WHEN CAST(substr(${c}, 9, 2) AS integer) > ${lastDay(c)} THEN ${fault("date")}
    WHEN CAST(substr(${c}, 1, 4) AS integer) NOT BETWEEN ${firstYear} AND ${lastYear} THEN ${fault("span")}
    WHEN substr(${c}, 9, 2) <> '01' THEN ${fault("day")}
    WHEN ${c} ~ '[ T][0-9]{2}:[0-9]{2}' THEN ${fault("time")}
    ELSE ${fault("date")} END`,
  typed: (c) => `CAST(substr(${c}, 1, 10) AS date)`,
  type: "date",
  repeats: true,
};

const yearCheck: FieldCheck = {
  good: (c) => `(${c} IS NOT NULL AND ${c} ~* ${fiscalYear})`,
  fault: (c) => `CASE
    WHEN ${c} IS NULL THEN ${fault("empty")}
    WHEN ${c} ~* ${anyYear} THEN ${fault("yearSpan")}
    ELSE ${fault("year")} END`,
  typed: (c) => `CAST(substring(${c} from '[0-9]{4}') AS integer)`,
  type: "integer",
  repeats: true,
};

const quantity: FieldCheck = {
  good: (c) => `(CASE
    WHEN ${c} ~ '^[0-9]{1,9}$' THEN true
    WHEN ${c} ~ ${whole} THEN CAST(${c} AS numeric) BETWEEN 0 AND 2147483647
    ELSE false END)`,
  fault: (c) => `CASE
    WHEN ${c} IS NULL THEN ${fault("empty")}
    WHEN ${c} !~ ${plain} OR length(${c}) > ${longest.number} THEN ${fault("number")}
    WHEN CAST(${c} AS numeric) < 0 THEN ${fault("negative")}
    WHEN ${c} !~ ${whole} THEN ${fault("whole")}
    ELSE ${fault("large")} END`,
  typed: (c) => `CAST(CAST(${c} AS numeric) AS integer)`,
  type: "integer",
  repeats: true,
};

const decimal = (within: string, outside: string): FieldCheck => ({
  good: (c) => `(CASE
    WHEN ${c} ~ ${plain} AND length(${c}) <= ${longest.number} THEN CAST(${c} AS numeric) ${within}
    ELSE false END)`,
  fault: (c) => `CASE
    WHEN ${c} IS NULL THEN ${fault("empty")}
    WHEN ${c} !~ ${plain} OR length(${c}) > ${longest.number} THEN ${fault("number")}
    ELSE ${outside} END`,
  typed: (c) => `CAST(${c} AS numeric)`,
  type: "numeric",
  repeats: true,
});

/** Written the one way that reading has made of it. */
const period: FieldCheck = {
  good: (c) => `(${c} IS NOT NULL AND ${c} ~ '${targetPeriodPattern}')`,
  fault: (c) => `CASE WHEN ${c} IS NULL THEN ${fault("empty")} ELSE ${fault("period")} END`,
  typed: asItIs,
  type: "text",
};

/** A percentage is a share of 1, whatever else a target is. */
const target: FieldCheck = {
  ...decimal(
    `>= 0 AND (CAST(value AS numeric) <= 1 OR metric IS NULL OR metric NOT IN ${quoteList(percentMetrics)})`,
    `CASE WHEN CAST(value AS numeric) < 0 THEN ${fault("negative")} ELSE ${fault("share")} END`,
  ),
  repeats: false,
};

const checks: Readonly<Record<ColumnKind, FieldCheck>> = {
  code,
  name,
  platform: oneOf(platforms, "platform"),
  channel: oneOf(channels, "channel"),
  dimension,
  month: monthCheck,
  year: yearCheck,
  quantity,
  price: decimal(">= 0", fault("negative")),
  share: decimal("BETWEEN 0 AND 1", fault("share")),
  metric: oneOf(metricNames, "metric"),
  "target-dimension": oneOf(targetDimensions, "targetDimension"),
  member: name,
  period,
  target,
};

/** The checks of one column, over the raw text. */
export const fieldCheck = (column: ImportColumn) => {
  const check = checks[column.kind];
  return {
    type: check.type,
    repeats: check.repeats ?? false,
    good: check.good(column.name),
    typed: check.typed(column.name),
    /** NULL where the value is good. */
    fault: `CASE WHEN ${check.good(column.name)} THEN NULL ELSE ${check.fault(column.name)} END`,
  };
};
