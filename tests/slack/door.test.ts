import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MovableClock } from "../../src/clock.ts";
import { SetupError } from "../../src/errors.ts";
import { createDoor } from "../../src/slack/door.ts";
import { limits } from "../../src/slack/limits.ts";
import { createPictureStore } from "../../src/slack/picture-store.ts";
import {
  commandBody,
  openWorkspace,
  signingSecret,
  type TestWorkspace,
  testPicture,
} from "./support/workspace.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.close());

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const sign = (body: string, at: number, secret = signingSecret): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex")}`;

const send = async (body: string, headers: Record<string, string>): Promise<number> => {
  const response = await fetch(`${workspace.app.url}/slack/events`, {
    method: "POST",
    body: Buffer.from(body),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  await response.text();
  await workspace.app.settled();
  return response.status;
};
const signed = (body: string, at = nowSeconds(), secret = signingSecret): Promise<number> =>
  send(body, { "x-slack-request-timestamp": String(at), "x-slack-signature": sign(body, at, secret) });

describe("a request that says it is Slack's", () => {
  test("is taken when it is signed now", async () => {
    const before = workspace.desks.length;
    expect(await signed(commandBody())).toBe(200);
    expect(workspace.desks).toHaveLength(before + 1);
  });

  test.each([
    ["signed with another secret", (body: string) => signed(body, nowSeconds(), "another-secret")],
    ["six minutes old", (body: string) => signed(body, nowSeconds() - 360)],
    ["dated two minutes ahead", (body: string) => signed(body, nowSeconds() + 120)],
    [
      "without a signature",
      (body: string) => send(body, { "x-slack-request-timestamp": String(nowSeconds()) }),
    ],
    ["without a date", (body: string) => send(body, { "x-slack-signature": sign(body, nowSeconds()) })],
    [
      "changed after it was signed",
      (body: string) => {
        const at = nowSeconds();
        return send(`${body}&user_id=U0INES`, {
          "x-slack-request-timestamp": String(at),
          "x-slack-signature": sign(body, at),
        });
      },
    ],
  ])("is refused when it is %s", async (_name, attempt) => {
    const before = workspace.desks.length;
    expect(await attempt(commandBody())).toBe(401);
    expect(workspace.desks).toHaveLength(before);
  });

  test("is refused with any one character changed", async () => {
    const before = workspace.desks.length;
    const body = commandBody();
    const at = nowSeconds();
    const headers = { "x-slack-request-timestamp": String(at), "x-slack-signature": sign(body, at) };
    const places = Array.from({ length: 50 }, (_, index) => Math.floor((index / 50) * body.length));
    const changed = places.map(
      (place) => `${body.slice(0, place)}${body[place] === "x" ? "y" : "x"}${body.slice(place + 1)}`,
    );
    const statuses = await Promise.all(changed.map((one) => send(one, headers)));
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(workspace.desks).toHaveLength(before);
  });

  test("works once when it comes twice", async () => {
    const before = workspace.desks.length;
    const body = commandBody();
    const at = nowSeconds();
    expect(await signed(body, at)).toBe(200);
    expect(await signed(body, at)).toBe(200);
    expect(workspace.desks).toHaveLength(before + 1);
  });

  test("is refused when it is larger than any command, announced or not", async () => {
    const body = commandBody({ text: "x".repeat(4_000_000) });
    expect(await signed(body)).toBe(413);
    const at = nowSeconds();
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from(body));
        controller.close();
      },
    });
    const response = await fetch(`${workspace.app.url}/slack/events`, {
      method: "POST",
      body: chunks,
      duplex: "half",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(at),
        "x-slack-signature": sign(body, at),
      },
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  test("is never answered at an address that is not Slack's", async () => {
    const before = workspace.desks.length;
    expect(await signed(commandBody({ response_url: "https://hooks.slack.com.evil.example/x" }))).toBe(200);
    expect(workspace.desks).toHaveLength(before);
  });

  test("from another workspace is turned away", async () => {
    const before = workspace.desks.length;
    expect(await signed(commandBody({ team_id: "T0OTHER" }))).toBe(200);
    expect(workspace.desks).toHaveLength(before);
  });
});

describe("the web server", () => {
  test("shows a kept picture under its name only", async () => {
    const { url } = workspace.app;
    expect((await fetch(`${url}/pictures/${"a".repeat(32)}.png`)).status).toBe(404);
    expect((await fetch(`${url}/pictures/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  });

  test("says that it lives", async () => {
    const response = await fetch(`${workspace.app.url}/health`);
    expect(await response.json()).toMatchObject({ ok: true });
  });

  test("answers 404 elsewhere and 405 to other methods", async () => {
    expect((await fetch(`${workspace.app.url}/admin`)).status).toBe(404);
    expect((await fetch(`${workspace.app.url}/health`, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(`${workspace.app.url}/slack/events`)).status).toBe(405);
  });

  test("names PORT when the port is taken", async () => {
    const port = Number(new URL(workspace.app.url ?? "").port);
    const door = createDoor({ port, pictures: createPictureStore(new MovableClock()) });
    const opened = door.open();
    await expect(opened).rejects.toBeInstanceOf(SetupError);
    await expect(opened).rejects.toThrow(`Port ${port} is in use`);
  });
});

describe("the picture store", () => {
  test("forgets a picture after a day", () => {
    const clock = new MovableClock();
    const store = createPictureStore(clock);
    const name = store.keep(testPicture);
    expect(store.find(name)).toBe(testPicture);
    clock.moveTo(new Date(Date.now() + 25 * 60 * 60 * 1000));
    expect(store.find(name)).toBeUndefined();
  });

  test("gives every picture a name of its own that nobody can guess", () => {
    const store = createPictureStore(new MovableClock());
    const names = Array.from({ length: 50 }, () => store.keep(testPicture));
    expect(new Set(names).size).toBe(50);
    for (const name of names) expect(name).toMatch(/^[\w-]{32}\.png$/);
  });
});

test("a slash command's payload stays far below the body limit", () => {
  expect(commandBody({ text: "x".repeat(8_000) }).length).toBeLessThan(limits.bodyBytes / 10);
});
