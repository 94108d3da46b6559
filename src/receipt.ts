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
  /** What a report asked besides; their facts are those that differ from the first question's. */
  readonly others?: readonly ReceiptQuestion[];
}

export interface ReceiptQuestion extends Pick<Receipt, "title" | "reading" | "facts" | "statements"> {}

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

/** One receipt of all that a report asked, in the order in which it asked. */
export const joinReceipts = (
  [first, ...others]: readonly [Receipt, ...Receipt[]],
  report: Pick<Receipt, "title" | "reading" | "words">,
): Receipt => {
  const known = new Set(first.facts.map(({ term, text }) => `${term}: ${text}`));
  const metrics = new Map([first, ...others].flatMap((one) => one.metrics).map((one) => [one.label, one]));
  return {
    ...first,
    ...report,
    metrics: [...metrics.values()],
    facts: [...(others.length === 0 ? [] : [{ term: "First asked", text: first.title }]), ...first.facts],
    others: others.map(({ title, reading, facts, statements }) => ({
      ...{ title, reading, statements },
      facts: facts.filter(({ term, text }) => !known.has(`${term}: ${text}`)),
    })),
  };
};
