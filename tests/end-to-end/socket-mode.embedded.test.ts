import { afterAll, beforeAll, expect, test } from "vitest";
import { copyDemoFolder } from "../support/demo-folder.ts";
import { openSocketWorkspace, type SocketWorkspace } from "./support/socket-workspace.ts";

let workspace: SocketWorkspace;
beforeAll(async () => {
  workspace = await openSocketWorkspace(await copyDemoFolder());
}, 180_000);
afterAll(() => workspace?.close());

test("over Socket Mode, without an address that Slack could reach, the answer has Slack's own chart", async () => {
  const messages = await workspace.ask("/top 5 markets by net sales FY2026");
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toMatch(/India leads with \$\d/);
  const types = messages[0]?.blocks.map(({ type }) => type);
  expect(types).toContain("data_table");
  expect(types).toContain("data_visualization");
});

test("who is not on the list is turned away, and hears whom to ask", async () => {
  const messages = await workspace.ask("/top markets", "U0OLIVER");
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toContain("BIMS_PEOPLE");
});
