import fc from "fast-check";
import { expect, test } from "vitest";
import { SeenKeys } from "../../../src/data/import/seen-keys.ts";
import { tableNamed } from "../../../src/data/import/tables.ts";

const sales = tableNamed("fact_sales_monthly");
const repeats = (keys: readonly (readonly string[])[]): boolean => {
  const seen = new SeenKeys(sales);
  for (const key of keys) seen.add(key);
  return seen.mayRepeat;
};

/** No part holds what ends it, nor the comma that tells two keys apart here. */
const part = fc.string().filter((text) => !/[\0,]/.test(text));
const key = fc.tuple(part, part, part);

test("a key that comes twice is told, wherever it stands", () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { minLength: 1, selector: String }), fc.nat(), (keys, at) => {
      expect(repeats(keys)).toBe(false);
      expect(repeats([...keys, keys[at % keys.length] ?? []])).toBe(true);
    }),
  );
});

test("a hundred thousand keys that differ in one letter are no repeats", () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => ["2026-01-01", `P${index}`, `C${index % 7}`]);
  expect(repeats(keys)).toBe(false);
  expect(repeats([...keys, keys[77] ?? []])).toBe(true);
});

test("a table whose keys may be written in several ways is always asked", () => {
  expect(new SeenKeys(tableNamed("gross_price")).mayRepeat).toBe(true);
});

test("parts count by where they end", () => {
  expect(
    repeats([
      ["P1", "2"],
      ["P", "12"],
    ]),
  ).toBe(false);
});
