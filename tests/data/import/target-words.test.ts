import { describe, expect, test } from "vitest";
import {
  readMetric,
  readTargetDimension,
  readTargetPeriod,
  targetPeriodPattern,
} from "../../../src/data/import/target-words.ts";

describe("targets.csv", () => {
  test.each([
    ["net_sales", "net_sales"],
    ["Net sales", "net_sales"],
    ["NET-SALES", "net_sales"],
    ["Revenue", "net_sales"],
    ["Gross margin %", "gross_margin_pct"],
    ["gross_margin_pct", "gross_margin_pct"],
    ["Units", "sold_quantity"],
    ["happiness", null],
  ])("reads the metric %s", (text, key) => {
    expect(readMetric(text)).toBe(key);
  });

  test.each([
    ["company", "company"],
    ["Company", "company"],
    ["Sub-zone", "sub_zone"],
    ["Countries", "market"],
    ["product_code", "product_code"],
    ["colour", null],
  ])("reads the dimension %s", (text, key) => {
    expect(readTargetDimension(text)).toBe(key);
  });

  test.each([
    ["FY2027", "FY2027"],
    ["fy 2027", "FY2027"],
    ["2027", "FY2027"],
    ["2027.0", "FY2027"],
    ["FY2027 Q1", "FY2027 Q1"],
    ["2027-q4", "FY2027 Q4"],
    ["Q1 FY2027", "FY2027 Q1"],
    ["2026-11", "2026-11"],
    ["2026-11-01", "2026-11"],
    ["2026-11-01T00:00:00", "2026-11"],
    ["Nov 2026", "2026-11"],
    ["November-2026", "2026-11"],
  ])("keeps the period %s as %s", (text, period) => {
    expect(readTargetPeriod(text)).toBe(period);
    expect(period).toMatch(new RegExp(targetPeriodPattern));
  });

  test.each(["", "next year", "FY27", "FY2027 Q5", "2026-13", "2026-11-15", "FY1889", "2026-11-01 10:00"])(
    "knows no period %j",
    (text) => {
      expect(readTargetPeriod(text)).toBeNull();
    },
  );
});
