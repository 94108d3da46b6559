import { setTimeout as wait } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import type { Chart, Report, Table } from "../report.ts";
import { limits } from "./limits.ts";
import type { Message } from "./message.ts";
import { type Picture, presentReport, withoutNativeBlocks } from "./present-report.ts";

/** What `doctor --live` is given to try things with. */
export interface LiveOptions {
  readonly channel: string;
  /** Sees the private messages. */
  readonly person?: string;
  readonly picture?: Buffer;
  readonly pictureUrl?: string;
  readonly fileWaitMs?: number;
}

/** Something about Slack that BIMS relies on and only a real workspace can confirm. */
export interface Belief {
  readonly says: string;
  /** What happens where it does not hold. */
  readonly otherwise: string;
  readonly needs: readonly ("person" | "picture" | "pictureUrl")[];
  /** Throws what Slack says against it. */
  prove(client: WebClient, live: LiveOptions): Promise<void>;
}

const chart: Chart = {
  kind: "ranked",
  title: "Invented figures",
  unit: "money",
  measure: "Net sales",
  categories: ["North", "South", "West"],
  series: [{ name: "This year", role: "current", values: [3_000, 2_000, 1_000] }],
  alt: "Bar chart of three invented figures: North 3,000, South 2,000, West 1,000.",
};

const tableOf = (rows: number): Table => ({
  caption: "Invented figures",
  columns: [
    { label: "Region", align: "left" },
    { label: "Net sales", align: "right" },
  ],
  rows: Array.from({ length: rows }, (_, index) => [
    { text: `Region ${index + 1}` },
    { text: `$${index + 1},000`, value: (index + 1) * 1_000 },
  ]),
});

const reportOf = (title: string, rows = 3): Report => ({
  title: `BIMS doctor: ${title}`,
  reading: "Invented figures",
  headline: "If you can read this and what the title names is below, it works here.",
  sections: [
    { kind: "table", table: tableOf(rows) },
    { kind: "chart", chart },
  ],
  notes: [],
  next: [],
  footer: "Posted by npx bims doctor --live",
});

const content = (message: Message) => ({ text: message.text, blocks: [...message.blocks] as never[] });

const post = async (client: WebClient, channel: string, message: Message): Promise<string> =>
  (await client.chat.postMessage({ channel, ...content(message) })).ts ?? "";

const whisper = async (client: WebClient, live: LiveOptions, message: Message): Promise<void> => {
  await client.chat.postEphemeral({ channel: live.channel, user: live.person ?? "", ...content(message) });
};

const directOf = async (client: WebClient, live: LiveOptions): Promise<string> =>
  (await client.conversations.open({ users: live.person ?? "" })).channel?.id ?? "";

const upload = async (client: WebClient, picture: Buffer): Promise<string> => {
  const uploaded = await client.filesUploadV2({
    file: picture,
    filename: "doctor.png",
    title: "BIMS doctor",
  });
  return (uploaded as { files?: { files?: { id?: string }[] }[] }).files?.[0]?.files?.[0]?.id ?? "";
};

/** Slack processes a file before it can be shown; a digest waits as well. */
const usualFileWaitMs = 5_000;

const showFile = async (client: WebClient, channel: string, live: LiveOptions): Promise<void> => {
  const report = reportOf("an uploaded picture joins by update");
  const ts = await post(client, channel, presentReport(report));
  const picture: Picture = { kind: "file", id: await upload(client, live.picture ?? Buffer.alloc(0)) };
  await wait(live.fileWaitMs ?? usualFileWaitMs);
  await client.chat.update({ channel, ts, ...content(presentReport(report, picture)) });
};

/** From "what only real Slack can tell": one message of each kind BIMS uses. */
export const beliefs: readonly Belief[] = Object.freeze([
  {
    says: "A channel takes data_table",
    otherwise: "BIMS shows tables as text.",
    needs: [],
    prove: async (client, live) =>
      void (await post(client, live.channel, presentReport(reportOf("a table that sorts")))),
  },
  {
    says: `A data_table holds ${limits.tableRows} rows`,
    otherwise: "BIMS shows tables as text.",
    needs: [],
    prove: async (client, live) =>
      void (await post(client, live.channel, presentReport(reportOf("a hundred rows", limits.tableRows)))),
  },
  {
    says: "A channel takes Slack's own chart",
    otherwise: "Without PUBLIC_URL answers have no chart.",
    needs: [],
    prove: async (client, live) =>
      void (await post(
        client,
        live.channel,
        presentReport(reportOf("a chart drawn by Slack"), { kind: "native" }),
      )),
  },
  {
    says: "A table as text is taken everywhere",
    otherwise: "Answers arrive in words alone.",
    needs: [],
    prove: async (client, live) =>
      void (await post(client, live.channel, withoutNativeBlocks(reportOf("a table as text")))),
  },
  {
    says: "A private message takes data_table and Slack's own chart",
    otherwise: "Private answers show tables as text and no chart.",
    needs: ["person"],
    prove: (client, live) =>
      whisper(client, live, presentReport(reportOf("table and chart, privately"), { kind: "native" })),
  },
  {
    says: "A private message takes a picture by its address",
    otherwise: "Unset PUBLIC_URL: charts are then drawn by Slack.",
    needs: ["person", "pictureUrl"],
    prove: (client, live) =>
      whisper(
        client,
        live,
        presentReport(reportOf("a picture by address, privately"), {
          kind: "url",
          url: live.pictureUrl ?? "",
        }),
      ),
  },
  {
    says: "An uploaded picture joins a posted message by update",
    otherwise: "Digests show Slack's own chart.",
    needs: ["picture"],
    prove: (client, live) => showFile(client, live.channel, live),
  },
  {
    says: "The same in a direct message",
    otherwise: "Digests to a person show Slack's own chart.",
    needs: ["person", "picture"],
    prove: async (client, live) => showFile(client, await directOf(client, live), live),
  },
  {
    says: "The bot may look up what it sent in a direct message",
    otherwise: "A digest whose sending was not confirmed is repeated, marked.",
    needs: ["person"],
    prove: async (client, live) =>
      void (await client.conversations.history({ channel: await directOf(client, live), limit: 1 })),
  },
] satisfies Belief[]);
