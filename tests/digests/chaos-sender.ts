import { openDatabase } from "../../src/database/open-database.ts";
import type { Courier, Outcome } from "../../src/digests/courier.ts";
import { createDigests } from "../../src/digests/digests.ts";
import { answerTo } from "./bench.ts";
import { fastClock } from "./fast-clock.ts";

/** One of the programs that chaos kills: ticks without a pause, and posts to the workspace at the given address. */
const [, , url = "", slack = "", instance = "", begin = ""] = process.argv;

const ask = async (path: string, body: object): Promise<Response> =>
  fetch(`${slack}${path}`, { method: "POST", body: JSON.stringify(body) });

const courier: Courier = {
  async post(target, report, key): Promise<Outcome> {
    const channel = "user" in target ? `D-${target.user}` : target.channel;
    const response = await ask("/post", { channel, key, headline: report.headline });
    if (response.status === 429) return { kind: "rate-limited", retryAfterMs: 300 };
    if (!response.ok) return { kind: "unknown", message: String(response.status) };
    return { kind: "posted", channel, ts: ((await response.json()) as { ts: string }).ts };
  },
  attachPicture: async () => undefined,
  isMember: async () => true,
  openDirect: async (user) => `D-${user}`,
  find: async (channel, key) => ((await (await ask("/find", { channel, key })).json()) as { ts?: string }).ts,
};

const database = await openDatabase({ url, folder: "" });
const silent = (): void => undefined;
const digests = createDigests({
  database,
  courier,
  clock: fastClock(Number(begin)),
  painter: { draw: async () => Buffer.from("picture") },
  compose: async (digest) => answerTo(digest),
  log: { info: silent, warn: silent, error: silent },
  instance,
  limits: { lease: 5_000, compose: 1_000, post: 1_500, picture: 1_000, settling: 500, retryPause: 300 },
});
for (;;) {
  await digests.tick().catch(silent);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
