import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";

/** Pictures wait here for Slack to fetch them, under names nobody can guess. In memory only. */
export interface PictureStore {
  /** Keeps a PNG and returns its name. */
  keep(picture: Buffer): string;
  /** Undefined when unknown or expired. */
  find(name: string): Buffer | undefined;
}

/** Slack fetches a picture when it is posted and keeps its own copy; a day is for clients that come back to it. */
const keptMs = 24 * 60 * 60 * 1000;
/** About a thousand pictures. */
const keptBytes = 64 * 1024 * 1024;

export const createPictureStore = (clock: Clock): PictureStore => {
  const pictures = new LRUCache<string, { readonly png: Buffer; readonly until: number }>({
    maxSize: keptBytes,
    sizeCalculation: ({ png }) => Math.max(1, png.length),
  });
  return {
    keep: (png) => {
      const name = `${randomBytes(24).toString("base64url")}.png`;
      pictures.set(name, { png, until: clock.now().getTime() + keptMs });
      return name;
    },
    find: (name) => {
      const kept = pictures.get(name);
      return kept !== undefined && kept.until > clock.now().getTime() ? kept.png : undefined;
    },
  };
};
