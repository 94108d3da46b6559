import { type DimensionKey, dimensionKeys, dimensions } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import { nameMembers } from "./members.ts";
import { parseWords } from "./parse.ts";
import { ReadingProblem } from "./problem.ts";
import { keyOf, wordsOf } from "./tokens.ts";
import { indexTypos } from "./typos.ts";
import type { DimensionRows, Member, MemberNames, Vocabulary } from "./vocabulary.ts";

export type { Vocabulary } from "./vocabulary.ts";

/** Phrase tables of the dictionary and of every member's name. */
export const createVocabulary = (rows: DimensionRows, metrics: readonly Metric[]): Vocabulary => {
  const metricsByKey = nameMetrics(metrics);
  const groupsByKey = nameGroups();
  const language: Vocabulary = {
    metrics: new Map(metrics.map((metric) => [metric.key, metric])),
    metricsByKey,
    groupsByKey,
    members: nameMembers({ markets: [], customers: [], products: [], aliases: [] }),
    typos: new Map(),
    longest: longestKey([metricsByKey, groupsByKey]),
    example: "",
  };
  const members = withoutQuestions(nameMembers(rows), language);
  return Object.freeze({
    ...language,
    members,
    typos: indexTypos(members, metricsByKey, groupsByKey),
    longest: longestKey([metricsByKey, groupsByKey, members.byKey]),
    example: exampleOf(rows, members),
  });
};

const longestKey = (tables: readonly ReadonlyMap<string, unknown>[]): number =>
  tables.flatMap((table) => [...table.keys()]).reduce((longest, key) => Math.max(longest, key.length), 40);

/** A name that is a question by itself ("Top 10 Products") is only a name in quotes: else the grammar wins. */
const withoutQuestions = (members: MemberNames, language: Vocabulary): MemberNames => ({
  ...members,
  byKey: new Map(
    [...members.byKey].filter(([, readings]) => !readings.some(({ name }) => asksSomething(name, language))),
  ),
});

const asksSomething = (name: string, language: Vocabulary): boolean => {
  const words = wordsOf(name).join(" ");
  if (!words.includes(" ")) return false;
  try {
    const { heads, metrics, orderedBy, by, per, periods, comparisons, conditions, ...said } = parseWords(
      words,
      language,
    );
    const lists = [heads, metrics, orderedBy, by, per, periods, comparisons, conditions];
    return (
      lists.some((list) => list.length > 0) ||
      [said.limit, said.form, said.level].some((one) => one !== undefined)
    );
  } catch (error) {
    if (error instanceof ReadingProblem) return false;
    throw error;
  }
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
