import fc from "fast-check";
import { expect, test } from "vitest";
import { SeenKeys } from "../../../src/data/import/seen-keys.ts";
import { tableNamed } from "../../../src/data/import/tables.ts";

const sales = tableNamed("fact_sales_monthly");
const repeats = (keys: readonly string[]): boolean => {
  const seen = new SeenKeys(sales);
  for (const key of keys) seen.add(key);
  return seen.mayRepeat;
};

test("a key that comes twice is told, wherever it stands", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (keys, at) => {
      expect(repeats(keys)).toBe(false);
      expect(repeats([...keys, keys[at % keys.length] ?? ""])).toBe(true);
    }),
  );
});

test("a hundred thousand keys that differ in one letter are no repeats", () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `2026-01-01\nP${index}\nC${index % 7}`);
  expect(repeats(keys)).toBe(false);
  expect(repeats([...keys, keys[77] ?? ""])).toBe(true);
});

test("a table whose keys may be written in several ways is always asked", () => {
  expect(new SeenKeys(tableNamed("gross_price")).mayRepeat).toBe(true);
});
