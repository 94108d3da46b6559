import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeUndo } from "../../../src/data/history/describe-undo.ts";
import { undoLoad } from "../../../src/data/history/undo-load.ts";
import { readLoads } from "../../../src/data/loads.ts";
import type { TouchedMonths } from "../../../src/data/refresh/refresh.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { adding, type Files, importTiny, rowsOf, tinyCompany } from "../import/tiny-company.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const sales = "fact_sales_monthly.csv";
const salesOf = (...lines: readonly string[]): Files => ({
  [sales]: `date,product_code,customer_code,sold_quantity\n${lines.join("\n")}\n`,
});

const undo = async (load: number) => {
  let touched: TouchedMonths | null = null;
  const report = await undoLoad({
    ...{ database, load, who: "tester", now: () => new Date("2026-01-06T08:00:00Z") },
    refresh: async (_session, months) => {
      touched = months;
    },
  });
  return { report, touched };
};

/** Everything that answers are made of. */
const rows = async (): Promise<string> => {
  const tables = [...Object.keys(tinyCompany).map((name) => name.slice(0, -4)), "alias"];
  const all: string[] = [];
  for (const table of tables) all.push(table, ...(await rowsOf(database, table)));
  return all.join("\n");
};

describe("undoing a load", () => {
  test("takes its new rows away, puts changed ones back, and touches their months alone", async () => {
    await importTiny(database, tinyCompany);
    const before = await rows();
    await importTiny(database, salesOf("2020-10-01,P1,101,9", "2020-11-01,P2,101,1"));
    const { report, touched } = await undo(2);
    expect(await rows()).toBe(before);
    expect(report).toMatchObject({
      load: 3,
      tables: [{ table: "fact_sales_monthly", removed: 1, restored: 1 }],
    });
    expect(touched).toEqual(["2020-10-01", "2020-11-01"]);
    expect(describeUndo(report)).toEqual([
      "Load 2 is undone by load 3: answers are those before it.",
      "fact_sales_monthly: 1 removed, 1 put back as they were",
    ]);
  });

  test("puts back rates, members and the rows of replaced months", async () => {
    await importTiny(database, tinyCompany);
    const before = await rows();
    const { report } = await importTiny(
      database,
      {
        ...salesOf("2020-09-01,P1,101,5", "2020-10-01,P3,103,4"),
        ...adding("dim_product.csv", "P3,Computing,Input,Keys,Clack,Standard"),
        "dim_customer.csv": tinyCompany["dim_customer.csv"]
          .replace("Alpha Stores", "Alpha")
          .concat("103,Gamma,Westia,E-Commerce,Direct\n"),
        ...adding("dim_market.csv", "Westia,West,Asia"),
        "gross_price.csv": "product_code,fiscal_year,gross_price\nP1,2021,10.25\nP3,2021,1\n",
      },
      { replaceMonths: true },
    );
    expect(report.tables.find(({ table }) => table === "fact_sales_monthly")).toMatchObject({
      ...{ added: 1, changed: 0, unchanged: 1, kept: 0, removed: 3 },
    });
    await undo(2);
    expect(await rows()).toBe(before);
  });

  test("goes back step by step to an empty database, numbers rising", async () => {
    const states = [await rows()];
    await importTiny(database, tinyCompany);
    states.push(await rows());
    await importTiny(database, salesOf("2020-10-01,P1,101,9"));
    states.push(await rows());
    await importTiny(database, salesOf("2020-10-01,P1,101,10"));
    expect((await undo(3)).report.load).toBe(4);
    expect(await rows()).toBe(states[2]);
    expect((await undo(2)).report.load).toBe(5);
    expect(await rows()).toBe(states[1]);
    expect((await undo(1)).report.load).toBe(6);
    expect(await rows()).toBe(states[0]);
    expect((await importTiny(database, tinyCompany)).report).toMatchObject({ outcome: "loaded", load: 7 });
    expect(await rows()).toBe(states[1]);
  });

  test("lets the undone files be imported again", async () => {
    await importTiny(database, tinyCompany);
    const correction = salesOf("2020-10-01,P1,101,9");
    await importTiny(database, correction);
    const after = await rows();
    await undo(2);
    expect((await importTiny(database, correction)).report).toMatchObject({ outcome: "loaded", load: 4 });
    expect(await rows()).toBe(after);
  });

  test("waits for later aliases and targets of members that go with it, not for those of members that stay", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, adding("dim_market.csv", "Oz,Oceania,Asia"));
    await importTiny(database, {
      "targets.csv": "metric,dimension,member,period,value\nnet_sales,region,Asia,FY2021,9\n",
    });
    await importTiny(database, { "aliases.csv": "dimension,alias,member\nmarket,Australia,Oz\n" });
    await importTiny(database, {
      "targets.csv": "metric,dimension,member,period,value\nnet_sales,sub-zone,Oceania,FY2021,9\n",
    });
    await expect(undo(2)).rejects.toThrow("Undo loads 5 and 4 first, in this order, then load 2.");
    await undo(5);
    await undo(4);
    await undo(2);
    expect(await rowsOf(database, "dim_market")).toEqual(["Norland,North,Europe", "Sudia,South,Asia"]);
  });

  test("tells which later files held rows that go with it", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, salesOf("2020-11-01,P1,101,5"));
    const later = salesOf("2020-11-01,P1,101,5", "2020-11-01,P2,101,7");
    await importTiny(database, later);
    const { report } = await undo(2);
    expect(describeUndo(report)).toContain(
      "Load 3 found 1 row of fact_sales_monthly loaded already; those that load 2 had written are gone with it. " +
        "Import the files of load 3 again to have them",
    );
    expect((await importTiny(database, later)).report.tables).toMatchObject([{ added: 1, unchanged: 1 }]);
  });

  test("tells of rows that came under its aliases since", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, { "aliases.csv": "dimension,alias,member\ncustomer,Alfa,Alpha Stores\n" });
    const customers = adding("dim_customer.csv", "103,Alfa,Norland,E-Commerce,Direct");
    await importTiny(database, customers);
    const { report } = await undo(2);
    expect(describeUndo(report)).toContain(
      "Rows that load 3 brought under its aliases keep the members' names. Import their files again to have their own",
    );
    await importTiny(database, customers);
    expect(await rowsOf(database, "dim_customer")).toContain("103,Alfa,Norland,E-Commerce,Direct");
  });

  test("is listed with what it did", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, salesOf("2020-10-01,P1,101,9", "2020-11-01,P2,101,1"));
    await undo(2);
    expect(await readLoads(database, 10)).toMatchObject([
      { id: 3, kind: "undo", who: "tester", undoes: 2, undoneBy: null, changed: 1, removed: 1 },
      { id: 2, kind: "import", who: "tester", undoneBy: 3, added: 1, changed: 1, files: sales },
      { id: 1, undoneBy: null, added: 22 },
    ]);
  });
});

