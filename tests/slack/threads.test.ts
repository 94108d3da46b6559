import { afterEach, describe, expect, test } from "vitest";
import { createMemory } from "./support/memory.ts";
import { openWorkspace, type Seen, type TestWorkspace } from "./support/workspace.ts";

const open: TestWorkspace[] = [];
const start = async (options: Parameters<typeof openWorkspace>[0] = {}): Promise<TestWorkspace> => {
  const workspace = await openWorkspace(options);
  open.push(workspace);
  return workspace;
};
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
});

/** What the bot said, of what appeared. */
const answerIn = (messages: readonly Seen[]): Seen => {
  const said = messages.filter(({ blocks }) => blocks.length > 0);
  expect(said).toHaveLength(1);
  return said[0] as Seen;
};

describe.each([
  ["over HTTP", false],
  ["over Socket Mode", true],
])("a mention %s", (_, socket) => {
  test("is answered in its thread, with a picture, for everyone", async () => {
    const workspace = await start({ socket });
    const messages = await workspace.type("@BIMS sales in Norway");
    const answer = answerIn(messages);
    expect(answer).toMatchObject({ ephemeral: false, thread_ts: messages[0]?.ts });
    expect(answer.text).toContain("Read: sales in Norway");
    expect(JSON.stringify(answer.blocks)).toContain("slack_file");
    expect(JSON.stringify(answer.blocks)).not.toContain("verb:share");
  });
});

test("a follow-up in the thread changes what it names, a command with a report of its own stands alone", async () => {
  const workspace = await start();
  const [question] = await workspace.type("@BIMS sales in Norway");
  const thread = question?.ts ?? "";
  const second = answerIn(await workspace.type("@BIMS by channel", { thread }));
  expect(second.text).toContain("Read: sales in Norway by channel");
  expect(second.thread_ts).toBe(thread);
  const third = answerIn(await workspace.type("@BIMS top 20", { thread }));
  expect(third.text).toContain("Read: sales in Norway by channel top 20");
  const own = answerIn(await workspace.type("@BIMS trend sales of Flopkart", { thread }));
  expect(own.text).toContain("Read: sales of Flopkart");
});

test("a follow-up to a pressed answer is about what it shows now, also after a restart", async () => {
  const memory = createMemory();
  const workspace = await start({ memory });
  const messages = await workspace.type("@BIMS sales in Norway");
  const thread = messages[0]?.ts ?? "";
  await workspace.press(answerIn(messages), "clause:0");
  const after = answerIn(await workspace.type("@BIMS by channel", { thread }));
  expect(after.text).toContain("Read: sales in Norway by month by channel");
});

test("plain words in the bot's direct messages are answered, and the next ones follow them up", async () => {
  const workspace = await start();
  const first = answerIn(await workspace.type("sales in Norway", { channel: "D0ASHA" }));
  expect(first.text).toContain("Read: sales in Norway");
  const second = answerIn(await workspace.type("by channel", { channel: "D0ASHA" }));
  expect(second.text).toContain("Read: sales in Norway by channel");
});

test("a mention alone shows what can be asked", async () => {
  const workspace = await start();
  expect(answerIn(await workspace.type("@BIMS")).text).toContain("What you can ask BIMS");
});

test("what cannot be read is said in the thread, and a choice takes its place", async () => {
  const workspace = await start();
  const messages = await workspace.type("@BIMS Flopcrt");
  const problem = answerIn(messages);
  expect(problem).toMatchObject({ ephemeral: false, thread_ts: messages[0]?.ts });
  expect(problem.text).toContain('I don\'t know "Flopcrt"');
  const answer = answerIn(await workspace.press(problem, "choose:0"));
  expect(answer).toMatchObject({ ts: problem.ts });
  expect(answer.text).toContain("Read: sales of Flopkart");
});

describe("the same message told twice", () => {
  const answersIn = (workspace: TestWorkspace): number =>
    workspace.sandbox.store.messages({ channel: "C0GENERAL" }).filter(({ user }) => user === "U0BIMS").length;

  test("is answered once when Slack repeats the event", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("event", { kind: "repeated-event" });
    await workspace.type("@BIMS sales in Norway");
    await workspace.app.settled();
    expect(answersIn(workspace)).toBe(1);
  });

  test("is answered once across a restart", async () => {
    const memory = createMemory();
    const workspace = await start({ memory });
    const [question] = await workspace.type("@BIMS sales in Norway");
    expect(
      await memory.hear({ enterprise: "", team: "T0SANDBOX", channel: "C0GENERAL" }, question?.ts ?? ""),
    ).toBe(false);
  });
});

test("a failed posting is tried again, marked", async () => {
  const workspace = await start();
  workspace.sandbox.faults.next("chat.postMessage", { kind: "500-after-store" });
  const messages = await workspace.type("@BIMS sales in Norway");
  const said = messages.filter(({ blocks }) => blocks.length > 0);
  expect(said).toHaveLength(2);
  expect(JSON.stringify(said)).toContain("Repeated: I could not confirm");
});
