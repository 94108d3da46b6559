import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { SlackAppOptions } from "../../src/slack/app.ts";
import { openWorkspace, type Seen, type TestWorkspace } from "./support/workspace.ts";

const open: TestWorkspace[] = [];
const start = async (
  options: Partial<SlackAppOptions> & { socket?: boolean } = {},
): Promise<TestWorkspace> => {
  const workspace = await openWorkspace(options);
  open.push(workspace);
  return workspace;
};
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
});

const types = (message: Seen | undefined): string[] => (message?.blocks ?? []).map((block) => block.type);
const only = (messages: readonly Seen[]): Seen => {
  expect(messages).toHaveLength(1);
  return messages[0] as Seen;
};

describe("a slash command", () => {
  test("is answered once, privately, with table and picture", async () => {
    const workspace = await start();
    const message = only(await workspace.type("/top products by net sales"));
    expect(message.ephemeral).toBe(true);
    expect(types(message)).toEqual([
      "header",
      "context",
      "section",
      "data_table",
      "image",
      "context",
      "actions",
      "context",
    ]);
    expect(message.text).toContain("Trail Camera leads with $3.8M");
    const image = message.blocks.find((block) => block.type === "image");
    const picture = await fetch(String(image?.["image_url"]));
    expect(picture.headers.get("content-type")).toBe("image/png");
  });

  test("is answered over Socket Mode too", async () => {
    const workspace = await start({ socket: true });
    const message = only(await workspace.type("/top products by net sales"));
    expect(types(message)).toContain("image");
  });

  test("works as a word after /bims", async () => {
    const workspace = await start();
    expect(only(await workspace.type("/bims top Salt & Pepper")).text).toContain("Top: Salt &amp; Pepper");
  });

  test("reads a mistyped command word and says so", async () => {
    const workspace = await start();
    const message = only(await workspace.type("/bims tpo products"));
    expect(message.text).toContain("Top: products");
    expect(JSON.stringify(message.blocks)).toContain('Read \\"tpo\\" as top.');
  });

  test("is a question when its first word is no command", async () => {
    const workspace = await start();
    expect(only(await workspace.type("/bims sales by month")).text).toContain("Read: sales by month");
  });

  test("alone shows help with an example to press for each command", async () => {
    const workspace = await start();
    const help = only(await workspace.type("/bims"));
    expect(help.text).toContain("/top [WORDS]: Answers top");
    const answer = await workspace.press(help, "ask:0");
    expect(answer.at(-1)?.text).toContain("Top: products by net sales");
  });

  test("knows who asks, in which zone, and where", async () => {
    const workspace = await start();
    await workspace.type("/top products", { channel: "D0ASHA" });
    await workspace.type("/top products", { channel: "C0FINANCE" });
    const [direct, channel] = workspace.desks;
    expect(direct?.viewer).toEqual({
      enterprise: "",
      team: "T0SANDBOX",
      user: "U0ASHA",
      zone: "Asia/Kolkata",
      policy: "everything",
    });
    expect(direct?.place).toMatchObject({ kind: "slack", channel: "D0ASHA", direct: true });
    expect(channel?.place).toMatchObject({ channel: "C0FINANCE", direct: false });
    expect(channel?.place.kind === "slack" && (await channel.place.isMember())).toBe(false);
  });

  test("still answers when Slack does not tell the person's zone", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("users.info", { kind: "500" });
    only(await workspace.type("/top products"));
    expect(workspace.desks[0]?.viewer.zone).toBeUndefined();
  });
});

