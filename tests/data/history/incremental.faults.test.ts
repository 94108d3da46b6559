import { afterAll, beforeAll, expect, test } from "vitest";
import { undoLoad } from "../../../src/data/history/undo-load.ts";
import { importTables } from "../../../src/data/import/tables.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { randomFrom } from "../../support/random.ts";
import { importTiny } from "../import/tiny-company.ts";
import { filesOf, inventor, Ledger } from "./random-company.ts";
import { differences, readCells, rebuildCells, refresh } from "./rollup-cells.ts";

const scale = Number(process.env.PROOF_SCALE ?? "0.1");
const seed = Number(process.env.PROOF_SEED ?? "20260106");
const histories = Math.round(300 * scale);

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** One company's life: loads, corrections and withdrawals, told to the program and to the ledger. */
const live = async (random: () => number) => {
  const ledger = new Ledger();
  const invent = inventor(random, ledger);
  const standing: number[] = [];
  let undone = 0;
  let refused = 0;

  const bring = async (): Promise<void> => {
    const rows = standing.length === 0 ? invent.company() : invent.change();
    const replaceMonths = random() < 0.3;
    const { report } = await importTiny(database, filesOf(rows, random), { replaceMonths, refresh });
    const next = report.load ?? -1;
    const changes = ledger.load(next, rows, replaceMonths);
    expect(report.outcome).toBe(changes > 0 ? "loaded" : "already-loaded");
    expect(report.tables.reduce((sum, one) => sum + one.added + one.changed + one.removed, 0)).toBe(changes);
    if (report.load !== null) standing.push(report.load);
  };
  const withdraw = async (load: number): Promise<void> => {
    const blockers = [...ledger.blockers(load)].sort((one, other) => other - one);
    const work = undoLoad({ database, load, who: "tester", now: () => new Date(), refresh });
    if (blockers.length > 0) {
      const { message } = await work.then(
        () => new Error("undone"),
        (error: Error) => error,
      );
      expect(message).toContain("cannot be undone yet");
      const named = /Undo loads? ([\d, and]+) first/.exec(message)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
      expect(named).toEqual(expect.arrayContaining(blockers));
      refused += 1;
      for (const one of named) await withdraw(one);
      return withdraw(load);
    }
    await work;
    ledger.undo(load);
    standing.splice(standing.indexOf(load), 1);
    undone += 1;
  };

  await bring();
  for (let step = Math.floor(random() * 7); step >= 0; step--) {
    if (random() < 0.35 && standing.length > 0)
      await withdraw(standing[Math.floor(random() * standing.length)] as number);
    else await bring();
  }
  return { ledger, undone, refused };
};

/** Rows of a table as the database holds them, numbers without trailing zeros. */
const loadedRows = async (table: (typeof importTables)[number]): Promise<readonly string[]> =>
  database.session(async ({ run }) => {
    const columns = table.columns.map(({ name, kind }) =>
      kind === "price" || kind === "share" ? `trim_scale(${name}) AS ${name}` : name,
    );
    const { rows } = await run(`SELECT ${columns.join(", ")} FROM ${table.name}`);
    return rows.map((row) => Object.values(row).join(",")).sort();
  });

const total = (ledger: Ledger, name: string): number =>
  ledger.rows(name).reduce((sum, row) => sum + Number(row[3]), 0);

/** What the files that still stand sum up to, computed from nothing but them. */
const controlTotals = (ledger: Ledger) => {
  const prices = new Map(
    ledger.rows("gross_price").map(([code, year, price]) => [`${code} ${year}`, Number(price)]),
  );
  const gross = ledger.rows("fact_sales_monthly").reduce((sum, [month = "", code, , units]) => {
    const year = Number(month.slice(0, 4)) + (Number(month.slice(5, 7)) >= 9 ? 1 : 0);
    return sum + Number(units) * (prices.get(`${code} ${year}`) ?? 0);
  }, 0);
  return {
    sold: total(ledger, "fact_sales_monthly"),
    planned: total(ledger, "fact_forecast_monthly"),
    gross,
  };
};

const rollupTotals = (): Promise<readonly number[]> =>
  database.session(async ({ run }) => {
    const { rows } = await run(
      "SELECT sum(sold_quantity) AS sold, sum(forecast_quantity) AS planned, sum(gross_sales) AS gross FROM answers.by_account",
    );
    return ["sold", "planned", "gross"].map((name) => Number(rows[0]?.[name] ?? 0));
  });

test(`${histories} random histories leave every rollup as a rebuild makes it, and totals as the files have them`, async () => {
  const sums = { cells: 0, undone: 0, refused: 0, differing: 0 };
  for (let history = 0; history < histories; history++) {
    const own = seed + history;
    await emptyTables(database);
    const { ledger, undone, refused } = await live(randomFrom(own));
    for (const table of importTables) {
      const expected = ledger.rows(table.name).map((row) => row.join(","));
      expect(await loadedRows(table), `${table.name}, seed ${own}`).toEqual([...expected].sort());
    }
    const cells = await database.session(readCells);
    const found = differences(cells, await rebuildCells(database));
    expect(found, `seed ${own}`).toEqual([]);
    const { sold, planned, gross } = controlTotals(ledger);
    const [inSold, inPlanned, inGross = 0] = await rollupTotals();
    expect([inSold, inPlanned], `seed ${own}`).toEqual([sold, planned]);
    expect(Math.abs(inGross - gross), `seed ${own}`).toBeLessThan(0.005);
    sums.cells += cells.size;
    sums.undone += undone;
    sums.refused += refused;
    sums.differing += found.length;
  }
  process.stdout.write(
    `B8 incremental = rebuild: ${sums.differing} cells differ / n ${histories} histories, ${sums.cells} cells, ${sums.undone} undone, ${sums.refused} refused first / seed ${seed}\n`,
  );
}, 3_600_000);
