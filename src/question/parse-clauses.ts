import type { DimensionKey } from "../dimension.ts";
import type { Cursor } from "./cursor.ts";
import type { Draft, DraftFilter } from "./draft.ts";
import type { Match } from "./matches.ts";
import { missingAfter, type ReadingProblem, refuse, unknownAt } from "./problem.ts";
import type { Member } from "./vocabulary.ts";

type How = Pick<DraftFilter, "excluded" | "part">;

/** Members after "in", "of", "excluding" or alone, joined by commas and "and". */
export const readFilters = (cursor: Cursor, draft: Draft, how: How): void => {
  const start = cursor.at;
  if (!how.excluded) skipFillersBeforeOthers(cursor);
  else cursor.skipFillers();
  let said: DimensionKey | undefined;
  const add = (member: Member): void => {
    draft.filters.push({ dimension: member.dimension, member: member.name, ...how });
  };
  let isFirst = true;
  for (let next: number | undefined = cursor.at; next !== undefined; next = cursor.joined()) {
    const found = nextMember(cursor, next, said, isFirst);
    if (!found) break;
    said = found.said;
    add(found.member);
    cursor.at = afterOwnDimension(cursor, found);
    isFirst = false;
  }
  if (isFirst && (how.excluded || cursor.isDone)) throw misplaced(cursor, start - 1);
};

/** "the Direct channel", "India market": the dimension said after the name adds nothing. */
const afterOwnDimension = (cursor: Cursor, { member, end }: FoundMember): number => {
  const next = cursor.best(end);
  const isOwn = next?.kind === "group" && next.single && next.dimension === member.dimension;
  const isSeparate =
    /[,;]/.test(cursor.tokens[end]?.gap ?? "") || !next || cursor.membersIn(member.dimension, next.end);
  return isOwn && !isSeparate ? next.end : end;
};

/** The words after a preposition do not fit it, or there are none. */
const misplaced = (cursor: Cursor, start: number): ReadingProblem =>
  cursor.isDone ? missingAfter(cursor.textBetween(start, cursor.tokens.length)) : unknownAt(cursor.at);

interface FoundMember {
  readonly member: Member;
  readonly end: number;
  /** The dimension that was said before the name; it holds for the rest of the list. */
  readonly said: DimensionKey | undefined;
}

const nextMember = (
  cursor: Cursor,
  at: number,
  said: DimensionKey | undefined,
  isFirst: boolean,
): FoundMember | undefined => {
  const best = cursor.best(at);
  const named = dimensionSaid(cursor, at);
  if (named) return named;
  if (said && (!best || best.kind === "member" || isFirst)) {
    const found = cursor.membersIn(said, at);
    if (found) return { ...found, said };
  }
  const match = memberUnlessGrammar(cursor, at, isFirst);
  return match?.kind === "member"
    ? { member: cursor.member(match, at), end: match.end, said: undefined }
    : undefined;
};

/** "market India", "customer "Zone"". */
const dimensionSaid = (cursor: Cursor, at: number): FoundMember | undefined => {
  const group = cursor.findKind("group", at);
  if (!group?.dimension || !group.single) return undefined;
  const found = cursor.membersIn(group.dimension, group.end);
  const best = cursor.best(at);
  return found && found.end >= (best?.end ?? 0) ? { ...found, said: group.dimension } : undefined;
};

/** Where a name is expected a filler or a dimension that is a name too is one ("for Total", "in Zone"). */
const memberUnlessGrammar = (cursor: Cursor, at: number, isFirst: boolean): Match | undefined => {
  const best = cursor.best(at);
  const isFiller = isFirst && best?.kind === "grammar" && best.grammar.kind === "filler";
  const isWeak = best?.kind === "group" || isFiller;
  const member = isWeak ? cursor.findKind("member", at) : undefined;
  return member && member.end === best?.end ? member : best;
};

const skipFillersBeforeOthers = (cursor: Cursor): void => {
  for (;;) {
    const [best, second] = cursor.matches();
    if (best?.kind !== "grammar" || best.grammar.kind !== "filler") return;
    const isName = second?.kind === "member" && second.end === best.end;
    const after = cursor.best(best.end)?.kind;
    if (isName && (after === undefined || after === "grammar" || after === "period")) return;
    cursor.at = best.end;
  }
};

/** After "by": groups and, in a ranking, metrics. */
export const readBreakDown = (cursor: Cursor, draft: Draft, start: number): void => {
  readModifiers(cursor, draft);
  let isFirst = true;
  for (let next: number | undefined = cursor.at; next !== undefined; next = cursor.joined()) {
    const match = nextBroken(cursor, next, isFirst);
    if (match?.kind === "group") draft.by.push(match.group);
    else if (match?.kind === "metric" && (isFirst || draft.orderedBy.length > 0)) {
      draft.orderedBy.push(cursor.metric(match, next).key);
    } else break;
    cursor.at = match.end;
    isFirst = false;
  }
  if (!isFirst || cursor.isGrammar("order")) return;
  if (cursor.isGrammar("finer")) throw refuse("not-allowed", onlyMonths);
  throw misplaced(cursor, start);
};

