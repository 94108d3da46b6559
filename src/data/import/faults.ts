import { dimensionKeys } from "../../dimension.ts";
import { type RuleNumber, ruleOf } from "../rules.ts";
import type { ImportTable } from "./tables.ts";

/** One row that breaks one rule in one column, in words a person can act on. */
export interface Violation {
  readonly table: string;
  readonly file: string;
  /** As an editor counts: the header is line 1. */
  readonly line: number;
  /** Empty when it is the whole row. */
  readonly column: string;
  readonly value: string;
  readonly rule: RuleNumber;
  /** What is wrong with the value: "is not a date". */
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
}

/** A violation as staging keeps it, before it is put into words. */
export interface FoundFault {
  readonly fault: FaultName;
  readonly value: string;
  readonly references: string;
  /** The other row: of the same key, or of the dimension where the code was refused. */
  readonly otherFile: string;
  readonly otherLine: number;
  readonly detail: string;
}

interface Fault {
  /** Null: the key rule of the table. */
  readonly rule: RuleNumber | null;
  problem(found: FoundFault): string;
  remedy?(found: FoundFault): string;
}

/** Plausible years of business data; beyond them stand spreadsheets' zero dates and "for ever". */
export const firstYear = 1990;
export const lastYear = 2099;

const define = (rule: RuleNumber | null, problem: string): Fault => ({ rule, problem: () => problem });

/** Everything a row can be refused for. */
export const faults = {
  shape: { rule: 0, problem: ({ detail }) => detail },
  long: { rule: 0, problem: () => "is too long for a code or a name", remedy: () => "Shorten it." },
  repeated: {
    rule: null,
    problem: ({ otherFile, otherLine }) => `repeats the key of ${otherFile} line ${otherLine}`,
  },
  contradicted: {
    rule: null,
    problem: ({ otherFile, otherLine }) =>
      `has the same key as ${otherFile} line ${otherLine}, but other values`,
  },
  empty: define(8, "is empty"),
  date: define(3, "is not a valid date"),
  day: define(3, "is not the first of a month"),
  time: define(3, "has a time of day"),
  span: define(3, `lies outside the years ${firstYear} to ${lastYear}`),
  year: define(6, "is not a fiscal year"),
  yearSpan: define(6, `lies outside the fiscal years ${firstYear} to ${lastYear}`),
  negative: define(4, "is negative"),
  share: define(4, "is not between 0 and 1"),
  number: {
    rule: 7,
    problem: () => "is not a plain number",
    remedy: ({ value }) =>
      value.endsWith("%") ? "Write a percentage as a part of 1: 23.5% is 0.235." : ruleOf(7).remedy,
  },
  excel: {
    rule: 0,
    problem: () => "is an error of Excel, not a value",
    remedy: () => "Mend the formula where the file comes from, and export it again.",
  },
  formula: {
    rule: 0,
    problem: () => "is a formula, not its value",
    remedy: () => "Export the values that the formulas have.",
  },
  whole: {
    rule: 7,
    problem: () => "is not a whole number of units",
    remedy: () => "Write whole units, like 120.",
  },
  large: {
    rule: 7,
    problem: () => "is more than 2,147,483,647 units",
    remedy: () => "Correct the figure.",
  },
  platform: define(9, "is not a known platform"),
  channel: define(9, "is not a known channel"),
  missing: {
    rule: 5,
    problem: ({ references }) => `does not exist in ${references}`,
    remedy: ({ references }) => `Add it to ${references}, correct the code, or delete the row.`,
  },
  missingRefused: {
    rule: 5,
    problem: ({ references, otherFile, otherLine }) =>
      `stands in ${references} only in a refused row (${otherFile} line ${otherLine})`,
    remedy: () => "Correct that row first.",
  },
  dimension: {
    rule: 0,
    problem: () => "is not a dimension",
    remedy: () => `Write one of ${dimensionKeys.join(", ")}.`,
  },
  metric: {
    rule: 0,
    problem: () => "is not a metric",
    remedy: () =>
      "Write a metric of the data dictionary, like net_sales or Gross margin %; npx bims metrics lists them.",
  },
  targetDimension: {
    rule: 0,
    problem: () => "is not a dimension",
    remedy: () => `Write company for the whole company, or one of ${dimensionKeys.join(", ")}.`,
  },
  notCompany: {
    rule: 0,
    problem: () => "is not the whole company",
    remedy: () => "Write all as the member, or the dimension that this is a member of.",
  },
  period: {
    rule: 0,
    problem: () => "is not a period",
    remedy: () => "Write a fiscal year, a fiscal quarter or a month, like FY2027, FY2027 Q1 or 2026-11.",
  },
  itself: { rule: 0, problem: () => "is its own alias", remedy: () => "Delete the row." },
  circle: {
    rule: 0,
    problem: ({ detail }) => `is itself an alias of "${detail}": they go round in a circle`,
    remedy: () => "Decide which name is the member's own, and keep the aliases that point to it.",
  },
  chain: {
    rule: 0,
    problem: ({ detail }) => `is itself an alias, of "${detail}"`,
    remedy: () => "Write the member's own name.",
  },
  stoodFor: {
    rule: 0,
    problem: ({ detail }) => `is what the loaded alias "${detail}" stands for`,
    remedy: () => "Point that alias to the new member in the same file.",
  },
  taken: {
    rule: 0,
    problem: ({ references }) => `is another ${references} already`,
    remedy: () => "Rename or merge it where it comes from; an alias must be a name that nothing else has.",
  },
  unknownMember: {
    rule: 0,
    problem: ({ references }) => `is no ${references} that is loaded`,
    remedy: () => "Write the member's name as it is loaded, or import it together with this file.",
  },
  market: define(10, "does not exist in dim_market"),
  marketRefused: {
    rule: 10,
    problem: ({ otherFile, otherLine }) =>
      `stands in dim_market only in a refused row (${otherFile} line ${otherLine})`,
    remedy: () => "Correct that row first.",
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export const ruleOfFault = (name: FaultName, table: ImportTable): RuleNumber =>
  faults[name].rule ?? table.keyRule;

/** Problem and remedy of a found fault, in words. */
export const sayFault = (found: FoundFault, rule: RuleNumber): { problem: string; remedy: string } => {
  const fault: Fault = faults[found.fault];
  return { problem: fault.problem(found), remedy: fault.remedy?.(found) ?? ruleOf(rule).remedy };
};
