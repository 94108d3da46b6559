import { type DimensionKey, dimensionKeys, dimensions } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import { type Member, type MemberNames, nameMembers } from "./members.ts";
import { keyOf } from "./tokens.ts";
import { indexTypos, type TypoIndex } from "./typos.ts";
import type { DimensionRows } from "./vocabulary.ts";

/** Every phrase that means something in this load's data. Built once per load and viewer's policy. */
export interface Vocabulary {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly metricsByKey: ReadonlyMap<string, readonly Metric[]>;
  readonly groupsByKey: ReadonlyMap<string, DimensionKey>;
  readonly members: MemberNames;
  readonly typos: TypoIndex;
  /** Length of the longest key, where looking for longer phrases ends. */
  readonly longest: number;
  /** A whole question that reads right, for error messages. */
  readonly example: string;
}

/** Phrase tables of the dictionary and of every member's name. */
export const createVocabulary = (rows: DimensionRows, metrics: readonly Metric[]): Vocabulary => {
  const members = nameMembers(rows);
  const metricsByKey = nameMetrics(metrics);
  const groupsByKey = nameGroups();
  const keys = [...members.byKey.keys(), ...metricsByKey.keys(), ...groupsByKey.keys()];
  return Object.freeze({
    metrics: new Map(metrics.map((metric) => [metric.key, metric])),
    metricsByKey,
    groupsByKey,
    members,
    typos: indexTypos(members, metricsByKey, groupsByKey),
    longest: keys.reduce((longest, key) => Math.max(longest, key.length), 40),
    example: exampleOf(rows, members),
  });
};

/** Key and label name a metric first, synonyms only where no other metric has that name. */
const nameMetrics = (metrics: readonly Metric[]): ReadonlyMap<string, readonly Metric[]> => {
  const names = new Map<string, Metric[]>();
  const add = (phrase: string, metric: Metric, mayShare: boolean): void => {
    const key = keyOf(phrase);
    const known = names.get(key) ?? [];
    if (known.includes(metric) || (known.length > 0 && !mayShare)) return;
    names.set(key, [...known, metric]);
  };
  for (const metric of metrics) add(metric.key, metric, false);
  for (const metric of metrics) add(metric.label, metric, false);
  const own = new Set(names.keys());
  for (const metric of metrics) {
    for (const synonym of metric.synonyms) if (!own.has(keyOf(synonym))) add(synonym, metric, true);
  }
  return names;
};

const nameGroups = (): ReadonlyMap<string, DimensionKey> => {
  const names = new Map<string, DimensionKey>();
  for (const dimension of dimensionKeys) {
    const { key, label, plural, synonyms } = dimensions[dimension];
    for (const phrase of [key, label, plural, ...synonyms]) names.set(keyOf(phrase), dimension);
  }
  return names;
};

const exampleOf = (rows: DimensionRows, members: MemberNames): string => {
  const market = rows.markets.find(
    (row) => isPlain(row.market) && members.byKey.get(keyOf(row.market))?.length === 1,
  );
  return market ? `top 10 products by net sales in ${market.market}` : "top 10 products by net sales";
};

const isPlain = (name: string): boolean => /^\p{L}{3,}$/u.test(name);

/** What a member is called where two of one name are told apart: "India (market)". */
export const describeMember = (member: Member): string =>
  `${member.name} (${dimensions[member.dimension].label.toLowerCase()})`;
