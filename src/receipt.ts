/** How an answer came about, for whoever must trust it. */
export interface Receipt {
  readonly title: string;
  readonly reading: string;
  /** Asks it again. */
  readonly words: string;
  readonly metrics: readonly ReceiptMetric[];
  /** Period, filters, coverage, rollup, load, timing: what was read, in words. */
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly statements: readonly Statement[];
}

export interface ReceiptMetric {
  readonly label: string;
  readonly description: string;
  /** The formula in words. */
  readonly formula: string;
  readonly trap: string;
}

/** One statement as the database gets it: values stand apart, `$1` is the first of them. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly string[];
}
