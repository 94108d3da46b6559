import type { Answer, Column, Row } from "../answer/answer.ts";

/**
 * An answer as the JSON that other tools rely on: these keys in this order and no others, numbers unrounded,
 * `null` where a value is not available. A ranking's shares, which people see, are there when they are asked. One line.
 */
export const presentAnswerJson = (answer: Answer): string => {
  const columns = answer.columns.filter(({ kind }) => kind !== "share" || answer.question.share);
  return JSON.stringify({
    reading: answer.reading,
    question: answer.question,
    columns: columns.map(presentColumn),
    rows: answer.rows.map((row) => presentRow(row, columns)),
    totals: answer.totals,
    coverage: answer.coverage.map(({ metric, covered, missing }) => ({ metric, covered, missing })),
    notes: answer.notes,
    provenance: presentProvenance(answer),
  });
};

const presentColumn = ({ key, label, kind, unit }: Column): Column => ({
  key,
  label,
  kind,
  ...(unit === undefined ? {} : { unit }),
});

const presentRow = (row: Row, columns: readonly Column[]): object => ({
  ...Object.fromEntries(columns.map(({ key }) => [key, row[key] ?? null])),
  ...(row._coverage === undefined ? {} : { _coverage: row._coverage }),
});

const presentProvenance = ({ provenance }: Answer): object => ({
  load: provenance.load,
  loadedAt: provenance.loadedAt,
  through: provenance.through,
  rollup: provenance.rollup,
  milliseconds: provenance.milliseconds,
});
