import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environmentExample, readEnvironment } from "../src/environment.ts";

describe("the environment", () => {
  it("needs nothing to be set", () => {
    expect(readEnvironment({})).toEqual({
      databaseUrl: undefined,
      dataFolder: ".bims",
      port: 3000,
      publicUrl: undefined,
      fiscalYearStartMonth: 9,
      slack: undefined,
      admins: [],
      people: [],
      inbox: undefined,
      quickchartUrl: undefined,
      logLevel: "info",
      nodeEnvironment: undefined,
    });
  });

  it("takes an empty variable for an unset one", () => {
    expect(readEnvironment({ PORT: "", DATABASE_URL: " ", SLACK_BOT_TOKEN: "" })).toEqual(
      readEnvironment({}),
    );
  });

  it("reads what is set", () => {
    const read = readEnvironment({
      PORT: "0",
      PUBLIC_URL: "https://bims.example.com/",
      FISCAL_YEAR_START_MONTH: "1",
      SLACK_BOT_TOKEN: "xoxb-1",
      SLACK_APP_TOKEN: "xapp-1",
      BIMS_ADMINS: "U0001, U0002",
      BIMS_PEOPLE: "everyone",
    });
    expect(read).toMatchObject({
      port: 0,
      publicUrl: "https://bims.example.com",
      fiscalYearStartMonth: 1,
      slack: { botToken: "xoxb-1", appToken: "xapp-1" },
      admins: ["U0001", "U0002"],
      people: "everyone",
    });
  });

  it.each([
    [{ PORT: "http" }, 'PORT must be a whole number from 0 to 65535, not "http".'],
    [{ PORT: "70000" }, 'PORT must be a whole number from 0 to 65535, not "70000".'],
    [
      { FISCAL_YEAR_START_MONTH: "13" },
      'FISCAL_YEAR_START_MONTH must be a whole number from 1 to 12, not "13".',
    ],
    [
      { PUBLIC_URL: "bims" },
      'PUBLIC_URL must be an address that begins with https:// or http://, not "bims".',
    ],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL must be one of fatal, .*, not "loud"\.$/],
    [
      { BIMS_PEOPLE: "all" },
      'BIMS_PEOPLE must be "everyone" or Slack user ids (U…), separated by commas, not "all".',
    ],
    [{ SLACK_APP_TOKEN: "xapp-1" }, /^SLACK_APP_TOKEN is set but SLACK_BOT_TOKEN is not\./],
    [{ SLACK_BOT_TOKEN: "xoxb-1" }, /neither SLACK_APP_TOKEN \(Socket Mode\) nor SLACK_SIGNING_SECRET/],
  ])("says what is wrong with %j", (source, sentence) => {
    expect(() => readEnvironment(source)).toThrow(sentence);
  });

  it("never repeats a secret", () => {
    const read = () => readEnvironment({ SLACK_BOT_TOKEN: "hunter2" });
    expect(read).toThrow('SLACK_BOT_TOKEN must begin with "xoxb-".');
    expect(read).not.toThrow("hunter2");
  });

  it("has an up-to-date .env.example, which sets only what holds anyway", () => {
    const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
    expect(text).toBe(environmentExample());
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(readEnvironment(Object.fromEntries(lines.map((line) => line.split("="))))).toEqual(
      readEnvironment({}),
    );
  });
});
