import { createHmac } from "node:crypto";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { logger, pixel } from "./support/bot.ts";

let sandbox: Sandbox;
let now: Date;
let client: WebClient;
let app: {
  url: string;
  close: () => void;
  requests: { url: string; body: string; headers: NodeJS.Dict<string | string[]> }[];
};
let appStatus: number;

/** A bot that only writes down what it is sent; it has one picture. */
const listen = (): Promise<typeof app> =>
  new Promise((resolve) => {
    const requests: (typeof app)["requests"] = [];
    const server = createServer((request, response) => {
      if (request.url?.startsWith("/pictures/good") === true) {
        response.writeHead(200, { "content-type": "image/png" }).end(pixel);
        return;
      }
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        requests.push({ url: request.url ?? "", body, headers: request.headers });
        response.writeHead(request.url === "/slack/events" ? appStatus : 404).end();
      });
    });
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close(), requests });
    });
  });

beforeEach(async () => {
  now = new Date("2026-11-20T10:00:00Z");
  appStatus = 200;
  app = await listen();
  sandbox = await createSandbox({
    port: 0,
    signingSecret: "secret",
    botToken: "xoxb-test",
    commands: [{ name: "top", usage: "", summary: "" }],
    now: () => now,
    moveClock: async (to) => {
      now = to;
    },
    settled: async () => undefined,
    appUrl: () => app.url,
    eventRetries: [0, 5],
  });
  client = new WebClient("xoxb-test", {
    slackApiUrl: `${sandbox.url}/api/`,
    retryConfig: { retries: 0 },
    logger,
  });
});

afterEach(async () => {
  await sandbox.close();
  app.close();
});

const errorOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "none",
    (error: { data?: { error?: string } }) => error.data?.error ?? error,
  );

