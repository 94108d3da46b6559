import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { copyTemplateDatabase } from "../support/database.ts";
import { randomFrom } from "../support/random.ts";
import { fastClock, realTime } from "./fast-clock.ts";

const scale = Number(process.env.PROOF_SCALE ?? "0.1");
const seed = Number(process.env.PROOF_SEED ?? "20260105");
const count = Math.round(1_000 * scale);
const bursts = 10;
const senders = 3;

interface Message {
  readonly channel: string;
  readonly key: string;
  readonly headline: string;
  readonly at: number;
}

/** A workspace that lies a quarter of the time: stored but 500, stored but dropped, 500, 429. */
const startSlack = async () => {
  const messages: Message[] = [];
  const random = randomFrom(seed);
  let unknown = 0;
  const post = (message: Message, request: IncomingMessage, response: ServerResponse): void => {
    const luck = random();
    if (luck < 0.05) return void response.writeHead(429).end();
    if (luck < 0.25) unknown += 1;
    if (luck < 0.1) return void response.writeHead(500).end();
    messages.push(message);
    if (luck < 0.2) return void response.writeHead(500).end();
    if (luck < 0.25) return void request.socket.destroy();
    response.end(JSON.stringify({ ts: `${messages.length}.000` }));
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Message;
    if (request.url === "/post") return post({ ...body, at: Date.now() }, request, response);
    const index = messages.findIndex(({ channel, key }) => channel === body.channel && key === body.key);
    response.end(JSON.stringify(index < 0 ? {} : { ts: `${index + 1}.000` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { messages, unknown: () => unknown, url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

let database: Database;
let server: Awaited<ReturnType<typeof copyTemplateDatabase>>;
const running: ChildProcess[] = [];
beforeAll(async () => {
  server = await copyTemplateDatabase();
  database = await openDatabase({ url: server.url, folder: "" });
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await database.close();
  await server.drop();
});

const startSender = (slack: string, index: number, generation: number, begin: number): void => {
  const script = fileURLToPath(new URL("chaos-sender.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", script, server.url, slack, `${index}-${generation}`, String(begin)],
    {
      stdio: "ignore",
    },
  );
  running[index] = child;
};

/** Half of them to channels, where nothing can be looked up, half to people. */
const setDigests = async (): Promise<void> => {
  const data = Array.from({ length: count }, (_, index) => ({
    team: "T1",
    user: `U${index}`,
    channel: `C${index}`,
    direct: index % 2 === 0,
    words: "plain kpi",
    command: "kpi",
    schedule: `every day at 8:0${index % bursts} in UTC`,
    zone: "UTC",
    nextDueAt: new Date(Date.UTC(2026, 0, 5, 8, index % bursts)),
  }));
  await database.client.digest.createMany({ data });
};

const settled = async (now: Date): Promise<boolean> => {
  const planned = await database.client.digest.count({ where: { nextDueAt: { lte: now } } });
  const open = await database.client.digestSend.count({
    where: { state: { in: ["due", "claimed", "posting", "posted"] } },
  });
  return planned === 0 && open === 0;
};

test("no digest is lost in silence or repeated unmarked, while programs are killed and Slack lies", {
  timeout: 400_000,
}, async () => {
  const slack = await startSlack();
  const random = randomFrom(seed + 1);
  await setDigests();
  const begin = Date.now();
  const clock = fastClock(begin);
  for (let index = 0; index < senders; index += 1) startSender(slack.url, index, 0, begin);

  let kills = 0;
  const end = realTime(new Date(Date.UTC(2026, 0, 5, 8, bursts + 1)), begin);
  while (Date.now() < end) {
    await wait(1_000 + random() * 1_000);
    const victim = Math.floor(random() * senders);
    running[victim]?.kill("SIGKILL");
    kills += 1;
    startSender(slack.url, victim, kills, begin);
  }
  const patience = Date.now() + 120_000;
  while (!(await settled(clock.now())) && Date.now() < patience) await wait(300);
  slack.close();

  const rows = await database.client.digestSend.findMany({
    where: { target: { not: { startsWith: "notice:" } } },
  });
  const told = new Set(
    (await database.client.digestSend.findMany({ where: { target: { startsWith: "notice:" } } })).map(
      (row) => row.digestId,
    ),
  );
  const sentFor = (row: (typeof rows)[number]): readonly Message[] =>
    slack.messages.filter(
      (message) => message.key === `digest-${row.digestId}/${row.dueAt.toISOString()}/${row.target}`,
    );
  const isMarked = (message: Message): boolean => message.headline.startsWith("Repeated:");
  const missed =
    count -
    rows.filter((row) => sentFor(row).length > 0 || (row.state === "held" && told.has(row.digestId))).length;
  const unmarked = rows.filter(
    (row) => sentFor(row).filter((message) => !isMarked(message)).length > 1,
  ).length;
  const marked = rows.flatMap(sentFor).filter(isMarked).length;
  const lateness = rows
    .filter((row) => sentFor(row).length > 0)
    .map((row) => Math.min(...sentFor(row).map((message) => message.at)) - realTime(row.dueAt, begin))
    .sort((a, b) => a - b);
  const late = Math.round(lateness[Math.floor(lateness.length * 0.99)] ?? 0);

  console.log(
    `missed ${missed}, repeated unmarked ${unmarked}, repeated marked ${marked} (unknown outcomes ${slack.unknown()}), late p99 ${late} ms / n = ${count}, kills = ${kills}, seed ${seed}; not injected: stalls, a lost database`,
  );
  expect(await settled(clock.now())).toBe(true);
  expect({ missed, unmarked }).toEqual({ missed: 0, unmarked: 0 });
  expect(marked).toBeLessThanOrEqual(slack.unknown() + 4 * kills);
});