describe("is refused, with nothing changed,", () => {
  const refusal = async (load: number): Promise<string> => {
    const before = [await rows(), ...(await rowsOf(database, "load"))];
    const message = await undo(load).then(
      () => "it was undone",
      (error: Error) => error.message,
    );
    expect([await rows(), ...(await rowsOf(database, "load"))]).toEqual(before);
    return message;
  };

  test("while later loads replaced rows of it, whatever they build on in turn", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, salesOf("2020-11-01,P1,101,1", "2020-11-01,P2,101,1"));
    await importTiny(database, salesOf("2020-11-01,P1,101,2", "2020-12-01,P1,101,2"));
    await importTiny(database, salesOf("2020-12-01,P1,101,3"));
    expect(await refusal(2)).toBe(
      "Load 2 cannot be undone yet: loads 4 and 3 replaced rows of it or need members that it added. " +
        "Nothing was changed. Undo loads 4 and 3 first, in this order, then load 2.",
    );
    for (const load of [4, 3, 2]) await undo(load);
  });

  test("while a later load wrote rows anew that it had removed", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, salesOf("2020-09-01,P1,101,5"), { replaceMonths: true });
    await importTiny(database, salesOf("2020-09-01,P2,102,8"));
    expect(await refusal(2)).toContain("load 3 replaced rows of it");
    await importTiny(database, salesOf("2020-09-01,P1,101,5"), { replaceMonths: true });
    expect(await refusal(2)).toContain("loads 4 and 3 replaced rows of it");
  });

  test("while facts of a later load need a member that it added", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, adding("dim_product.csv", "P3,Computing,Input,Keys,Clack,Standard"));
    await importTiny(database, salesOf("2020-11-01,P3,101,1"));
    expect(await refusal(2)).toContain("Undo load 3 first, then load 2.");
    await importTiny(database, salesOf("2020-11-01,P3,101,2"));
    expect(await refusal(2)).toContain("Undo loads 4 and 3 first, in this order");
  });

  test("where there is nothing to undo", async () => {
    expect(await refusal(7)).toBe("There is no load 7. npx bims loads lists them.");
    await importTiny(database, tinyCompany);
    await importTiny(database, salesOf("2020-10-01,P1,101,9"));
    await undo(2);
    expect(await refusal(2)).toBe("Load 2 was already undone, by load 3.");
    expect(await refusal(3)).toContain("Load 3 is itself the undo of load 2.");
  });

  test("for the demo company; the load that took its place leaves an empty database", async () => {
    await importTiny(database, tinyCompany, { demo: true });
    expect(await refusal(1)).toBe(
      "Load 1 is the invented demo company. There is nothing to undo: the first import of your own files removes it.",
    );
    await importTiny(database, tinyCompany);
    const { report } = await undo(2);
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([]);
    expect(describeUndo(report).at(-1)).toContain("the invented demo company, which does not come back");
    expect((await importTiny(database, tinyCompany, { demo: true })).report).toMatchObject({
      ...{ outcome: "loaded", load: 4, demo: true },
    });
  });

  test("when the refresh fails", async () => {
    await importTiny(database, tinyCompany);
    const before = await rows();
    const options = { database, load: 1, now: () => new Date() };
    await expect(
      undoLoad({ ...options, refresh: () => Promise.reject(new Error("no space")) }),
    ).rejects.toThrow("no space");
    expect(await rows()).toBe(before);
  });
});

