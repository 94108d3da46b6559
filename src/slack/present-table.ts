import type { DataTableBlock, RawNumberElement, RawTextElement, SectionBlock } from "@slack/types";
import type { Cell, Table } from "../report.ts";
import { escapeCode, oneLine, plain } from "./escape.ts";
import { limits } from "./limits.ts";

/** A part of a message and what it could not hold, in words. */
export interface Fitted<T> {
  readonly blocks: readonly T[];
  readonly notes: readonly string[];
}

const cellTextMax = 200;

const rawText = (text: string): RawTextElement => ({ type: "raw_text", text: plain(text, cellTextMax) });
const rawCell = (cell: Cell): RawTextElement | RawNumberElement =>
  cell.value !== undefined && Number.isFinite(cell.value)
    ? { type: "raw_number", value: cell.value, text: plain(cell.text, cellTextMax) }
    : rawText(cell.text);

const sizeOfRow = (row: readonly { readonly text: string }[]): number =>
  row.reduce((sum, cell) => sum + cell.text.length, 0);

const leftOff = (table: Table, rows: number, columns: number): string[] => [
  ...(rows < table.rows.length
    ? [`First ${rows} of ${table.rows.length} rows; ask again with "as csv" for all of them.`]
    : []),
  ...(columns < table.columns.length
    ? [`First ${columns} of ${table.columns.length} columns; ask again with "as csv" for all of them.`]
    : []),
];

/** The column that names a row: the first one read from the left, past the rank. */
const nameColumn = (table: Table): number =>
  Math.max(
    0,
    table.columns.findIndex((column) => column.align === "left"),
  );

const takeRows = <T extends { readonly text: string }>(
  rows: readonly (readonly T[])[],
  budget: number,
): (readonly T[])[] => {
  const taken: (readonly T[])[] = [];
  let left = budget;
  for (const row of rows.slice(0, limits.tableRows)) {
    left -= sizeOfRow(row);
    if (left < 0) break;
    taken.push(row);
  }
  return taken;
};

/** What a message's tables have left: characters of the message, and of all its `data_table` cells. */
export interface TableRoom {
  readonly characters: number;
  readonly cells: number;
}

/** `data_table` with real numbers, so that people can sort it. */
export const presentTable = (table: Table, left: TableRoom): Fitted<DataTableBlock> => {
  const columns = table.columns.slice(0, limits.tableColumns);
  const header = columns.map((column) => rawText(column.label));
  const caption = plain(table.caption, limits.tableCaption);
  const whole = table.rows.map((row) => columns.map((_, index) => rawCell(row[index] ?? { text: "–" })));
  const room = Math.min(left.cells, left.characters) - caption.length - sizeOfRow(header);
  const rows = takeRows(whole, room);
  if (columns.length === 0 || rows.length === 0)
    return { blocks: [], notes: leftOff(table, 0, columns.length) };
  const block: DataTableBlock = {
    type: "data_table",
    caption,
    page_size: limits.tablePage,
    row_header_column_index: Math.min(nameColumn(table), columns.length - 1),
    rows: [header, ...rows].map((row) => [...row]),
  };
  return { blocks: [block], notes: leftOff(table, rows.length, columns.length) };
};

const pad = (text: string, width: number, align: "left" | "right"): string => {
  const space = " ".repeat(Math.max(0, width - [...text].length));
  return align === "right" ? `${space}${text}` : `${text}${space}`;
};

const textCellMax = 32;

/** The table as aligned lines; the first is the header. */
export const alignTable = (table: Table, rowLimit: number): string[] => {
  const columns = table.columns.slice(0, limits.tableColumns);
  const grid = [
    columns.map((column) => plain(column.label, textCellMax)),
    ...table.rows
      .slice(0, rowLimit)
      .map((row) => columns.map((_, index) => plain(row[index]?.text ?? "–", textCellMax))),
  ];
  const widths = columns.map((_, index) => Math.max(...grid.map((row) => [...(row[index] ?? "")].length)));
  return grid.map((row) =>
    row
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? "left"))
      .join("  ")
      .trimEnd(),
  );
};

/** For a workspace that refuses `data_table`: one code block, as many rows as a section holds. */
export const presentTableAsText = (table: Table, budget: number): Fitted<SectionBlock> => {
  const caption = escapeCode(oneLine(table.caption), limits.tableCaption);
  const room = Math.min(limits.section, budget) - caption.length - "```\n\n\n```".length;
  const lines: string[] = [];
  let left = room;
  for (const line of alignTable(table, limits.tableRows)) {
    const escaped = escapeCode(line, limits.section);
    left -= escaped.length + 1;
    if (left < 0) break;
    lines.push(escaped);
  }
  const rows = Math.max(0, lines.length - 1);
  if (rows === 0) return { blocks: [], notes: leftOff(table, 0, table.columns.length) };
  return {
    blocks: [
      {
        type: "section",
        expand: true,
        text: { type: "mrkdwn", verbatim: true, text: `\`\`\`\n${caption}\n${lines.join("\n")}\n\`\`\`` },
      },
    ],
    notes: leftOff(table, rows, Math.min(table.columns.length, limits.tableColumns)),
  };
};
