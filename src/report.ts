import type { Asked } from "./memory.ts";
import type { Unit } from "./metric.ts";
import type { CommandStart } from "./question/assemble.ts";
import type { Question } from "./question/question.ts";

/**
 * A Report is a document that knows no medium. Presenters (slack/, terminal/) switch over `Section.kind`
 * to exhaustion; they query nothing and throw nothing.
 */
export interface Report {
  /** "Top 10 products by net sales" */
  readonly title: string;
  /** How the question was read, in words and dates: "India · FY2021 (Sep 2020 – Aug 2021) · vs FY2020". */
  readonly reading: string;
  /** One or two computed sentences; on a phone this is the answer. */
  readonly headline: string;
  readonly sections: readonly Section[];
  /** Corrections, gaps, how coverage is incomplete. */
  readonly notes: readonly string[];
  /** Every row and column, for a file, where `sections` hold only a part of them; made when a file is asked for. */
  readonly whole?: () => readonly Table[];
  /** Questions that lead on, the most sensible first. */
  readonly next: readonly NextStep[];
  /** More of them, for a medium that has a menu. */
  readonly menu?: readonly MenuStep[];
  /** "Data through Dec 2021 · load 12 · 14 ms" */
  readonly footer: string;
  /** The question it answers, when there is one. */
  readonly question?: Question;
  /** Of a command that brings its own metrics: with it the question's words ask for this report again. */
  readonly start?: CommandStart;
  /** How to ask for it again, as of today; set by what routes words to commands. */
  readonly asked?: Asked;
}

/** What a report that answers no question is filled from. */
export const blankReport: Report = Object.freeze({
  ...{ title: "", reading: "", headline: "", footer: "" },
  ...{ sections: [], notes: [], next: [] },
});

export type Section =
  | { readonly kind: "figures"; readonly figures: readonly Figure[] }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "chart"; readonly chart: Chart }
  | { readonly kind: "text"; readonly text: string }
  /** Definition list: commands, metrics, status lines. */
  | {
      readonly kind: "list";
      readonly items: readonly { readonly term: string; readonly text: string; readonly words?: string }[];
    };

/** One number with its name: "Net sales  $3.8M  ▲ 2.1% (better)". Texts are formatted already. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly change?: string;
  /** "45% of the FY2027 target of $41.0M; 17% of the year is over" */
  readonly target?: string;
}

export interface Table {
  /** Holds the total, which is never a row (sorting would move it). */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableColumn {
  readonly label: string;
  readonly align: "left" | "right";
  /** Column whose values the terminal draws as bars. */
  readonly bar?: boolean;
}

/** `text` is formatted and never empty; `value` is there when the cell is a number. */
export interface Cell {
  readonly text: string;
  readonly value?: number;
  /** Coverage under 95%: the text carries its mark already. */
  readonly incomplete?: boolean;
}

/** A chart as data; charts/ makes it a picture, slack/ a native block. */
export interface Chart {
  readonly kind: "ranked" | "line" | "share" | "pie" | "waterfall";
  /** The finding: "Trail Camera leads with $3.8M". */
  readonly title: string;
  /** Unit of the value axis. */
  readonly unit: Unit;
  /** Name of the value axis: "Net sales". */
  readonly measure: string;
  /** Members, or time buckets in order. */
  readonly categories: readonly string[];
  /** How many members there are, where these are only the first. */
  readonly outOf?: number;
  readonly series: readonly ChartSeries[];
  /** Of a waterfall, one per category: a level stands on the axis, a step goes up or down from where the last one ended. */
  readonly levels?: readonly boolean[];
  /** Says what the picture shows, for people who cannot see it. ≤ 2,000 characters. */
  readonly alt: string;
}

export interface ChartSeries {
  readonly name: string;
  /** `previous` is drawn lighter. */
  readonly role: "current" | "previous" | "other";
  /** One per category; null is a gap: lines break there. */
  readonly values: readonly (number | null)[];
  /** Points under 95% covered: drawn marked (hatched or hollow, "*" at the label). */
  readonly incomplete?: readonly boolean[];
}

export interface NextStep {
  readonly label: string;
  /** The whole words it asks. */
  readonly words: string;
  /** What it changes of the report's question, where that is enough: "by customer", "vs last year". */
  readonly clause?: string;
}

/** A follow-up to choose from a menu. */
export interface MenuStep {
  /** What it stands under: "Break down by". */
  readonly group: string;
  readonly label: string;
  /** ≤ 150 characters. */
  readonly clause: string;
}

/** The tables that a file of the report holds. */
export const tablesOf = ({ sections, whole }: Report): readonly Table[] =>
  whole?.() ?? sections.flatMap((section) => (section.kind === "table" ? [section.table] : []));