const script = async (path: string, body?: object, headers: Record<string, string> = {}) => {
  const init = body === undefined ? { headers } : { method: "POST", body: JSON.stringify(body), headers };
  const response = await fetch(`${sandbox.url}/sandbox/api/${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  return { status: response.status, body: (await response.json()) as any };
};

describe("the Web API", () => {
  test("says who the bot is, and in which zone a person lives", async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, user_id: "U0BIMS", bot_id: "B0BIMS" });
    const { user } = await client.users.info({ user: "U0ASHA" });
    expect(user).toMatchObject({ tz: "Asia/Kolkata", tz_offset: 19_800, real_name: "Asha Menon" });
    expect((await client.users.info({ user: "U0MEGAN" })).user).toMatchObject({ tz_offset: -21_600 });
  });

  test("refuses a wrong, a missing and a revoked token", async () => {
    const wrong = new WebClient("xoxb-other", {
      slackApiUrl: `${sandbox.url}/api/`,
      retryConfig: { retries: 0 },
      logger,
    });
    expect(await errorOf(wrong.auth.test())).toBe("invalid_auth");
    const without = await fetch(`${sandbox.url}/api/auth.test`, { method: "POST" });
    expect(await without.json()).toMatchObject({ ok: false, error: "not_authed" });
    sandbox.faults.revokeToken();
    expect(await errorOf(client.auth.test())).toBe("token_revoked");
  });

  test("reads JSON bodies as well as forms", async () => {
    const response = await fetch(`${sandbox.url}/api/chat.postMessage`, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", authorization: "Bearer xoxb-test" },
      body: JSON.stringify({ channel: "C0SALES", text: "hello", blocks: [{ type: "divider" }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: "C0SALES" });
  });

  test("posts, updates with its blocks kept, links to and deletes a message", async () => {
    const blocks = [{ type: "section", text: { type: "mrkdwn" as const, text: "hello" } }];
    const { ts = "" } = await client.chat.postMessage({ channel: "#sales", text: "one", blocks });
    await client.chat.update({ channel: "C0SALES", ts, text: "two" });
    expect(sandbox.store.message("C0SALES", ts)).toMatchObject({
      text: "two",
      blocks: [{ type: "section" }],
    });
    const link = await client.chat.getPermalink({ channel: "C0SALES", message_ts: ts });
    expect(link.permalink).toContain(ts.replace(".", ""));
    await client.chat.delete({ channel: "C0SALES", ts });
    expect(await errorOf(client.chat.update({ channel: "C0SALES", ts, text: "three" }))).toBe(
      "message_not_found",
    );
  });

  test("refuses channels as Slack does", async () => {
    const post = (channel: string): Promise<unknown> =>
      errorOf(client.chat.postMessage({ channel, text: "x" }));
    expect(await post("C0FINANCE")).toBe("not_in_channel");
    expect(await post("C0NOWHERE")).toBe("channel_not_found");
    sandbox.store.changeChannel("C0SALES", { isArchived: true });
    expect(await post("C0SALES")).toBe("is_archived");
    await client.conversations.join({ channel: "C0FINANCE" });
    expect(await post("C0FINANCE")).toBe("none");
  });

  test("refuses nothing to say and wrong blocks, naming them", async () => {
    expect(await errorOf(client.chat.postMessage({ channel: "C0SALES", text: "" }))).toBe("no_text");
    const call = client.chat.postMessage({
      channel: "C0SALES",
      text: "x",
      blocks: [{ type: "hologram" } as never],
    });
    await expect(call).rejects.toMatchObject({
      data: {
        error: "invalid_blocks",
        response_metadata: { messages: [expect.stringContaining("/blocks/0/type")] },
      },
    });
  });

  test("shows an ephemeral message to one person and lets nobody update it", async () => {
    const { message_ts: ts = "" } = await client.chat.postEphemeral({
      channel: "C0SALES",
      user: "U0ASHA",
      text: "psst",
    });
    expect((await script("messages?channel=C0SALES&as=U0ASHA")).body.messages).toMatchObject([
      { ephemeral: true },
    ]);
    expect((await script("messages?channel=C0SALES&as=U0OLIVER")).body.messages).toEqual([]);
    expect(await errorOf(client.chat.update({ channel: "C0SALES", ts, text: "x" }))).toBe(
      "message_not_found",
    );
  });

  test("opens a direct conversation that only its person sees", async () => {
    const { channel } = await client.conversations.open({ users: "U0ASHA" });
    await client.chat.postMessage({ channel: "U0ASHA", text: "hello" });
    expect((await script(`messages?channel=${channel?.id}&as=U0ASHA`)).body.messages).toHaveLength(1);
    expect((await script(`messages?channel=${channel?.id}&as=U0MEGAN`)).body.messages).toEqual([]);
    const { members } = await client.conversations.members({ channel: channel?.id ?? "" });
    expect(members).toEqual(["U0ASHA", "U0BIMS"]);
  });

  test("refuses a picture that the bot does not serve and shows one that it does", async () => {
    const post = (name: string): Promise<unknown> =>
      errorOf(
        client.chat.postMessage({
          channel: "C0SALES",
          text: "x",
          blocks: [{ type: "image", alt_text: "x", image_url: `${sandbox.url}/pictures/${name}.png` }],
        }),
      );
    expect(await post("gone")).toBe("invalid_blocks");
    expect(await post("good")).toBe("none");
    const picture = await fetch(`${sandbox.url}/pictures/good.png`);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(pixel);
  });

  test("shares an uploaded file where it is told to", async () => {
    await client.filesUploadV2({
      channel_id: "D0ASHA",
      file: Buffer.from("a,b\n1,2\n"),
      filename: "top.csv",
    });
    const { messages } = (await script("messages?channel=D0ASHA&as=U0ASHA")).body;
    expect(messages[0].files).toMatchObject([{ name: "top.csv", mimetype: "text/csv" }]);
    expect(await (await fetch(messages[0].files[0].url)).text()).toBe("a,b\n1,2\n");
  });

  test("gives an installation its token", async () => {
    const answer = await client.oauth.v2.access({ client_id: "1", client_secret: "2", code: "3" });
    expect(answer).toMatchObject({ access_token: "xoxb-test", team: { id: "T0SANDBOX" } });
  });
});

describe("faults", () => {
  const post = (text = "x"): Promise<unknown> => client.chat.postMessage({ channel: "C0SALES", text });
  const count = (): number => sandbox.store.messages({ channel: "C0SALES" }).length;

  test("says when to come back", async () => {
    sandbox.faults.next("chat.postMessage", { kind: "429", retryAfter: 7 });
    const patient = new WebClient("xoxb-test", {
      slackApiUrl: `${sandbox.url}/api/`,
      rejectRateLimitedCalls: true,
      logger,
    });
    const call = patient.chat.postMessage({ channel: "C0SALES", text: "x" });
    await expect(call).rejects.toMatchObject({ retryAfter: 7 });
    expect(count()).toBe(0);
  });

  test("fails after the message was stored", async () => {
    sandbox.faults.next("chat.postMessage", { kind: "500-after-store" });
    await expect(post()).rejects.toThrow();
    expect(count()).toBe(1);
    await post();
    expect(count()).toBe(2);
  });

  test("drops the connection before and after the work", async () => {
    sandbox.faults.next("chat.postMessage", { kind: "dropped-socket" });
    sandbox.faults.next("chat.postMessage", { kind: "dropped-socket", after: "store" });
    await expect(post()).rejects.toThrow();
    expect(count()).toBe(0);
    await expect(post()).rejects.toThrow();
    expect(count()).toBe(1);
  });

  test("refuses native blocks while told to, and nothing else", async () => {
    const cell = (text: string): object => ({ type: "raw_text", text });
    const table = { type: "data_table", caption: "c", rows: [[cell("a")], [cell("b")]] };
    sandbox.faults.next("chat.postMessage", { kind: "native-blocks-refused" });
    await post();
    const native = (): Promise<unknown> =>
      errorOf(client.chat.postMessage({ channel: "C0SALES", text: "x", blocks: [table as never] }));
    expect(await native()).toBe("invalid_blocks");
    expect(await native()).toBe("none");
  });

  test("goes on processing a file for a while", async () => {
    sandbox.faults.next("files.completeUploadExternal", { kind: "invalid-slack-file", milliseconds: 60 });
    const uploaded = await client.filesUploadV2({ file: pixel, filename: "a.png" });
    const id = uploaded.files[0]?.files?.[0]?.id ?? "";
    const blocks = [{ type: "image" as const, alt_text: "x", slack_file: { id } }];
    const show = (): Promise<unknown> =>
      errorOf(client.chat.postMessage({ channel: "C0SALES", text: "x", blocks }));
    expect(await show()).toBe("invalid_blocks");
    await expect.poll(show).toBe("none");
  });

  test("says any word of Slack's", async () => {
    sandbox.faults.next("chat.postMessage", { kind: "error", error: "account_inactive" }, 2);
    expect(await errorOf(post())).toBe("account_inactive");
    expect(await errorOf(post())).toBe("account_inactive");
    expect(await errorOf(post())).toBe("none");
  });
});

describe("what the app is sent", () => {
  const say = (text: string, channel = "D0ASHA"): Promise<unknown> =>
    script("command", { as: "U0ASHA", channel, text });

  test("is signed, and typed exactly as Slack types it", async () => {
    await say("/top R&D", "C0SALES");
    const [command] = app.requests;
    expect(command?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    const timestamp = command?.headers["x-slack-request-timestamp"];
    const digest = createHmac("sha256", "secret").update(`v0:${timestamp}:${command?.body}`).digest("hex");
    expect(command?.headers["x-slack-signature"]).toBe(`v0=${digest}`);
    const fields = Object.fromEntries(new URLSearchParams(command?.body));
    expect(fields).toMatchObject({
      command: "/top",
      text: "R&amp;D",
      user_id: "U0ASHA",
      channel_name: "sales",
    });
  });

  test("comes again when an event is not acknowledged, with Slack's headers", async () => {
    appStatus = 500;
    await say("hello");
    expect(app.requests.map(({ headers }) => headers["x-slack-retry-num"])).toEqual([undefined, "1", "2"]);
    expect(app.requests[1]?.headers["x-slack-retry-reason"]).toBe("http_error");
    expect(new Set(app.requests.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  });

  test("comes twice when told to repeat an event", async () => {
    sandbox.faults.next("event", { kind: "repeated-event" });
    await say("hello");
    expect(app.requests).toHaveLength(2);
    expect(app.requests[0]?.body).toBe(app.requests[1]?.body);
  });

  test("fails visibly when the app refuses", async () => {
    appStatus = 401;
    const { body } = (await say("/top", "C0SALES")) as { body: { messages: { text: string }[] } };
    expect(body.messages[0]?.text).toContain("/top failed with the error");
  });
});

describe("a response_url", () => {
  const urlOf = async (): Promise<string> => {
    await script("command", { as: "U0ASHA", channel: "C0FINANCE", text: "/top" });
    return new URLSearchParams(app.requests.at(-1)?.body).get("response_url") ?? "";
  };
  const answer = async (url: string, body: object): Promise<[number, string]> => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return [response.status, await response.text()];
  };

  test("takes five posts, each of a command's a new message", async () => {
    const url = await urlOf();
    for (let use = 0; use < 5; use += 1) {
      expect(await answer(url, { text: `${use}`, replace_original: true })).toEqual([200, "ok"]);
    }
    expect((await answer(url, { text: "6" }))[1]).toContain("used_url");
    expect(sandbox.store.messages({ channel: "C0FINANCE" })).toHaveLength(5);
  });

  test("ends after thirty minutes", async () => {
    const url = await urlOf();
    now = new Date(now.getTime() + 30 * 60_000);
    expect(await answer(url, { text: "late" })).toMatchObject([404, expect.stringContaining("expired_url")]);
  });

  test("refuses wrong blocks and what is no JSON", async () => {
    const url = await urlOf();
    expect(await answer(url, { text: "x", blocks: [{ type: "hologram" }] })).toMatchObject([
      400,
      expect.stringContaining("invalid_blocks"),
    ]);
    const response = await fetch(url, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
  });
});

describe("the scripted API", () => {
  test("tells the time, the people and the channels", async () => {
    const { body } = await script("state");
    expect(body.now).toBe("2026-11-20T10:00:00.000Z");
    expect(body.people.map((person: { name: string }) => person.name)).toContain("Oliver Hughes");
    expect(body.channels).toContainEqual(expect.objectContaining({ id: "C0GENERAL", name: "general" }));
  });

  test("moves the clock forward only", async () => {
    expect((await script("clock", { to: "2026-11-23T08:00:00Z" })).body).toMatchObject({
      now: "2026-11-23T08:00:00.000Z",
    });
    const back = await script("clock", { to: "2026-11-01T08:00:00Z" });
    expect(back).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("only moves forward") },
    });
  });

  test("refuses what is not there with a sentence", async () => {
    expect(await script("command", { as: "U0ASHA", channel: "C0GENERAL" })).toMatchObject({ status: 400 });
    expect((await script("command", { as: "U9", channel: "C0GENERAL", text: "x" })).body.error).toBe(
      'There is no person "U9".',
    );
    expect(
      await script("press", { as: "U0ASHA", channel: "C0GENERAL", ts: "1", action_id: "a" }),
    ).toMatchObject({
      status: 404,
    });
    expect(await script("command", { as: "U0ASHA", channel: "D0OLIVER", text: "x" })).toMatchObject({
      status: 404,
    });
  });

  test("invites the bot", async () => {
    await script("invite", { as: "U0ASHA", channel: "C0FINANCE" });
    expect(await errorOf(client.chat.postMessage({ channel: "C0FINANCE", text: "x" }))).toBe("none");
  });

  test("knows Slack's own /invite", async () => {
    const type = (text: string) => script("command", { as: "U0ASHA", channel: "C0FINANCE", text });
    expect((await type("/invite @Oliver")).body.messages[0].text).toContain("Type `/invite @BIMS`");
    expect((await type("/invite @BIMS")).body.messages[0].text).toBe("BIMS was added to #finance.");
    expect((await type("/invite BIMS")).body.messages[0].text).toBe("BIMS is already here.");
    expect(sandbox.store.channel("finance")?.botIsMember).toBe(true);
  });

  const withHeaders = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      httpRequest(`${sandbox.url}/sandbox/api/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });

  test("answers neither a page of another site nor one whose name was rebound to this machine", async () => {
    expect(await withHeaders({ host: "evil.example:3000" })).toBe(403);
    expect(await withHeaders({ origin: "http://evil.example" })).toBe(403);
    expect(await withHeaders({ origin: "null" })).toBe(403);
    expect(await withHeaders({ origin: sandbox.url })).toBe(200);
  });
});

describe("the page", () => {
  test("comes with its script, styles and fonts, and lets nothing in from elsewhere", async () => {
    const page = await fetch(sandbox.url);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(await page.text()).toContain("/page/main.js");
    for (const name of ["main.js", "blocks.js", "styles.css", "inter-400.woff2"]) {
      expect((await fetch(`${sandbox.url}/page/${name}`)).status).toBe(200);
    }
    expect((await fetch(`${sandbox.url}/page/..%2frender.js`)).status).toBe(404);
  });
});
