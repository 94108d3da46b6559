import { blankReport, type Report } from "../report.ts";
import type { LoadOutcome } from "./load-round.ts";

/** What became of files that arrived together. */
export interface Round extends LoadOutcome {
  /** Names of the files that were loaded or refused. */
  readonly files: readonly string[];
  readonly at: Date;
}

/** Lines of a report that a message shows; the file beside the data has them all. */
const shown = 25;

/** The text file beside the files. */
export const reportText = (round: Round): string =>
  [
    `${round.at.toISOString()}  ${round.done ? "done" : "refused"}`,
    ...round.files.map((name) => `  ${name}`),
    "",
    ...round.lines,
    ...unreadLines(round),
    "",
  ].join("\n");

/** What the admins read: what changed, or why it was refused. */
export const newsReport = (round: Round, reportPath: string): Report => {
  const [headline = "", ...rest] = round.lines;
  const lines = [...rest, ...unreadLines(round)];
  const more = lines.length - shown;
  const text = [...lines.slice(0, shown), ...(more > 0 ? [`… and ${more} more lines.`] : [])]
    .join("\n")
    .trim();
  return {
    ...blankReport,
    title: round.done ? "Loaded from the inbox" : "Refused from the inbox",
    reading: filesText(round.files),
    headline,
    sections: text === "" ? [] : [{ kind: "text", text }],
    notes: [`The whole report: ${reportPath}`],
    next: [{ label: "What is loaded", words: "status" }],
  };
};

export const troubleReport = (folder: string, message: string): Report => ({
  ...blankReport,
  title: "The inbox cannot be worked on",
  headline: `Files put into ${folder} wait there: ${message}. I try again every few seconds, and say no more until it works.`,
});

const unreadLines = ({ unread }: Round): readonly string[] =>
  unread.map((name) => `${name} was not read as one of the ten tables; it was moved to refused.`);

const filesText = (names: readonly string[]): string => {
  const few = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${few} and ${names.length - 3} more` : few;
};
