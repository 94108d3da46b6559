import type { Unit } from "./metric.ts";

/** Numbers as people read them; formatting derives from the unit, once, for all media. */

export const notAvailable = "n/a";
const minus = "−";

const signed = (value: number, text: string): string => (value < 0 ? `${minus}${text}` : text);
const withDigits = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
/** By the digits after the point, made once: making one takes far longer than using it. */
const formats = { 0: withDigits(0), 1: withDigits(1), 2: withDigits(2) };
const grouped = (value: number, digits: keyof typeof formats = 0): string => formats[digits].format(value);

const scales = [
  { from: 999_500_000, divisor: 1e9, suffix: "B" },
  { from: 999_500, divisor: 1e6, suffix: "M" },
  { from: 9_995, divisor: 1e3, suffix: "k" },
] as const;

/** 3,812,345 → "3.8M"; three significant figures at most. */
const short = (value: number): string => {
  const size = Math.abs(value);
  const scale = scales.find((candidate) => size >= candidate.from);
  // A sum of doubles may miss a whole number by a hair.
  if (!scale) return grouped(size, size < 99.95 && !Number.isInteger(Number(size.toFixed(1))) ? 1 : 0);
  const scaled = size / scale.divisor;
  return `${grouped(scaled, scaled < 99.95 ? 1 : 0)}${scale.suffix}`;
};

/** For prose and charts: "$3.8M", "36.5%", "1.2M units". */
export const formatShort = (value: number | null | undefined, unit: Unit): string => {
  if (value === null || value === undefined) return notAvailable;
  switch (unit) {
    case "money":
      return signed(value, `$${short(value)}`);
    case "units":
      return signed(value, `${short(value)} ${Math.abs(value) === 1 ? "unit" : "units"}`);
    case "percent":
      return signed(value, `${grouped(Math.abs(value) * 100, 1)}%`);
    case "money-per-unit":
      return signed(value, `$${grouped(Math.abs(value), 2)}`);
    case "count":
      return signed(value, short(value));
  }
};

/** For tables: "$3,812,345", "1,234,567", "36.5%", "$12.34". */
export const formatFull = (value: number | null | undefined, unit: Unit): string => {
  if (value === null || value === undefined) return notAvailable;
  switch (unit) {
    case "money":
      return signed(value, `$${grouped(Math.abs(value))}`);
    case "units":
    case "count":
      return signed(value, grouped(Math.abs(value)));
    case "percent":
      return signed(value, `${grouped(Math.abs(value) * 100, 1)}%`);
    case "money-per-unit":
      return signed(value, `$${grouped(Math.abs(value), 2)}`);
  }
};

const monthNames = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/** "2021-08-01" → "Aug 2021". */
export const formatMonth = (iso: string): string =>
  `${monthNames[Number(iso.slice(5, 7)) - 1] ?? iso} ${iso.slice(0, 4)}`;

/** "+2.1%", "−3.0%": a relative change. */
export const formatPercentChange = (value: number): string =>
  `${value < 0 ? minus : "+"}${grouped(Math.abs(value) * 100, 1)}%`;

/** "+2.1 pts": the difference of two percentages. */
export const formatPoints = (value: number): string =>
  `${value < 0 ? minus : "+"}${grouped(Math.abs(value) * 100, 1)} pts`;

/** "a, b and c" */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
