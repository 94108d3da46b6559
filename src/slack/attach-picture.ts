import { setTimeout as wait } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Courier } from "../digests/courier.ts";
import type { Report } from "../report.ts";
import type { Shown } from "./buttons.ts";
import type { Message } from "./message.ts";
import {
  mainChart,
  type Picture,
  type PresentOptions,
  presentReport,
  withoutNativeBlocks,
} from "./present-report.ts";
import type { Delivery } from "./response-url.ts";
import type { Versions } from "./versions.ts";
import { outcomeOf } from "./web-api-outcome.ts";

export interface AttachOptions {
  readonly client: WebClient;
  readonly log: Logger;
  /** The buttons of an answer that is posted in this channel. */
  readonly dress?: (report: Report, channel: string) => Promise<Shown | undefined>;
  /** A picture of what a message no longer shows is left off. */
  readonly versions?: Versions;
  /** Milliseconds before each new try to show a file that Slack is still processing. */
  readonly fileWaitsMs?: readonly number[];
}

/** Slack says "invalid slack file" until it has processed one. */
const fileWaits = [1_000, 4_000, 12_000];

const isFileNotReady = (failure: Delivery): boolean =>
  failure.kind === "refused" && /invalid slack file/i.test([failure.error, ...failure.details].join(" "));

type Sendable = { text: string; blocks: never[] };

/** The client's types want mutable arrays and do not know every block. */
export const mutable = (message: Message): Sendable => ({
  text: message.text,
  blocks: [...message.blocks] as never[],
});

/** Appends the picture to a posted message by update; falls back to Slack's own chart, then to a note. Never throws. */
export const createAttachPicture = (options: AttachOptions): Courier["attachPicture"] => {
  const { client, log } = options;

  const update = async (channel: string, ts: string, message: Message): Promise<Delivery> => {
    try {
      await client.chat.update({ channel, ts, ...mutable(message) });
      return { kind: "delivered" };
    } catch (error) {
      return outcomeOf(error);
    }
  };

  const upload = async (picture: Buffer, report: Report): Promise<string | undefined> => {
    try {
      const uploaded = await client.filesUploadV2({
        file: picture,
        filename: "chart.png",
        title: report.title.slice(0, 200),
      });
      return (uploaded as { files?: { files?: { id?: string }[] }[] }).files?.[0]?.files?.[0]?.id;
    } catch (error) {
      log.warn({ outcome: outcomeOf(error) }, "Slack did not take a picture");
      return undefined;
    }
  };

  const showWhenReady = async (show: Show, report: Report, picture: Picture): Promise<Delivery> => {
    const draw = (extras: PresentOptions): Message => presentReport(report, picture, extras);
    let result = await show(draw);
    for (const pause of options.fileWaitsMs ?? fileWaits) {
      if (result.kind === "delivered" || (result.kind === "refused" && !isFileNotReady(result)))
        return result;
      await wait(result.kind === "rate-limited" ? Math.max(pause, result.retryAfterMs) : pause);
      result = await show(draw);
    }
    return result;
  };

  const showNative = async (show: Show, report: Report): Promise<void> => {
    const native = await show((extras) => presentReport(report, { kind: "native" }, extras));
    if (native.kind === "delivered") return;
    const noted = { ...report, notes: [...report.notes, "The chart could not be shown here."] };
    const result = await show((extras) => withoutNativeBlocks(noted, extras));
    if (result.kind !== "delivered") log.error({ result }, "A message stayed without its picture");
  };

  return async (channel, ts, report, picture) => {
    if (mainChart(report) === undefined) return;
    const version = options.versions?.of(channel, ts);
    const shown = await options.dress?.(report, channel);
    const show: Show = async (draw) =>
      options.versions?.of(channel, ts) === version
        ? update(channel, ts, draw(shown === undefined ? {} : { shown }))
        : { kind: "delivered" };
    const id = await upload(picture, report);
    const done = id === undefined ? undefined : await showWhenReady(show, report, { kind: "file", id });
    if (done?.kind === "delivered") return;
    log.warn({ done }, "A picture was not shown; Slack draws the chart instead");
    await showNative(show, report);
  };
};

/** Updates the message, unless it shows something else by now: then there is nothing left to do. */
type Show = (draw: (extras: PresentOptions) => Message) => Promise<Delivery>;
