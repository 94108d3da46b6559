import type { Unit } from "../metric.ts";
import type { Question } from "../question/question.ts";

export interface Column {
  /** DOMAIN column name; comparisons add `KEY_previous`, `KEY_change`, `KEY_change_pct`, shares `KEY_share`. */
  readonly key: string;
  readonly label: string;
  readonly kind: "dimension" | "time" | "metric" | "comparison" | "share" | "rank";
  readonly unit?: Unit;
}

/** Unrounded numbers; `null` is "not available", never zero. */
export type Value = string | number | null;

/** `_coverage` holds the metrics of this row, and their `KEY_previous`, that are covered under 1. */
export type Row = Readonly<Record<string, Value>> & { readonly _coverage?: Readonly<Record<string, number>> };

export interface Coverage {
  readonly metric: string;
  /** 0..1, of the whole slice. */
  readonly covered: number;
  readonly missing: string;
}

/** A stretch of months with the words people use for it. */
export interface Span {
  /** "FY2021", "last quarter (FY2021 Q4)", … */
  readonly label: string;
  /** First day of the first month and last day of the last one, ISO. */
  readonly from: string;
  readonly to: string;
  /** Months of it that hold no rows, in words: "FY2019"; "" when all are loaded. */
  readonly notLoaded: string;
}

/** What the dimension tables say of the members of a listing. Texts only, no figures. */
export interface Directory {
  /** Attributes of the members: keys are the names in DOMAIN, labels for people. */
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  /** One per row of the answer, in its order: every value of each attribute. */
  readonly rows: readonly Readonly<Record<string, readonly string[]>>[];
  /** On file and within the filters, but without sales in the period; empty where only sales connect the filters. */
  readonly unsold: readonly string[];
}

/** What a metric is to reach in a period. */
export interface Target {
  readonly value: number;
  /** "FY2027", "FY2027 Q1" or "2026-11". */
  readonly period: string;
  readonly unit: "year" | "quarter" | "month";
  /** How much of the period has figures, 0..1: under 1 the metric is on its way. */
  readonly elapsed: number;
}

/** Targets that are set for exactly what the answer shows, by metric. */
export interface Targets {
  /** Of the whole slice. */
  readonly total: Readonly<Record<string, Target>>;
  /** One per row of the answer, in its order. */
  readonly rows: readonly Readonly<Record<string, Target>>[];
}

export interface Provenance {
  readonly load: number;
  readonly loadedAt: string;
  /** Latest complete month with sales, first of month, ISO; "" when nothing is loaded. */
  readonly through: string;
  readonly rollup: string;
  readonly milliseconds: number;
  readonly cached: boolean;
  /** True while the loaded data is the invented demo company. */
  readonly demo: boolean;
}

export interface Answer {
  /** "Top 5 markets by net sales" */
  readonly title: string;
  /** "India", "e-commerce, excluding Crona", or "". */
  readonly slice: string;
  readonly span: Span;
  readonly previous?: Span;
  /** title · slice · span (dates) · vs …, in one line. */
  readonly reading: string;
  readonly question: Question;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Over the whole slice, not over the rows shown; holds comparison and metric keys. */
  readonly totals: Readonly<Record<string, number | null>>;
  /** How many members the slice has in all (a ranking shows only some of them). */
  readonly memberCount: number;
  /** Of a listing. */
  readonly directory?: Directory;
  /** Quarters and years in the rows that hold only some of their months: "FY2022" → "4 of 12 months". */
  readonly partial?: Readonly<Record<string, string>>;
  /** Where any is set. */
  readonly targets?: Targets;
  readonly coverage: readonly Coverage[];
  readonly notes: readonly string[];
  readonly provenance: Provenance;
}
