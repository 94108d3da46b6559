import { type DimensionKey, labelOf, pluralOf } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import { quote } from "./compose-words.ts";
import { isCountryKey } from "./countries.ts";
import { correctable } from "./grammar.ts";

import { keyOf, type Token } from "./tokens.ts";
import { digitsOf, slipsBetween, typoDistance } from "./typo-distance.ts";
import type { KnownPhrase, MemberNames, Vocabulary } from "./vocabulary.ts";

type TypoIndex = Vocabulary["typos"];

export const indexTypos = (
  members: MemberNames,
  metrics: ReadonlyMap<string, readonly Metric[]>,
  groups: ReadonlyMap<string, DimensionKey>,
): TypoIndex => {
  const index = new Map<number, KnownPhrase[]>();
  const add = (key: string, known: Omit<KnownPhrase, "key" | "letters" | "digits">): void => {
    if (key.length < 3) return;
    const list = index.get(key.length) ?? [];
    list.push({ ...known, key, letters: lettersOf(key), digits: digitsOf(key) });
    index.set(key.length, list);
  };
  for (const { phrase, meaning } of correctable)
    add(keyOf(phrase), { words: phrase, label: phrase, meaning, isMember: false, isGrammar: true });
  for (const [key, [metric]] of metrics) {
    if (metric)
      add(key, {
        words: metric.label,
        label: metric.label,
        meaning: metric.key,
        isMember: false,
        isGrammar: false,
      });
  }
  for (const [key, dimension] of groups) {
    const label = key.endsWith("s") ? pluralOf(dimension) : labelOf(dimension).toLowerCase();
    add(key, { words: label, label, meaning: dimension, isMember: false, isGrammar: false });
  }
  for (const [key, readings] of members.byKey) {
    const [first] = readings;
    if (!first) continue;
    const words = readings.every((reading) => reading.name === first.name) ? quote(first.name) : first.name;
    add(key, {
      words,
      label: first.name,
      meaning: readings.map((one) => `${one.dimension}:${one.name}`).join(),
      isMember: true,
      isGrammar: false,
    });
  }
  return index;
};

/** One bit per letter: two words far apart in letters are far apart in edits. */
const lettersOf = (key: string): number => {
  let letters = 0;
  for (let at = 0; at < key.length; at += 1) letters |= 1 << (key.charCodeAt(at) % 31);
  return letters;
};

const differingLetters = (one: number, other: number): number => {
  let bits = one ^ other;
  let count = 0;
  while (bits !== 0) {
    bits &= bits - 1;
    count += 1;
  }
  return count;
};

/** Words that stand for other words: the tokens from `from` to before `to`. */
export interface Correction {
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly label: string;
}

const widestWindow = 6;

/** The one phrase that the words at `from` are clearly nearest to; none where two are equally near. */
export const correctTypo = (
  tokens: readonly Token[],
  from: number,
  index: TypoIndex,
): Correction | undefined => {
  let best: Near & { readonly to: number } = { edits: Number.POSITIVE_INFINITY, known: undefined, to: from };
  for (const { key, quoted, to } of windowsFrom(tokens, from)) {
    const near = nearest(key, index, quoted);
    if (near && near.edits <= best.edits) best = { ...near, to };
  }
  return best.known && { from, to: best.to, words: best.known.words, label: best.known.label };
};

/** The fewest edits to a known phrase; no phrase where several are as near. */
interface Near {
  readonly edits: number;
  readonly known: KnownPhrase | undefined;
}

interface Window {
  readonly to: number;
  readonly key: string;
  readonly quoted: boolean;
}

function* windowsFrom(tokens: readonly Token[], from: number): Generator<Window> {
  const first = tokens[from];
  if (first?.quoted) yield { to: from + 1, key: keyOf(first.text), quoted: true };
  let key = "";
  for (let at = from; at < Math.min(tokens.length, from + widestWindow); at += 1) {
    const token = tokens[at];
    if (!token || token.quoted || (at > from && /[,;]/.test(token.gap))) return;
    key += token.text;
    yield { to: at + 1, key, quoted: false };
  }
}

const nearest = (key: string, index: TypoIndex, isName: boolean): Near | undefined => {
  if (key.length < 3 || key.length > 60 || isCountryKey(key)) return undefined;
  const letters = lettersOf(key);
  const digits = digitsOf(key);
  let best: Near | undefined;
  for (let length = key.length - 3; length <= key.length + 3; length += 1) {
    for (const known of index.get(length) ?? []) {
      if (known.digits !== digits || (isName && !known.isMember)) continue;
      if (differingLetters(letters, known.letters) > 6) continue;
      const edits = slipsBetween(key, known.key);
      if (edits === 0) return undefined;
      if (edits === undefined || (best && edits > best.edits)) continue;
      if (known.isGrammar && edits > slipsInGrammar(key.length)) continue;
      const isRival = best !== undefined && edits === best.edits && !sameMeaning(known, best.known);
      best = { edits, known: isRival ? undefined : known };
    }
  }
  return best;
};

/** Words of the language are short and many: only a clear slip is taken for one. */
const slipsInGrammar = (length: number): number => (length < 8 ? 1 : 2);

const sameMeaning = (one: KnownPhrase, other: KnownPhrase | undefined): boolean =>
  one.meaning === other?.meaning || one.words === other?.words;

/** What the unknown words may have meant, nearest first: for the buttons of "Did you mean". */
export const suggest = (
  tokens: readonly Token[],
  from: number,
  index: TypoIndex,
  most: number,
  isKnown: (at: number) => boolean,
): readonly Correction[] => {
  const found = new Map<string, { correction: Correction; score: number }>();
  for (const window of windowsFrom(tokens, from)) {
    if (window.to - from > 3 || (window.to > from + 1 && isKnown(window.to - 1))) break;
    if (window.key.length < 2 || window.key.length > 60) continue;
    const letters = lettersOf(window.key);
    for (const list of index.values()) {
      for (const known of list) {
        const score = likeness(window.key, known, letters);
        const other = found.get(known.label);
        if (score === undefined || (other && other.score <= score)) continue;
        found.set(known.label, {
          score,
          correction: { from, to: window.to, words: known.words, label: known.label },
        });
      }
    }
  }
  return [...found.values()]
    .sort(
      (one, other) => one.score - other.score || one.correction.label.localeCompare(other.correction.label),
    )
    .slice(0, most)
    .map(({ correction }) => correction);
};

/** Edits per letter, 0..0.4; a name that begins with the words, or holds them, is near. */
const likeness = (key: string, known: KnownPhrase, letters: number): number | undefined => {
  if (key.length > 2 && !known.isGrammar && known.key.startsWith(key))
    return 0.2 + (known.key.length - key.length) / 1000;
  if (key.length > 3 && known.isMember && known.key.includes(key)) return 0.3 + known.key.length / 1000;
  const longer = Math.max(key.length, known.key.length);
  if (longer < 4) return undefined;
  const allowed = longer * (known.isMember ? 0.4 : 0.34);
  if (Math.abs(key.length - known.key.length) > allowed) return undefined;
  if (differingLetters(letters, known.letters) > 2 * allowed) return undefined;
  const edits = typoDistance(key, known.key);
  return edits <= allowed ? edits / longer : undefined;
};
