import fc from "fast-check";
import { dimensionKeys, timeKeys } from "../../../src/dimension.ts";
import { metrics } from "../../../src/metrics/index.ts";
import { canonicalQuestion } from "../../../src/question/canonical.ts";
import {
  type Comparison,
  type Filter,
  forms,
  type Period,
  type Question,
  type SimplePeriod,
} from "../../../src/question/question.ts";
import type { Vocabulary } from "../../../src/question/vocabulary.ts";

/** Random canonical questions over a vocabulary: everything that words can say. */
export const questionsOver = ({ members }: Vocabulary): fc.Arbitrary<Question> => {
  const named = [...members.everyByKey.values(), ...members.byName.values()].flat();
  const namesOf = (dimension: string): string[] => [
    ...new Set(named.filter((member) => member.dimension === dimension).map((member) => member.name)),
  ];
  const filter: fc.Arbitrary<Filter> = fc.constantFrom(...dimensionKeys).chain((dimension) =>
    fc.record({
      dimension: fc.constant(dimension),
      members: fc.uniqueArray(fc.constantFrom(...namesOf(dimension)), { minLength: 1, maxLength: 3 }),
      excluded: fc.boolean(),
    }),
  );
  const shape = fc.record(
    {
      kind: fc.constantFrom("ranking", "measure", "listing" as const),
      metrics: fc.uniqueArray(fc.constantFrom(...metrics.map((metric) => metric.key)), {
        minLength: 1,
        maxLength: 4,
      }),
      by: fc.uniqueArray(fc.constantFrom(...dimensionKeys, ...timeKeys), { maxLength: 4 }),
      each: fc.constantFrom(...dimensionKeys),
      filters: fc.array(filter, { maxLength: 4 }),
      period,
      comparison,
      order: fc.constantFrom("top", "bottom" as const),
      limit: fc.integer({ min: 1, max: 1000 }),
      share: fc.boolean(),
      conditions: fc.array(condition, { maxLength: 2 }),
      level: fc.constantFrom("variant", "account" as const),
      form: fc.constantFrom(...forms),
      part: fc.boolean(),
    },
    { requiredKeys: ["kind", "metrics", "by", "filters", "order", "limit", "share", "conditions", "part"] },
  );
  return shape.map(({ part, ...parts }) => canonicalQuestion(sayable(parts, part)));
};

/** Leaves out what no words can mean: a listing has no figures, a member is compared within a filter. */
const sayable = (parts: Question, part: boolean): Question => {
  const by =
    parts.kind === "measure" ? parts.by : parts.by.length > 0 ? parts.by : (["market"] as const).slice();
  const filters = parts.filters.map((filter) =>
    part && !filter.excluded ? { ...filter, part: true as const } : filter,
  );
  const listed = filters.filter((filter) => !filter.excluded);
  if (parts.kind === "listing" && listed.length > 0) {
    const { period: said, form, level } = parts;
    return {
      ...parts,
      by,
      filters,
      metrics: ["net_sales"],
      share: false,
      conditions: [],
      ...(said ? { period: said } : {}),
      ...(form ? { form } : {}),
      ...(level ? { level } : {}),
    };
  }
  const kind = parts.kind === "listing" ? "ranking" : parts.kind;
  return { ...parts, kind, by, filters };
};

const year = fc.integer({ min: 1970, max: 2200 });
const month = fc.integer({ min: 1, max: 12 });
const quarter = fc.integer({ min: 1, max: 4 });
const unit = fc.constantFrom("month", "quarter", "year" as const);
const kind = <K extends string>(name: K): fc.Arbitrary<K> => fc.constant(name);

const absolute: fc.Arbitrary<SimplePeriod> = fc.oneof(
  fc.record({ kind: kind("fiscal-year"), year }),
  fc.record({ kind: kind("calendar-year"), year }),
  fc.record({ kind: kind("quarter"), quarter, year }),
  fc.record({ kind: kind("month"), month, year }),
  fc.record({ kind: kind("relative"), which: fc.constantFrom("this", "last", "next" as const), unit }),
  fc.record({ kind: kind("last"), count: fc.integer({ min: 1, max: 600 }), unit }),
);

const simple: fc.Arbitrary<SimplePeriod> = fc.oneof(
  absolute,
  fc.record({ kind: kind("quarter"), quarter }),
  fc.record({ kind: kind("month"), month }),
  fc.record({ kind: kind("next"), count: fc.integer({ min: 1, max: 600 }), unit: kind("month") }),
  fc.record({ kind: kind("ytd") }),
  fc.record({ kind: kind("all") }),
);

const period: fc.Arbitrary<Period> = fc.oneof(
  simple,
  fc.record({ kind: kind("range"), from: absolute, to: absolute }),
  fc.record({ kind: kind("since"), from: simple }),
);

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ kind: kind("last-year") }),
  fc.record({ kind: kind("last-period") }),
  fc.record({ kind: kind("forecast") }),
  fc.record({ kind: kind("period"), period }),
);

const decimal = fc
  .integer({ min: -1_000_000_000, max: 1_000_000_000 })
  .chain((digits) => fc.integer({ min: 0, max: 6 }).map((places) => Number(`${digits}e-${places}`)));

const condition = fc.record({
  metric: fc.constantFrom(...metrics.map((metric) => metric.key)),
  side: fc.constantFrom("over", "under" as const),
  value: decimal.map((value) => value || 0),
});
