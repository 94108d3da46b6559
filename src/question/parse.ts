import { labelOf } from "../dimension.ts";
import { quote } from "./compose-words.ts";
import { type Chosen, Cursor, type MatchOf } from "./cursor.ts";
import { type Draft, emptyDraft } from "./draft.ts";
import type { Match } from "./matches.ts";
import {
  onlyMonths,
  readBreakDown,
  readCompared,
  readFilters,
  readForm,
  readPer,
  readWith,
} from "./parse-clauses.ts";
import { refuse, unknownAt } from "./problem.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Words → what they said, phrase by phrase. Throws a ReadingProblem at the first that cannot be placed. */
export const parseWords = (text: string, vocabulary: Vocabulary, chosen: Chosen = new Map()): Draft => {
  const cursor = new Cursor(text, vocabulary, chosen);
  const draft = emptyDraft();
  while (!cursor.isDone) readPhrase(cursor, draft);
  return draft;
};

const readPhrase = (cursor: Cursor, draft: Draft): void => {
  const match = cursor.best();
  if (readLimit(cursor, draft, match)) return;
  if (!match) throw unknownAt(cursor.at);
  switch (match.kind) {
    case "grammar":
      return readGrammar(match, cursor, draft);
    case "period":
      return readPeriod(match, cursor, draft);
    case "metric":
      return readMetric(match, cursor, draft);
    case "group":
      return readGroup(match, cursor, draft);
    case "member":
      return readFilters(cursor, draft, { excluded: false, part: false });
  }
};

const readGrammar = (match: MatchOf<"grammar">, cursor: Cursor, draft: Draft): void => {
  const { grammar, end } = match;
  const start = cursor.at;
  cursor.at = end;
  switch (grammar.kind) {
    case "filler":
    case "and":
      return;
    case "order":
      draft.order = grammar.order;
      if (grammar.metric) draft.orderedBy.push(grammar.metric);
      return readRanked(cursor, draft);
    case "by":
      return readBreakDown(cursor, draft, start);
    case "per":
    case "each":
      return readPer(cursor, draft, start);
    case "in":
      return readFilters(cursor, draft, { excluded: false, part: grammar.part });
    case "across":
      if (cursor.best()?.kind === "group") return readBreakDown(cursor, draft, start);
      return readFilters(cursor, draft, { excluded: false, part: false });
    case "excluding":
      return readFilters(cursor, draft, { excluded: true, part: false });
    case "vs":
      return readCompared(cursor, draft, start);
    case "compare":
      draft.comparisons.push({ kind: grammar.comparison });
      return;
    case "with":
      return readWith(cursor, draft, start);
    case "as":
      return readForm(cursor, draft, start);
    case "level":
      draft.level = grammar.level;
      return;
    case "share":
      draft.share = true;
      return;
    case "broken-down":
      draft.by.push(grammar.by);
      return;
    case "count":
      draft.metrics.push(grammar.metric);
      return;
    case "finer":
      throw refuse("not-allowed", onlyMonths);
    case "form":
    case "side":
    case "than":
      throw unknownAt(start);
  }
};

const readPeriod = (match: MatchOf<"period">, cursor: Cursor, draft: Draft): void => {
  if (match.impossible) throw refuse("not-allowed", match.impossible);
  draft.periods.push(match.periods);
  cursor.at = match.end;
};

/** N before a group or an order word: "5 markets", "the 3 best customers". */
const readLimit = (cursor: Cursor, draft: Draft, match: Match | undefined): boolean => {
  const number = cursor.number();
  if (!number || number.isPercent || (match && match.end > number.end) || match?.kind === "period")
    return false;
  const before = cursor.at;
  cursor.at = number.end;
  cursor.skipFillers();
  const isCounted = cursor.findKind("group") !== undefined || cursor.isGrammar("order");
  if (isCounted) draft.limit = number.value;
  else cursor.at = before;
  return isCounted;
};

/** After "top": [N] [METRIC] GROUP. */
const readRanked = (cursor: Cursor, draft: Draft): void => {
  cursor.skipFillers();
  const number = cursor.number();
  if (number && !number.isPercent) {
    draft.limit = number.value;
    cursor.at = number.end;
    cursor.skipFillers();
  }
  const group = cursor.findKind("group");
  if (group) return readHeads(group, cursor, draft);
  const metric = cursor.findKind("metric");
  if (!metric) return;
  draft.orderedBy.push(cursor.metric(metric).key);
  cursor.at = metric.end;
  cursor.skipFillers();
  const ranked = cursor.findKind("group");
  if (ranked) readHeads(ranked, cursor, draft);
};

const readHeads = (group: MatchOf<"group">, cursor: Cursor, draft: Draft): void => {
  draft.heads.push(group.group);
  cursor.at = group.end;
  for (let next = cursor.joined(); next !== undefined; next = cursor.joined()) {
    const match = cursor.best(next);
    if (match?.kind !== "group") return;
    draft.heads.push(match.group);
    cursor.at = match.end;
  }
};

const readMetric = (match: MatchOf<"metric">, cursor: Cursor, draft: Draft): void => {
  const key = cursor.metric(match).key;
  const isRanking = draft.heads.length > 0 || draft.order !== undefined;
  const isNext = isRanking ? draft.orderedBy.length === 0 : draft.metrics.length === 0 || isJoined(cursor);
  if (!isNext) {
    throw refuse("not-allowed", 'Two figures stand side by side: join them with "and".', [
      {
        label: `and ${match.metrics[0]?.label.toLowerCase()}`,
        asks: { words: cursor.replaced(cursor.at, cursor.at, "and ") },
      },
    ]);
  }
  (isRanking ? draft.orderedBy : draft.metrics).push(key);
  cursor.at = match.end;
};

/** Whether a comma or "and" stands before the token. */
const isJoined = (cursor: Cursor): boolean => {
  const token = cursor.tokens[cursor.at];
  const before = cursor.tokens[cursor.at - 1];
  return Boolean(token?.gap.includes(",")) || before?.text === "and" || before?.text === "or";
};

/** A dimension on its own: with a member's name a filter, at the head of the question what is ranked. */
const readGroup = (match: MatchOf<"group">, cursor: Cursor, draft: Draft): void => {
  const named = match.dimension && match.single ? cursor.membersIn(match.dimension, match.end) : undefined;
  if (named && (cursor.best(match.end)?.end ?? 0) <= named.end) {
    return readFilters(cursor, draft, { excluded: false, part: false });
  }
  const isHead = draft.heads.length === 0 && draft.metrics.length === 0;
  if (isHead) return readHeads(match, cursor, draft);
  const member = cursor.findKind("member")?.members[0];
  const name = labelOf(match.group).toLowerCase();
  throw refuse("not-allowed", `Say "by ${name}" to break the figures down by ${name}.`, [
    { label: `by ${name}`, asks: { words: cursor.replaced(cursor.at, cursor.at, "by ") } },
    ...(member
      ? [{ label: member.name, asks: { words: cursor.replaced(cursor.at, match.end, quote(member.name)) } }]
      : []),
  ]);
};
