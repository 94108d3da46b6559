import type { Logger } from "pino";
import type { Chart, Report } from "../report.ts";
import type { PictureStore } from "./picture-store.ts";
import { mainChart, type Picture } from "./present-report.ts";

export interface Painter {
  /** A PNG. */
  draw(chart: Chart): Promise<Buffer>;
  /** Where the drawn chart can be seen, from a painter that lives on the internet. */
  link?(chart: Chart): Promise<string>;
}

export interface PicturesOptions {
  readonly painter: Painter;
  /** Where Slack can reach this program; undefined when it cannot. */
  readonly publicUrl: () => string | undefined;
  readonly store: PictureStore;
  readonly log: Logger;
}

/** A private answer is posted once, complete, so it waits for its picture, but no longer than this. */
const waitMs = 1_200;

const late = Symbol("late");

const inTime = async <T>(work: Promise<T>): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), waitMs);
  });
  try {
    return await Promise.race([work, alarm]);
  } finally {
    clearTimeout(timer);
  }
};

const trimSlash = (url: string): string => url.replace(/\/+$/, "");

/** How the chart of a private answer reaches Slack: by address when there is one, else drawn by Slack itself. */
export const createPictures = (options: PicturesOptions) => {
  const { painter, publicUrl, store, log } = options;

  const addressOf = (chart: Chart): Promise<string> | undefined => {
    const base = publicUrl();
    if (base === undefined) return painter.link?.(chart);
    return painter.draw(chart).then((png) => `${trimSlash(base)}/pictures/${store.keep(png)}`);
  };

  return async (report: Report): Promise<Picture | undefined> => {
    const chart = mainChart(report);
    if (chart === undefined) return undefined;
    try {
      const address = addressOf(chart);
      const url = address === undefined ? late : await inTime(address);
      return url === late ? { kind: "native" } : { kind: "url", url };
    } catch (error) {
      log.error({ err: error }, "A chart could not be drawn");
      return { kind: "native" };
    }
  };
};
