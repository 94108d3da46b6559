import type { Report, Section, Table } from "../report.ts";
import { escapeText, oneLine } from "./escape.ts";
import { limits } from "./limits.ts";
import { alignTable } from "./present-table.ts";

const textRows = 15;

const tableText = (table: Table): string[] => [
  ...(table.rows.length === 0 ? [] : alignTable(table, textRows).slice(1)),
  table.caption,
  ...(table.rows.length > textRows ? [`First ${textRows} of ${table.rows.length} rows.`] : []),
];

const sectionText = (section: Section): string[] => {
  switch (section.kind) {
    case "figures":
      return section.figures.map((figure) =>
        oneLine([`${figure.label}: ${figure.value}`, figure.change ?? ""].join(" ")),
      );
    case "table":
      return tableText(section.table);
    case "text":
      return [section.text];
    case "list":
      return section.items.map((item) =>
        oneLine(item.text === "" ? item.term : `${item.term}: ${item.text}`),
      );
    case "chart":
      return [];
  }
};

/** The whole answer in words, for notifications and screen readers: title, headline, figures, first rows. */
export const presentText = (report: Report): string => {
  const head = [[report.title, report.reading].filter((part) => part !== "").join(" · "), report.headline];
  const lines = [...linesOf(head), ...report.sections.flatMap(sectionText), ...linesOf(report.notes)];
  return escapeText(lines.length === 0 ? "–" : lines.join("\n"), limits.text);
};

const linesOf = (texts: readonly string[]): string[] =>
  texts.filter((text) => text.trim() !== "").map(oneLine);
