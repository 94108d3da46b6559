import type { Report } from "../report.ts";
import { withCsv } from "./csv-file.ts";
import { limits } from "./limits.ts";
import { askAction, type Pressable, shareAction } from "./message.ts";

interface Asked {
  readonly words: string;
  readonly isCsv: boolean;
  /** There are others who could see it. */
  readonly canShare: boolean;
}

const hasTable = (report: Report): boolean =>
  report.sections.some((section) => section.kind === "table" && section.table.rows.length > 0);

/**
 * What can be done with an answer besides asking on; the words that asked it are asked anew. Only answers to
 * questions: help, lists and confirmations are the asker's own.
 */
export const verbsOf = (report: Report, asked: Asked): readonly Pressable[] => {
  const { words, isCsv, canShare } = asked;
  const csv = withCsv(words);
  if (report.question === undefined || csv.length > limits.buttonValue) return [];
  return [
    ...(canShare ? [{ action: shareAction, label: "Share to channel", words }] : []),
    ...(hasTable(report) && !isCsv ? [{ action: askAction, label: "CSV", words: csv }] : []),
  ];
};