describe("replacing months", () => {
  test("removes what the files of their months no longer hold, and nothing of other months", async () => {
    await importTiny(database, tinyCompany);
    const { report, touched } = await importTiny(database, salesOf("2020-10-01,P1,102,3"), {
      replaceMonths: true,
    });
    expect(report.tables).toEqual([
      {
        ...{ table: "fact_sales_monthly", read: 1, added: 0, changed: 0, unchanged: 1, kept: 0 },
        ...{ removed: 1, refused: 0 },
      },
    ]);
    expect(touched).toEqual(["2020-10-01"]);
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([
      "2020-09-01,P1,101,5",
      "2020-09-01,P2,102,7",
      "2020-10-01,P1,102,3",
    ]);
  });

  test("reads all files of a month, also one that was loaded before", async () => {
    await importTiny(database, tinyCompany);
    const { report } = await importTiny(
      database,
      { [sales]: tinyCompany[sales], "more.csv": salesOf("2020-10-01,P2,102,4")[sales] ?? "" },
      { replaceMonths: true },
    );
    expect(report.tables).toMatchObject([{ added: 1, unchanged: 4, removed: 0 }]);
  });

  test("takes no row that is put aside for one that is gone", async () => {
    await importTiny(database, tinyCompany);
    const before = await rows();
    const files = salesOf("2020-10-01,P1,102,-3");
    await expect(importTiny(database, files, { replaceMonths: true, quarantine: true })).rejects.toThrow(
      "With --replace-months every row must be good",
    );
    expect(await rows()).toBe(before);
  });
});
