import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCore } from "../../src/compose/core.ts";
import { readEnvironment } from "../../src/environment.ts";
import { question } from "../../src/question/question.ts";
import { copyTemplateFolder } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";

let folder: string;
beforeAll(async () => {
  folder = await copyTemplateFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;

test("answers that another version made are made anew at the start, once", async () => {
  const environment = readEnvironment({ BIMS_DATA_DIR: folder });
  const old = await openCore(environment);
  await fillTinyStar(old.database);
  await old.database.session(async ({ run }) => {
    await run("ALTER TABLE answers.by_market DROP COLUMN gross_sales");
    await run("UPDATE answers.built SET signature = 'of another version'");
  });
  await old.close();

  const said: string[] = [];
  const open = () =>
    openCore(
      environment,
      () => new Date(),
      (text) => said.push(text),
    );
  const upgraded = await open();
  const asked = question.parse({
    kind: "measure",
    metrics: ["gross_sales"],
    by: ["market"],
    period: { kind: "all" },
  });
  expect((await upgraded.analyst.answerer.answer(asked, viewer)).totals.gross_sales).toBeGreaterThan(0);
  await upgraded.close();
  await (await open()).close();
  expect(said).toEqual([expect.stringContaining("Computing the answers anew")]);
});
