import { z } from "zod";
import { dimensionKeys, timeKeys } from "../dimension.ts";

/**
 * A Question is plain data: it can be stored, replayed, audited and shown as words again.
 * Periods stay as they were said ("last quarter"); `resolvePeriod` turns them into months.
 */

const dimensionKey = z.enum(dimensionKeys);
const groupKey = z.enum([...dimensionKeys, ...timeKeys]);
const year = z.int().min(1970).max(2200);
const month = z.int().min(1).max(12);
const quarter = z.int().min(1).max(4);
const unit = z.enum(["month", "quarter", "year"]);

/** One stretch of months, as a person names it. Years are fiscal unless the kind says calendar. */
const simplePeriod = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fiscal-year"), year }),
  z.strictObject({ kind: z.literal("calendar-year"), year }),
  /** Fiscal quarter; without a year the latest loaded. */
  z.strictObject({ kind: z.literal("quarter"), quarter, year: year.optional() }),
  /** Calendar month; `year` is the calendar year; without it the latest loaded. */
  z.strictObject({ kind: z.literal("month"), month, year: year.optional() }),
  z.strictObject({ kind: z.literal("last"), count: z.int().min(1).max(600), unit }),
  z.strictObject({ kind: z.literal("next"), count: z.int().min(1).max(600), unit: z.literal("month") }),
  /** "last quarter" is the latest complete one; "last 1 quarter" (kind last) may be to date. */
  z.strictObject({ kind: z.literal("relative"), which: z.enum(["this", "last", "next"]), unit }),
  z.strictObject({ kind: z.literal("ytd") }),
  z.strictObject({ kind: z.literal("all") }),
]);
export type SimplePeriod = z.infer<typeof simplePeriod>;

export const period = z.union([
  simplePeriod,
  z.strictObject({ kind: z.literal("range"), from: simplePeriod, to: simplePeriod }),
  z.strictObject({ kind: z.literal("since"), from: simplePeriod }),
]);
export type Period = z.infer<typeof period>;

export const comparison = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("last-year") }),
  z.strictObject({ kind: z.literal("last-period") }),
  z.strictObject({ kind: z.literal("period"), period }),
  z.strictObject({ kind: z.literal("member"), dimension: dimensionKey, member: z.string() }),
  z.strictObject({ kind: z.literal("forecast") }),
]);
export type Comparison = z.infer<typeof comparison>;

/** Members of one dimension are joined by OR, filters of different dimensions by AND. */
export const filter = z.strictObject({
  dimension: dimensionKey,
  members: z.array(z.string().min(1)).min(1),
  excluded: z.boolean().default(false),
  /** In a share without a break-down: "share of net sales of Crona in India" is Crona (the part) over India. */
  part: z.literal(true).optional(),
});
export type Filter = z.infer<typeof filter>;

/** What has room in one question. */
export const most = { metrics: 8, breakDowns: 4, rows: 1000 } as const;

export const forms = ["table", "bar", "line", "pie", "csv"] as const;

export const question = z.strictObject({
  /** ranking: `top products …`; measure: `net sales by month …`; listing: `markets of Crona`. */
  kind: z.enum(["ranking", "measure", "listing"]),
  /** Dictionary keys; the first one orders the rows. */
  metrics: z.array(z.string().min(1)).min(1).max(most.metrics),
  /** Break-down, outermost first. A ranking has at least one. */
  by: z.array(groupKey).max(most.breakDowns).default([]),
  /** A ranking that restarts in each member of this dimension. */
  each: dimensionKey.optional(),
  filters: z.array(filter).default([]),
  period: period.optional(),
  comparison: comparison.optional(),
  /** Rankings only. */
  order: z.enum(["top", "bottom"]).default("top"),
  /** Rankings only: rows (in each group). */
  limit: z.int().min(1).max(most.rows).default(10),
  share: z.boolean().default(false),
  conditions: z
    .array(z.strictObject({ metric: z.string().min(1), side: z.enum(["over", "under"]), value: z.number() }))
    .default([]),
  level: z.enum(["variant", "account"]).optional(),
  form: z.enum(forms).optional(),
});
export type Question = z.infer<typeof question>;
