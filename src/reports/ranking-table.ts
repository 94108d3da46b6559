import type { Answer } from "../answer/answer.ts";
import { formatFull, notAvailable } from "../format.ts";
import { cumulativeShares, type Place, placesOf } from "../insight/places.ts";
import type { Cell, Table, TableColumn } from "../report.ts";
import { tableOf } from "./table-of.ts";

/** A column of the report that the answer does not have. */
interface Extra {
  /** Index of the answer's column before which it stands. */
  readonly at: number;
  readonly column: TableColumn;
  readonly cells: readonly Cell[];
}

/** The table of a ranking: shares are added up down the rows, and `before`, the ranking of the other side, tells who rose. */
export const rankingTable = (answer: Answer, before?: Answer): Table => {
  const table = tableOf(answer);
  const extras = [...cumulativeColumn(answer), ...(before ? [placeColumn(answer, before)] : [])];
  return extras.reduceRight(
    ({ caption, columns, rows }, { at, column, cells }): Table => ({
      caption,
      columns: columns.toSpliced(at, 0, column),
      rows: rows.map((row, index) => row.toSpliced(at, 0, cells[index] ?? { text: notAvailable })),
    }),
    table,
  );
};

/** Beside the share; one row has nothing to add up. */
const cumulativeColumn = (answer: Answer): readonly Extra[] => {
  const share = answer.columns.findIndex(({ kind }) => kind === "share");
  if (share < 0 || answer.rows.length < 2) return [];
  const cells = cumulativeShares(answer).map((value) => ({
    text: formatFull(value, "percent"),
    ...(value === null ? {} : { value }),
  }));
  return [{ at: share + 1, column: { label: "Cumulative", align: "right" }, cells }];
};

const placeColumn = (answer: Answer, before: Answer): Extra => ({
  at: answer.columns.length,
  column: { label: "Rank change", align: "right" },
  cells: placesOf(answer, before).map(placeCell),
});

/** "▲ 2 (was 5)", "▼ 1 (was 2)", "same", "new". */
const placeCell = (place: Place): Cell => {
  switch (place.kind) {
    case "moved":
      return {
        text: `${place.rose > 0 ? "▲" : "▼"} ${Math.abs(place.rose)} (was ${place.rank})`,
        value: place.rose,
      };
    case "kept":
      return { text: "same", value: 0 };
    case "new":
      return { text: "new" };
    case "unknown":
      return { text: notAvailable };
  }
};
