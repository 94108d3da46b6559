import { formatFull } from "../format.ts";
import type { Chart, Figure, NextStep, Report, Section } from "../report.ts";
import { displayWidth, pad, wrap } from "./display-width.ts";
import { escapeForTerminal } from "./escape.ts";
import { type Canvas, presentTable } from "./present-table.ts";
import { quoteForShell } from "./quote-for-shell.ts";
import { styleFor } from "./style.ts";

/** A report as aligned text that ends in a line end: the answer first, then the figures, then the next questions. */
export const presentReport = (report: Report, canvas: Canvas): string => {
  const style = styleFor(canvas.colour);
  const paragraphs: readonly (readonly string[])[] = [
    [...lines(report.title, canvas).map(style.strong), ...lines(report.reading, canvas).map(style.faint)],
    lines(report.headline, canvas),
    ...sectionsOf(report).map((section) => presentSection(section, canvas)),
    report.notes.flatMap((note) => hanging("Note: ", note, canvas)).map(style.warning),
    presentNext(report.next, canvas),
    lines(report.footer, canvas).map(style.faint),
  ];
  return `${paragraphs
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join("\n"))
    .join("\n\n")}\n`;
};

/** A table draws its own bars, so the chart beside it would say the same twice. */
const sectionsOf = ({ sections }: Report): readonly Section[] => {
  const hasTable = sections.some(({ kind }) => kind === "table");
  return sections.filter(({ kind }) => !(hasTable && kind === "chart"));
};

const presentSection = (section: Section, canvas: Canvas): readonly string[] => {
  switch (section.kind) {
    case "figures":
      return presentFigures(section.figures);
    case "table":
      return presentTable(section.table, canvas);
    case "chart":
      return presentChart(section.chart, canvas);
    case "text":
      return section.text.split("\n").flatMap((line) => wrap(escapeForTerminal(line), canvas.width));
    case "list":
      return presentList(section.items, canvas);
  }
};

/** An empty text has no line. */
const lines = (text: string, { width }: Canvas): readonly string[] =>
  text === "" ? [] : wrap(escapeForTerminal(text), width);

const hanging = (mark: string, text: string, { width }: Canvas): readonly string[] =>
  wrap(escapeForTerminal(text), Math.max(20, width - mark.length)).map(
    (line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line,
  );

const presentFigures = (figures: readonly Figure[]): readonly string[] => {
  const rows = figures.map(({ label, value, change, target }) =>
    [label, value, [change, target].filter(Boolean).join(" · ")].map(escapeForTerminal),
  );
  const widthOf = (index: number): number =>
    Math.max(0, ...rows.map((row) => displayWidth(row[index] ?? "")));
  return rows.map(([label = "", value = "", change = ""]) =>
    [pad(label, widthOf(0), "left"), pad(value, widthOf(1), "right"), change].join("  ").trimEnd(),
  );
};

/** The chart's numbers as a table with bars: the terminal's picture. */
const presentChart = (chart: Chart, canvas: Canvas): readonly string[] =>
  presentTable(
    {
      caption: chart.title,
      columns: [
        { label: "", align: "left" },
        ...chart.series.map(({ name }, index) => ({
          label: name,
          align: "right" as const,
          bar: index === 0,
        })),
      ],
      rows: chart.categories.map((category, index) => [
        { text: category },
        ...chart.series.map(({ values }) => {
          const value = values[index] ?? null;
          return { text: formatFull(value, chart.unit), ...(value === null ? {} : { value }) };
        }),
      ]),
    },
    canvas,
  );

type ListItems = Extract<Section, { kind: "list" }>["items"];

/** Terms stand in a column of their own when they are short, else above their text; long items stand apart. */
const presentList = (items: ListItems, canvas: Canvas): readonly string[] => {
  const terms = items.map(({ term }) => escapeForTerminal(term));
  const widest = Math.max(0, ...terms.map(displayWidth));
  const beside = widest <= Math.floor(canvas.width / 3);
  const indent = beside ? widest + 2 : 4;
  const entries = items.map(({ text }, index) => {
    const term = styleFor(canvas.colour).strong(pad(terms[index] ?? "", beside ? indent : 0, "left"));
    const body = text
      .split("\n")
      .flatMap((line) => wrap(escapeForTerminal(line), Math.max(20, canvas.width - indent)));
    const [first = "", ...rest] = beside ? body : ["", ...body];
    return [term + first, ...rest.map((line) => " ".repeat(indent) + line)].map((line) => line.trimEnd());
  });
  const apart = entries.some((entry) => entry.length > 2) ? [""] : [];
  return entries.flatMap((entry, index) => (index === 0 ? entry : [...apart, ...entry]));
};

const presentNext = (next: readonly NextStep[], { colour }: Canvas): readonly string[] =>
  next.length === 0
    ? []
    : [styleFor(colour).faint("Next:"), ...next.map(({ words }) => `  ${askLine(words)}`)];

/** The line that asks these words, ready to paste into a shell. */
export const askLine = (words: string): string => `npx bims ${quoteForShell(escapeForTerminal(words))}`;
