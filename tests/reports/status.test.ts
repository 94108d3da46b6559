import { expect, test } from "vitest";
import type { DataState } from "../../src/data/state.ts";
import type { DataStatus } from "../../src/data/status.ts";
import { composeStatus } from "../../src/reports/status.ts";

const state = {
  load: 3,
  loadedAt: "",
  demo: false,
  months: { fiscalYearStartMonth: 9, months: [] },
  through: "",
  dimensions: { markets: [], customers: [], products: [], aliases: [] },
  targets: [],
} satisfies DataState;

const load = { kind: "import", who: "ana", finishedAt: "2026-01-05 08:00", demo: false, undoneBy: null };
const statusWith = (served: number): DataStatus => ({
  tables: [],
  rollups: [{ name: "by_market", grain: "market × month", rows: 12, megabytes: 0.2, served }],
  loads: [
    { ...load, id: 3, kind: "undo", files: 0, rows: 0 },
    { ...load, id: 2, files: 1, rows: 1, undoneBy: 3 },
    { ...load, id: 1, files: 11, rows: 5_427_713 },
  ],
});

test("each load says what it was made of", () => {
  const list = composeStatus(statusWith(0), state).sections.find(({ kind }) => kind === "list");
  expect(list).toMatchObject({
    items: [
      { text: "2026-01-05 08:00 UTC · undo by ana" },
      { text: "2026-01-05 08:00 UTC · import by ana · 1 row from 1 file · undone by load 3" },
      { text: "2026-01-05 08:00 UTC · import by ana · 5,427,713 rows from 11 files" },
    ],
  });
});

test("each rollup says what it costs and how many questions it served", () => {
  const tables = composeStatus(statusWith(7), state).sections.flatMap((section) =>
    section.kind === "table" ? section.table.rows : [],
  );
  expect(tables).toMatchObject([["by_market", "market × month", "12", "1", "7"].map((text) => ({ text }))]);
});
