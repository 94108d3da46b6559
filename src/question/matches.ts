import type { DimensionKey, GroupKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import { grammarByKey } from "./grammar.ts";
import type { Grammar } from "./phrase.ts";
import type { Period } from "./question.ts";
import { readPeriod } from "./read-period.ts";
import { keyOf, type Token } from "./tokens.ts";
import type { Member, Vocabulary } from "./vocabulary.ts";

/** A phrase that begins at a token and ends before `end`. */
export type Match = { readonly end: number } & (
  | { readonly kind: "grammar"; readonly grammar: Exclude<Grammar, { kind: "group" }> }
  | { readonly kind: "period"; readonly periods: readonly Period[]; readonly impossible?: string }
  | { readonly kind: "metric"; readonly metrics: readonly Metric[] }
  /** `single`: said in the singular, so that a member's name may follow ("market India"). */
  | {
      readonly kind: "group";
      readonly group: GroupKey;
      readonly dimension?: DimensionKey;
      readonly single: boolean;
    }
  | { readonly kind: "member"; readonly members: readonly Member[] }
);

const priorities: Readonly<Record<Match["kind"], number>> = {
  grammar: 0,
  period: 1,
  metric: 2,
  group: 3,
  member: 4,
};

/** Every phrase at a token: the longest first, and of equal words grammar before names. */
export const matchesAt = (
  text: string,
  tokens: readonly Token[],
  at: number,
  vocabulary: Vocabulary,
): readonly Match[] => {
  const token = tokens[at];
  if (!token) return [];
  if (token.quoted) return quotedMatches(token, at, vocabulary);
  const found: Match[] = [];
  const period = readPeriod(tokens, at);
  if (period) found.push({ kind: "period", ...period });
  let key = "";
  let crossesComma = false;
  for (let end = at + 1; end <= tokens.length; end += 1) {
    const next = tokens[end - 1];
    if (!next || next.quoted || (end > at + 1 && next.gap.includes(";"))) break;
    if (end > at + 1 && next.gap.includes(",")) crossesComma = true;
    key += next.text;
    if (key.length > vocabulary.longest) break;
    if (!crossesComma) found.push(...languageMatches(key, end, vocabulary));
    const members = membersOf(key, text.slice(token.start, next.end), crossesComma, vocabulary);
    if (members) found.push({ kind: "member", end, members });
  }
  return found.sort((one, other) => other.end - one.end || rank(one) - rank(other));
};

/** An impossible period only counts where nothing else is read. */
const rank = (match: Match): number =>
  match.kind === "period" && match.impossible ? 9 : priorities[match.kind];

const languageMatches = (key: string, end: number, vocabulary: Vocabulary): Match[] => {
  const metrics = vocabulary.metricsByKey.get(key);
  const dimension = vocabulary.groupsByKey.get(key);
  const single = !key.endsWith("s");
  const grammar = (grammarByKey.get(key) ?? []).map(
    (means): Match =>
      means.kind === "group"
        ? { kind: "group", end, group: means.group, single }
        : { kind: "grammar", end, grammar: means },
  );
  return [
    ...grammar,
    ...(metrics ? [{ kind: "metric", end, metrics } as const] : []),
    ...(dimension ? [{ kind: "group", end, group: dimension, dimension, single } as const] : []),
  ];
};

const membersOf = (
  key: string,
  typed: string,
  crossesComma: boolean,
  { members }: Vocabulary,
): readonly Member[] | undefined => {
  const found = members.byKey.get(key);
  if (!found || (crossesComma && !members.withComma.has(key))) return undefined;
  return exactFirst(found, typed);
};

/** Of two names of one dimension that differ in case or signs only, the one that was typed exactly. */
const exactFirst = (members: readonly Member[], typed: string): readonly Member[] => {
  if (members.length < 2) return members;
  const name = typed.replace(/\s+/g, " ");
  return members.filter(
    (member) =>
      member.name === name ||
      !members.some((other) => other.dimension === member.dimension && other.name === name),
  );
};

const quotedMatches = (token: Token, at: number, { members }: Vocabulary): readonly Match[] => {
  const found =
    members.byName.get(token.text) ??
    members.byKey.get(keyOf(token.text)) ??
    members.everyByKey.get(keyOf(token.text));
  return found ? [{ kind: "member", end: at + 1, members: found }] : [];
};

/** Members of one dimension at a token, where the dimension was said; the longest name first. */
export const membersOfDimension = (
  text: string,
  tokens: readonly Token[],
  at: number,
  dimension: DimensionKey,
  { members, longest }: Vocabulary,
): { readonly members: readonly Member[]; readonly end: number } | undefined => {
  const first = tokens[at];
  if (!first) return undefined;
  const pick = (key: string, typed: string): readonly Member[] => {
    const all = members.everyByKey.get(key)?.filter((member) => member.dimension === dimension) ?? [];
    return exactFirst(all, typed);
  };
  if (first.quoted) {
    const exact = members.byExact(dimension, first.text);
    const found = exact ? [exact] : pick(keyOf(first.text), first.text);
    return found.length > 0 ? { members: found, end: at + 1 } : undefined;
  }
  let best: { members: readonly Member[]; end: number } | undefined;
  let key = "";
  for (let end = at + 1; end <= tokens.length; end += 1) {
    const next = tokens[end - 1];
    if (!next || next.quoted || (end > at + 1 && /[,;]/.test(next.gap))) break;
    key += next.text;
    if (key.length > longest) break;
    const found = pick(key, text.slice(first.start, next.end));
    if (found.length > 0) best = { members: found, end };
  }
  return best;
};