export const onlyMonths =
  "The figures are monthly: nothing finer than a month is kept. Say a month, like Mar 2021, or by month.";

/** A group wins over a period that begins with it: "by fiscal year FY2020". */
const nextBroken = (cursor: Cursor, at: number, isFirst: boolean): Match | undefined => {
  const best = cursor.best(at);
  if (isFirst) return cursor.find((match) => match.kind === "group" || match.kind === "metric", at);
  return best?.kind === "period" ? (cursor.findKind("group", at) ?? best) : best;
};

/** "by share of …", "by highest …". */
const readModifiers = (cursor: Cursor, draft: Draft): void => {
  for (;;) {
    cursor.skipFillers();
    const best = cursor.best();
    if (best?.kind !== "grammar") return;
    if (best.grammar.kind === "share") draft.share = true;
    else if (best.grammar.kind === "order" && cursor.findKind("metric", best.end))
      draft.order = best.grammar.order;
    else return;
    cursor.at = best.end;
  }
};

/** After "per", "in each": one group. */
export const readPer = (cursor: Cursor, draft: Draft, start: number): void => {
  cursor.skipFillers();
  const group = cursor.findKind("group");
  if (!group) throw misplaced(cursor, start);
  draft.per.push(group.group);
  cursor.at = group.end;
};

/** After "vs": last year, last period, the forecast, a period or a member. */
export const readCompared = (cursor: Cursor, draft: Draft, start: number): void => {
  const side = cursor.find((match) => match.kind === "grammar" && match.grammar.kind === "side");
  const longest = cursor.find((match) => match.kind !== "grammar" || match.grammar.kind !== "filler");
  if (side?.kind === "grammar" && side.grammar.kind === "side" && side.end >= (longest?.end ?? 0)) {
    draft.comparisons.push({ kind: side.grammar.comparison });
    cursor.at = side.end;
    return;
  }
  if (skipOneFiller(cursor)) return readCompared(cursor, draft, start);
  const named = dimensionSaid(cursor, cursor.at);
  if (named) {
    draft.comparisons.push({ kind: "one-of", members: [named.member], at: cursor.at, end: named.end });
    cursor.at = named.end;
    return;
  }
  const other = cursor.find((match) => match.kind === "period" || match.kind === "member");
  if (other?.kind === "period") {
    if (other.impossible) throw refuse("not-allowed", other.impossible);
    draft.comparisons.push({ kind: "periods", periods: other.periods });
  } else if (other?.kind === "member") {
    draft.comparisons.push({ kind: "one-of", members: other.members, at: cursor.at, end: other.end });
  } else {
    throw misplaced(cursor, start);
  }
  cursor.at = other.end;
};

const skipOneFiller = (cursor: Cursor): boolean => {
  const before = cursor.at;
  cursor.skipFillers();
  return cursor.at > before;
};

/** After "with": a metric that orders ("the highest cogs") or one with a bound ("cogs over 10k"). */
export const readWith = (cursor: Cursor, draft: Draft, start: number): void => {
  readModifiers(cursor, draft);
  const metric = cursor.findKind("metric");
  if (!metric) throw misplaced(cursor, start);
  const found = cursor.metric(metric);
  cursor.at = metric.end;
  cursor.skipFillers();
  const than = cursor.find((match) => match.kind === "grammar" && match.grammar.kind === "than");
  const number = than ? cursor.number(than.end) : undefined;
  if (than?.kind !== "grammar" || than.grammar.kind !== "than" || !number) {
    draft.orderedBy.push(found.key);
    return;
  }
  if (number.isPercent && found.unit !== "percent") {
    throw refuse("not-allowed", `${found.label} is not a percentage: say a plain number, like 10k.`);
  }
  const value = found.unit === "percent" ? Number(`${number.value}e-2`) : number.value;
  if (!Number.isFinite(value)) throw refuse("not-allowed", "That number is too long to compare with.");
  draft.conditions.push({ metric: found.key, side: than.grammar.side, value });
  cursor.at = number.end;
};

/** After "as": table, bar, line, pie or csv. */
export const readForm = (cursor: Cursor, draft: Draft, start: number): void => {
  const form = cursor.find((match) => match.kind === "grammar" && match.grammar.kind === "form");
  if (form?.kind !== "grammar" || form.grammar.kind !== "form") throw misplaced(cursor, start);
  draft.form = form.grammar.form;
  cursor.at = form.end;
};
