import type { Report } from "../report.ts";
import type { Request } from "./answering.ts";
import { limits } from "./limits.ts";
import { askAction, type Pressable, shareAction } from "./message.ts";

const hasTable = (report: Report): boolean =>
  report.sections.some((section) => section.kind === "table" && section.table.rows.length > 0);

/**
 * What can be done with an answer besides asking on; the words that asked it are asked anew. Only answers to questions: help, lists and confirmations are the asker's own.
 */
export const verbsOf = (report: Report, request: Request): readonly Pressable[] => {
  if (report.question === undefined || request.text.length > limits.buttonValue - " as csv".length) return [];
  const share = { action: shareAction, label: "Share to channel", words: request.text };
  const csv = { action: askAction, label: "CSV", words: `${request.text} as csv` };
  return [
    ...(request.isDirectMessage ? [] : [share]),
    ...(hasTable(report) && report.question.form === undefined ? [csv] : []),
  ];
};
