import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ExamineOptions, examine, type Finding } from "../../src/slack/doctor.ts";
import { appToken, botToken, openWorkspace, type TestWorkspace, testPicture } from "./support/workspace.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
beforeEach(() => workspace.sandbox.faults.clear());
afterAll(() => workspace.close());

const look = (options: Partial<ExamineOptions> = {}): Promise<readonly Finding[]> =>
  examine({
    tokens: { bot: botToken, app: appToken },
    slackApiUrl: `${workspace.sandbox.url}/api/`,
    ...options,
  });
const find = (findings: readonly Finding[], check: string): Finding | undefined =>
  findings.find((finding) => finding.check === check);

describe("examine", () => {
  test("knows a good token and opens a connection", async () => {
    const findings = await look();
    expect(find(findings, "Bot token")).toMatchObject({ state: "ok" });
    expect(find(findings, "Socket Mode")).toMatchObject({ state: "ok" });
  });

  test("names the scopes that are missing and what they are for", async () => {
    const scopes = find(await look(), "Scopes");
    expect(scopes?.state).toBe("wrong");
    expect(scopes?.message).toContain("groups:read (the same for a private channel)");
  });

  test("says where to copy a refused token from, and tries nothing live with it", async () => {
    const findings = await look({
      tokens: { bot: "xoxb-wrong", app: appToken },
      live: { channel: "C0SALES" },
    });
    expect(find(findings, "Bot token")?.message).toContain("invalid_auth");
    expect(findings).toHaveLength(2);
  });

  test("doubts a signing secret that does not look like one", async () => {
    expect(find(await look({ tokens: { bot: botToken, signingSecret: "abc" } }), "Requests")).toMatchObject({
      state: "wrong",
    });
    expect(
      find(
        await look({ tokens: { bot: botToken, signingSecret: "0123456789abcdef0123456789abcdef" } }),
        "Requests",
      ),
    ).toMatchObject({ state: "ok" });
  });

  test("looks at nothing without a token", async () => {
    expect(await look({ tokens: {} })).toMatchObject([{ state: "skipped" }]);
  });

  test("sends no token to another Slack in production", async () => {
    await expect(look({ production: true })).rejects.toThrow("In production");
  });

  test("posts one message of each kind and reports what was refused", async () => {
    workspace.sandbox.faults.next("chat.postMessage", { kind: "native-blocks-refused" });
    const findings = await look({
      live: { channel: "C0SALES", person: "U0ASHA", picture: testPicture, fileWaitMs: 1 },
    });
    expect(find(findings, "A channel takes data_table")).toMatchObject({ state: "wrong" });
    expect(find(findings, "A data_table holds 100 rows")).toMatchObject({ state: "ok" });
    expect(find(findings, "A private message takes a picture by its address")).toMatchObject({
      state: "skipped",
    });
    expect(find(findings, "An uploaded picture joins a posted message by update")).toMatchObject({
      state: "ok",
    });
  });
});