describe("the picture", () => {
  test("is drawn by Slack when nothing can fetch it here", async () => {
    const workspace = await start({ publicUrl: () => undefined });
    expect(types(only(await workspace.type("/top products")))).toContain("data_visualization");
  });

  test("is drawn by Slack when it is late", async () => {
    const workspace = await start({ painter: { draw: () => wait(3_000, Buffer.alloc(0)) } });
    const started = Date.now();
    const message = only(await workspace.type("/top products"));
    expect(types(message)).toContain("data_visualization");
    expect(Date.now() - started).toBeLessThan(2_500);
  });

  test("is drawn by Slack when drawing fails, and the log says why", async () => {
    const workspace = await start({ painter: { draw: () => Promise.reject(new Error("no font")) } });
    expect(types(only(await workspace.type("/top products")))).toContain("data_visualization");
    expect(workspace.logged.map((entry) => entry["msg"])).toContain("A chart could not be drawn");
  });

  test("is shown from where the painter keeps it when nothing can fetch it here", async () => {
    const painter = { draw: async () => Buffer.alloc(0), link: async () => "https://charts.example/1.png" };
    const workspace = await start({ publicUrl: () => undefined, painter });
    const image = only(await workspace.type("/top products")).blocks.find((block) => block.type === "image");
    expect(image?.["image_url"]).toBe("https://charts.example/1.png");
  });
});

describe("when it cannot answer", () => {
  test("offers the nearest words as buttons and puts the answer in the place of the question", async () => {
    const workspace = await start();
    const problem = only(await workspace.type("/trend Flopcrt"));
    expect(problem.text).toContain('I don\'t know "Flopcrt".');
    const after = await workspace.press(problem, "choose:0", {
      blockId: "choices",
      value: "sales of Flopkart",
    });
    expect(only(after)).toMatchObject({ ts: problem.ts });
    expect(after[0]?.text).toContain("Read: sales of Flopkart");
  });

  test("apologises with the reference that the log holds", async () => {
    const workspace = await start();
    const message = only(await workspace.type("/bims broken"));
    expect(message.text).toContain("REF12345");
    expect(message.text).not.toContain("invented database");
    expect(workspace.logged.find((entry) => entry["reference"] === "REF12345")).toBeDefined();
  });

  test("turns away people who are not on the list, and says whom to ask", async () => {
    const workspace = await start({ access: { admins: ["U0INES"], people: ["U0OLIVER"], sandbox: false } });
    expect(only(await workspace.type("/top products")).text).toContain("BIMS_PEOPLE");
    expect(only(await workspace.type("/top products", { as: "U0OLIVER" })).text).toContain("Top: products");
    expect(only(await workspace.type("/top products", { as: "U0INES" })).text).toContain("Top: products");
    expect(workspace.desks).toHaveLength(2);
  });

  test("asks anew as the one who presses, not as the one who asked", async () => {
    const workspace = await start({ access: { admins: [], people: ["U0ASHA"], sandbox: false } });
    const digest = await workspace.app.courier.post(
      { channel: "C0GENERAL" },
      (await import("./support/reports.ts")).buildReport(),
      "k",
    );
    const ts = digest.kind === "posted" ? digest.ts : "";
    const shown = { ts, channel: "C0GENERAL", ephemeral: false, text: "", blocks: [] };
    const answers = await workspace.press(shown, "ask:0", { as: "U0OLIVER" });
    expect(only(answers)).toMatchObject({ ephemeral: true });
    expect(answers[0]?.text).toContain("not yet among the people");
  });
});

describe("a Slack in trouble", () => {
  test("gets the table as text when it refuses the newer blocks", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("response_url", { kind: "native-blocks-refused" });
    const message = only(await workspace.type("/top products"));
    expect(types(message)).not.toContain("data_table");
    expect(JSON.stringify(message.blocks)).toContain("Trail Camera    $3,812,345");
    expect(workspace.logged.some((entry) => entry["msg"] === "Slack refused a message")).toBe(true);
  });

  test("still leaves a sentence when it refuses every block", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("response_url", { kind: "error", error: "invalid_blocks" }, 2);
    const message = only(await workspace.type("/top products"));
    expect(message.blocks).toEqual([]);
    expect(message.text).toContain("reference REF12345");
    expect(message.text).toContain("Trail Camera leads");
  });

  test("is waited for when it is busy", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("response_url", { kind: "429", retryAfter: 1 });
    only(await workspace.type("/top products"));
  });

  test("gets an unconfirmed answer once more, marked as repeated", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("response_url", { kind: "500-after-store" });
    const messages = await workspace.type("/top products");
    expect(messages).toHaveLength(2);
    expect(messages[0]?.text).not.toContain("Repeated");
    expect(messages[1]?.text).toContain("Repeated: I could not confirm");
  });
});
