import type { DimensionKey } from "../dimension.ts";
import { labelOf } from "../dimension.ts";
import { assemble, type CommandStart } from "./assemble.ts";
import { canonicalJson } from "./canonical.ts";
import {
  composePhrases,
  type Naming,
  percentWords,
  plainNumber,
  quote,
  safeNaming,
  safeWords,
} from "./compose-words.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { matchesAt } from "./matches.ts";
import { parseWords } from "./parse.ts";
import type { Question } from "./question.ts";
import { tokenize } from "./tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * A question as words that read back as the same question. Without a vocabulary names are quoted and their
 * dimension is said; with one they stand alone wherever that reads the same. `after` a command with metrics of its
 * own they begin with its name, and read back as the words after it.
 */
export const toWords = (question: Question, vocabulary?: Vocabulary, after?: CommandStart): string => {
  if (!vocabulary) return safeWords(question, after);
  const wanted = canonicalJson(question);
  const reads = (words: string): boolean => readsAs(words, wanted, vocabulary, after);
  const pretty = composePhrases(question, prettyNaming(vocabulary), after).filter(Boolean);
  const safe = composePhrases(question, safeNaming, after).filter(Boolean);
  const ways = [pretty.join(" "), safe.join(" ")];
  const apart = after ? [after.command, safe.slice(1).join("; ")].join(" ") : safe.join("; ");
  return ways.find(reads) ?? apart;
};

/** No canonical words depend on what is loaded: every month in them is said as it is. */
const nothingLoaded: LoadedMonths = { fiscalYearStartMonth: 9, months: [] };

const readsAs = (
  said: string,
  wanted: string,
  vocabulary: Vocabulary,
  after: CommandStart | undefined,
): boolean => {
  try {
    const words = after ? said.slice(after.command.length) : said;
    const draft = parseWords(words, vocabulary);
    return (
      canonicalJson(
        assemble(draft, { text: words, vocabulary, loaded: nothingLoaded, chosen: new Map() }, after),
      ) === wanted
    );
  } catch {
    return false;
  }
};

const prettyNaming = (vocabulary: Vocabulary): Naming => ({
  metric: (key) => vocabulary.metrics.get(key)?.label.toLowerCase() ?? safeNaming.metric(key),
  members: (dimension, members) => {
    const said = members.map((member) => standsAlone(member, dimension, vocabulary));
    return said.every((name) => name !== undefined)
      ? said.join(", ")
      : `${labelOf(dimension).toLowerCase()} ${members.map(quote).join(", ")}`;
  },
  condition: (metric, value) =>
    vocabulary.metrics.get(metric)?.unit === "percent" ? percentWords(value) : plainNumber(value),
});

/** The name as it is, or in quotes, where that means this member and nothing else. */
const standsAlone = (name: string, dimension: DimensionKey, vocabulary: Vocabulary): string | undefined =>
  [name, quote(name)].find((said) => {
    const tokens = tokenize(said);
    const [best] = matchesAt(said, tokens, 0, vocabulary);
    const [member, second] = best?.kind === "member" && best.end === tokens.length ? best.members : [];
    return member?.dimension === dimension && member.name === name && !second;
  });
