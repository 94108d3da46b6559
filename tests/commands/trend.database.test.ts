import { afterAll, beforeAll, expect, test } from "vitest";
import { openDemoDatabase } from "../support/demo-database.ts";
import { openTypist, type Typist } from "./support/typist.ts";

let demo: Typist;

beforeAll(async () => {
  demo = await openTypist(await openDemoDatabase({ months: 26, range: 0.06 }));
});
afterAll(() => demo.close());

test("names the months that stand out from the others, and the rule that finds them", async () => {
  const report = await demo.type("trend forecast accuracy all time");
  expect(report.headline).toMatch(/Notable: (Mar|Apr|May) 2025 with \d+\.\d%\*?, far below the usual/);
  expect(report.notes.join()).toContain("0.6745 × (value − median) ÷ MAD, beyond 3.5 among at least 7");
});

test("takes the change where one is shown: a season is nothing notable", async () => {
  const report = await demo.type("trend units Sep 2025 to Aug 2026 vs last year");
  expect(report.headline).toMatch(
    /Notable: (Mar|Apr|May) 2026 with .* \(\+\d+\.\d%\), far above the usual change/,
  );
});

test("names nothing among few months, or of several lines", async () => {
  for (const words of ["trend units last quarter", "trend units by region"])
    expect((await demo.type(words)).headline).not.toContain("Notable");
});
