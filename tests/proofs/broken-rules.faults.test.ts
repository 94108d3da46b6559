import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportReport } from "../../src/data/import/import-report.ts";
import { keysOf, tableNamed } from "../../src/data/import/tables.ts";
import { rules } from "../../src/data/rules.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { importTiny } from "../data/import/tiny-company.ts";
import { copyTemplateDatabase, emptyTables, openTestDatabase } from "../support/database.ts";
import { randomFrom } from "../support/random.ts";
import {
  type Accused,
  breakRule,
  type Company,
  expectImport,
  readCompany,
  writeCompany,
} from "./support/break-rule.ts";
import { pgliteVersion, printFigure, scale, seed } from "./support/figure.ts";
import { companyFiles } from "./support/month.ts";

const first = readCompany(companyFiles("first"));
const second = readCompany(companyFiles("second"));
const perRule = Math.max(2, Math.round(20 * scale));

const engines = {
  embedded: openTestDatabase,
  postgres: async (): Promise<Database> => {
    const { url, drop } = await copyTemplateDatabase();
    const database = await openDatabase({ url, folder: "" });
    return { ...database, close: () => database.close().then(drop) };
  },
};

const place = ({ table, line, column, rule }: Accused): string =>
  `${table} line ${line}, ${column}: rule ${rule}`;
const placesOf = (accused: readonly Accused[]): readonly string[] => accused.map(place).sort();

/** What the report names, by its first twenty of each group, and how many more it counts. */
const namedIn = ({ violations }: ImportReport): readonly string[] =>
  violations.flatMap((group) => group.first.map((found) => place(found)));

interface Listed extends Accused {
  readonly row: string;
}

/** What the rejects file lists. */
const listedIn = (rejects: readonly string[]): readonly Listed[] =>
  (parse(rejects.join("\n"), { relax_column_count: true }) as string[][]).map(
    ([file = "", line, , rule, column = "", , , , row = ""]) => ({
      ...{ table: file.slice(0, -4), line: Number(line), column, row: row.replace(/^'/, "") },
      rule: Number(rule) as Accused["rule"],
    }),
  );

const sheetsOf = (company: Company) =>
  Object.entries(company).sort(([one], [other]) => one.localeCompare(other));

/** Rows of every table as the files write them. */
const loadedRows = (database: Database): Promise<Readonly<Record<string, readonly string[]>>> =>
  database.session(async ({ run }) => {
    const found: Record<string, readonly string[]> = {};
    for (const [table, { columns }] of sheetsOf(first)) {
      const { rows } = await run(`SELECT concat_ws(',', ${columns.join(", ")}) AS row FROM ${table}`);
      found[table] = rows.map(({ row }) => row ?? "").sort();
    }
    return found;
  });

/** Newer rows take the place of older ones of their key. */
const overlaid = (older: Company | null, newer: Company): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    sheetsOf(newer).map(([name, { columns, rows }]) => {
      const places = keysOf(tableNamed(name)).map((key) => columns.indexOf(key));
      const keyOf = (row: readonly string[]) => places.map((at) => row[at]).join(",");
      const all = new Map(
        [...(older?.[name]?.rows ?? []), ...rows].map((row) => [keyOf(row), row.join(",")]),
      );
      return [name, [...all.values()].sort()];
    }),
  );

/** The row of a file as the rejects file shows it: its table's columns in order, trimmed. */
const rowText = (company: Company, { table, line }: Accused): string => {
  const { columns, rows } = company[table] ?? { columns: [], rows: [] };
  const fields = tableNamed(table).columns.map(({ name }) =>
    (rows[line - 2]?.[columns.indexOf(name)] ?? "").trim(),
  );
  return fields.map((field) => (/[",]/.test(field) ? `"${field}"` : field)).join(",");
};

describe.each(["embedded", "postgres"] as const)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await engines[engine]();
  }, 60_000);
  afterAll(() => database.close());

  it(`accuses every broken row of the right rule, file, line and column, and no other, ${perRule} times a rule`, async () => {
    const random = randomFrom(seed);
    const missed: string[] = [];
    const falselyAccused: string[] = [];
    const wrong: string[] = [];
    const compare = (how: string, found: readonly string[], wanted: readonly string[]): void => {
      missed.push(...wanted.filter((one) => !found.includes(one)).map((one) => `${how} / missed: ${one}`));
      falselyAccused.push(
        ...found.filter((one) => !wanted.includes(one)).map((one) => `${how} / accused: ${one}`),
      );
    };
    let [n, clean, cells] = [0, 0, 0];
    for (const { number: rule } of rules) {
      for (let time = 0; time < perRule; time++) {
        // Every other time nothing is loaded before, so that what refers to a refused member goes with it.
        const known = time % 2 === 0 ? first : null;
        await emptyTables(database);
        if (known) {
          const { report } = await importTiny(database, writeCompany(first));
          clean++;
          if (report.outcome !== "loaded")
            falselyAccused.push(`a clean company: ${namedIn(report).join("; ")}`);
        }
        const before = await loadedRows(database);
        const broken = breakRule(second, rule, random);
        const { accused, kept } = expectImport(broken, known);
        const files = writeCompany(broken.company);
        n++;
        cells += accused.length;

        const refused = await importTiny(database, files);
        if (refused.report.outcome !== "refused") wrong.push(`${broken.how}: ${refused.report.outcome}`);
        const listed = listedIn(refused.rejects);
        compare(broken.how, placesOf(listed), placesOf(accused));
        const [named, everything] = [namedIn(refused.report), placesOf(accused)];
        const told = everything.filter((one) => named.includes(one));
        compare(`${broken.how}, report`, named, [...new Set([...told, ...placesOf(broken.accused)])]);
        for (const one of listed)
          if (one.row !== rowText(broken.company, one)) wrong.push(`${broken.how}: lists ${one.row}`);
        if (JSON.stringify(await loadedRows(database)) !== JSON.stringify(before))
          wrong.push(`${broken.how}: refused, and something was changed`);

        const aside = await importTiny(database, files, { quarantine: true });
        if (aside.report.outcome !== "loaded")
          wrong.push(`${broken.how}, quarantine: ${aside.report.outcome}`);
        compare(`${broken.how}, quarantine`, placesOf(listedIn(aside.rejects)), placesOf(accused));
        if (JSON.stringify(await loadedRows(database)) !== JSON.stringify(overlaid(known, kept)))
          wrong.push(`${broken.how}, quarantine: not exactly the good rows are loaded`);
      }
    }
    printFigure({
      name: `Broken rules, ${engine}`,
      figure: `missed ${missed.length}, falsely accused ${falselyAccused.length}, otherwise wrong ${wrong.length}`,
      n: `${n} mutations (${perRule} of each of ${rules.length} rules, ${cells} accusations with rows of refused members), ${clean} clean imports`,
      engine: engine === "embedded" ? pgliteVersion() : "PostgreSQL",
      notInjected: "two rules broken at once, files of other layouts",
    });
    expect({ missed, falselyAccused, wrong }).toEqual({ missed: [], falselyAccused: [], wrong: [] });
  }, 3_600_000);
});
