import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { toCsv } from "../csv.ts";
import type { Courier } from "../digests/courier.ts";
import { type Report, type Table, tablesOf } from "../report.ts";
import { escapeText } from "./escape.ts";
import { limits } from "./limits.ts";
import { outcomeOf } from "./web-api-outcome.ts";

/** Sends the tables of a report and returns a sentence that says where they went. */
export type SendCsv = (report: Report, user: string) => Promise<string>;

const asCsv = /\s+as\s+csv\s*$/i;

/** "kpi as csv" asks "kpi" and wants its tables as a file, whether the command knows of forms or not. */
export const splitCsv = (text: string): { readonly words: string; readonly wantsCsv: boolean } => ({
  words: text.replace(asCsv, ""),
  wantsCsv: asCsv.test(text),
});

const csvOf = ({ columns, rows }: Table): string =>
  toCsv([
    columns.map((column) => column.label),
    ...rows.map((row) => row.map((cell) => cell.value ?? cell.text)),
  ]);

const fileName = (title: string): string => {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80);
  return `${name === "" ? "answer" : name}.csv`;
};

/** A file cannot go into a private answer (Slack does not share files there), so it goes to the person's direct messages. */
export const createSendCsv = (options: {
  readonly client: WebClient;
  readonly courier: Courier;
  readonly log: Logger;
}): SendCsv => {
  const send = async (csv: string, report: Report, user: string): Promise<string> => {
    try {
      await options.client.filesUploadV2({
        channel_id: await options.courier.openDirect(user),
        file: Buffer.from(`\ufeff${csv}`),
        filename: fileName(report.title),
        title: report.title.slice(0, 200),
        initial_comment: escapeText([report.title, report.reading].join("\n"), limits.text),
      });
      return "The whole table is in your direct messages with BIMS, as a CSV file.";
    } catch (error) {
      options.log.warn({ outcome: outcomeOf(error) }, "Slack did not take a CSV file");
      return "Slack did not take the CSV file; please try again in a minute.";
    }
  };

  return async (report, user) => {
    const csv = tablesOf(report).map(csvOf).join("\r\n");
    return csv === "" ? "This answer has no table to send as CSV." : send(csv, report, user);
  };
};
