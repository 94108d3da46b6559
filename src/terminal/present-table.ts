import type { Table, TableColumn } from "../report.ts";
import { displayWidth, pad, truncate, wrap } from "./display-width.ts";
import { drawBar, largestOf } from "./draw-bar.ts";
import { escapeForTerminal } from "./escape.ts";
import { type Style, styleFor } from "./style.ts";

const gap = "  ";
const longestBar = 24;
const shortestBar = 6;
const narrowestName = 8;
const narrowestProse = 20;

/** A column ready to draw: every text escaped, its natural width known. */
interface Strip {
  readonly align: TableColumn["align"];
  readonly head: string;
  readonly texts: readonly string[];
  readonly width: number;
  readonly isBar: boolean;
}

export interface Canvas {
  readonly width: number;
  readonly colour: boolean;
}

/** A table as aligned lines: a bar beside the values of its bar column, narrowed to the terminal's width. */
export const presentTable = (table: Table, { width, colour }: Canvas): readonly string[] => {
  const style = styleFor(colour);
  const { strips, dropped } = dropColumns(stripsOf(table), width);
  const fitted = narrowNames(withBar(strips, table, width), width);
  return [
    ...drawLines(fitted, style),
    ...(table.caption === "" ? [] : wrap(escapeForTerminal(table.caption), width).map(style.faint)),
    ...(dropped === 0 ? [] : [style.faint(saysDropped(dropped))]),
  ];
};

const saysDropped = (count: number): string =>
  count === 1
    ? "1 column does not fit in this terminal; --csv has it."
    : `${count} columns do not fit in this terminal; --csv has them.`;

const makeStrip = (head: string, texts: readonly string[], align: Strip["align"], isBar = false): Strip => ({
  align,
  head,
  texts,
  isBar,
  width: Math.max(displayWidth(head), ...texts.map(displayWidth)),
});

const stripsOf = ({ columns, rows }: Table): readonly Strip[] =>
  columns.map(({ label, align }, index) =>
    makeStrip(
      escapeForTerminal(label),
      rows.map((row) => escapeForTerminal(row[index]?.text ?? "")),
      align,
    ),
  );

const narrowest = ({ align, width }: Strip): number =>
  align === "left" ? Math.min(width, narrowestName) : width;
const sum = (widths: readonly number[]): number =>
  widths.reduce((total, width) => total + width, gap.length * Math.max(0, widths.length - 1));

/** Columns leave from the right until the rest fits with its names shortened; the first two always stay. */
const dropColumns = (all: readonly Strip[], width: number) => {
  let count = all.length;
  while (count > 2 && sum(all.slice(0, count).map(narrowest)) > width) count -= 1;
  return { strips: all.slice(0, count), dropped: all.length - count };
};

/** The bar stands after the column it draws, in the room that is left; none where too little is left. */
const withBar = (strips: readonly Strip[], { columns, rows }: Table, width: number): readonly Strip[] => {
  const index = columns.findIndex(({ bar }) => bar);
  const values = rows.map((row) => row[index]?.value);
  const room = Math.min(longestBar, width - sum(strips.map(({ width }) => width)) - gap.length);
  if (index < 0 || index >= strips.length || room < shortestBar || largestOf(values) === 0) return strips;
  const bars = values.map((value) => drawBar(value, largestOf(values), room));
  return [...strips.slice(0, index + 1), makeStrip("", bars, "left", true), ...strips.slice(index + 1)];
};

/** Takes what is missing from the widest names first. */
const narrowNames = (strips: readonly Strip[], width: number): readonly Strip[] => {
  const widths = strips.map((strip) => strip.width);
  while (sum(widths) > width) {
    const names = strips.map(({ align }, index) => (align === "left" ? (widths[index] ?? 0) : 0));
    const widest = Math.max(...names);
    if (widest <= narrowestName) break;
    widths[names.indexOf(widest)] = widest - 1;
  }
  return strips.map((strip, index) => ({ ...strip, width: widths[index] ?? strip.width }));
};

/** Sentences at the end of a row go on below it: what they say is not to be cut. */
const isProse = ({ align, isBar, width, texts }: Strip): boolean =>
  align === "left" && !isBar && width >= narrowestProse && texts.some((text) => displayWidth(text) > width);

const drawLines = (strips: readonly Strip[], style: Style): readonly string[] => {
  const line = (cells: readonly string[]): string => cells.join(gap).trimEnd();
  const cell = ({ width, align }: Strip, text: string): string => pad(truncate(text, width), width, align);
  const head = style.strong(line(strips.map((strip) => cell(strip, strip.head))));
  const last = strips.at(-1);
  const prose = last && isProse(last) ? last : undefined;
  const before = prose ? strips.slice(0, -1) : strips;
  const indent = " ".repeat(before.reduce((room, { width }) => room + width + gap.length, 0));
  const rows = (strips[0]?.texts ?? []).flatMap((_, row) => {
    const cells = before.map((strip) =>
      (strip.isBar ? style.bar : String)(cell(strip, strip.texts[row] ?? "")),
    );
    if (!prose) return [line(cells)];
    const [first = "", ...more] = wrap(prose.texts[row] ?? "", prose.width);
    return [line([...cells, first]), ...more.map((text) => `${indent}${text}`)];
  });
  return [head, ...rows];
};
