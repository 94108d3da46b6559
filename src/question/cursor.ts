import type { DimensionKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import { numberWords } from "./fillers.ts";
import { type Match, matchesAt, membersOfDimension } from "./matches.ts";
import { ReadingProblem } from "./problem.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Member, Vocabulary } from "./vocabulary.ts";

type Kind = Match["kind"];
export type MatchOf<K extends Kind> = Extract<Match, { kind: K }>;

/** Readings chosen for ambiguous words, by the place of their first token: a dimension or a metric's key. */
export type Chosen = ReadonlyMap<number, string>;

/** A place in the words, and what can be read there. */
export class Cursor {
  readonly tokens: readonly Token[];
  at = 0;
  readonly #text: string;
  readonly #vocabulary: Vocabulary;
  readonly #chosen: Chosen;
  readonly #known = new Map<number, readonly Match[]>();

  constructor(text: string, vocabulary: Vocabulary, chosen: Chosen) {
    this.tokens = tokenize(text);
    this.#text = text;
    this.#vocabulary = vocabulary;
    this.#chosen = chosen;
  }

  get isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Everything that begins at a token, the longest first. */
  matches(at = this.at): readonly Match[] {
    const known = this.#known.get(at);
    if (known) return known;
    const found = matchesAt(this.#text, this.tokens, at, this.#vocabulary);
    this.#known.set(at, found);
    return found;
  }

  /** The longest phrase at a token that can stand there by itself. */
  best(at = this.at): Match | undefined {
    return this.matches(at).find(stands);
  }

  /** The longest phrase at a token that passes. */
  find(accepts: (match: Match) => boolean, at = this.at): Match | undefined {
    return this.matches(at).find(accepts);
  }

  findKind<K extends Kind>(kind: K, at = this.at): MatchOf<K> | undefined {
    return this.find((match) => match.kind === kind, at) as MatchOf<K> | undefined;
  }

  /** Whether the token begins grammar of a kind. */
  isGrammar(kind: string, at = this.at): boolean {
    return this.matches(at).some((match) => match.kind === "grammar" && match.grammar.kind === kind);
  }

  /** The text with other words in place of the tokens from one to before another. */
  replaced(from: number, to: number, words: string): string {
    const start = this.tokens[from]?.start ?? this.#text.length;
    const end = to > from ? (this.tokens[to - 1]?.end ?? this.#text.length) : start;
    return `${this.#text.slice(0, start)}${words}${this.#text.slice(end)}`;
  }

  textBetween(from: number, to: number): string {
    return this.#text.slice(this.tokens[from]?.start ?? 0, this.tokens[to - 1]?.end ?? this.#text.length);
  }

  /** Moves over words that mean nothing; a longer phrase that begins with one is left alone. */
  skipFillers(): void {
    for (
      let best = this.best();
      best?.kind === "grammar" && best.grammar.kind === "filler";
      best = this.best()
    ) {
      this.at = best.end;
    }
  }

  /** Where a list goes on after a comma, "and" or both; nothing where it ends. */
  joined(): number | undefined {
    const token = this.tokens[this.at];
    if (!token) return undefined;
    const and = this.best();
    if (and?.kind === "grammar" && and.grammar.kind === "and") return and.end;
    return token.gap.includes(",") ? this.at : undefined;
  }

  /** A number in digits or words, "10k" and "1.5M" included. */
  number(
    at = this.at,
  ): { readonly value: number; readonly end: number; readonly isPercent: boolean } | undefined {
    const token = this.tokens[at];
    if (!token || token.quoted) return undefined;
    const match = /^(\d+(?:\.\d+)?)(k|m|mn|b|bn)?$/.exec(token.text);
    const scale = match?.[2] ? (scales[match[2]] ?? 1) : 1;
    const value = match ? scaled(match[1] ?? "0", scale) : numberWords.get(token.text);
    if (value === undefined) return undefined;
    const sign = /(^|\s)[-−]$/.test(token.gap.replace(/[$€£]/g, "")) ? -1 : 1;
    const isPercent = this.tokens[at + 1]?.text === "percent";
    return { value: sign * value, end: at + (isPercent ? 2 : 1), isPercent };
  }

  /** The one member meant by a match, or the problem that there are several. */
  member(match: MatchOf<"member">, at = this.at): Member {
    return this.#pick(match.members, at, match.end, (member) => member.dimension, "ambiguous-member");
  }

  membersIn(
    dimension: DimensionKey,
    at: number,
  ): { readonly member: Member; readonly end: number } | undefined {
    const found = membersOfDimension(this.#text, this.tokens, at, dimension, this.#vocabulary);
    if (!found) return undefined;
    return {
      member: this.#pick(found.members, at, found.end, (member) => member.name, "ambiguous-member"),
      end: found.end,
    };
  }

  metric(match: MatchOf<"metric">, at = this.at): Metric {
    return this.#pick(match.metrics, at, match.end, (metric) => metric.key, "ambiguous-metric");
  }

  #pick<T extends Member | Metric>(
    readings: readonly T[],
    at: number,
    end: number,
    identify: (reading: T) => string,
    kind: "ambiguous-member" | "ambiguous-metric",
  ): T {
    const [first, second] = readings;
    if (first && !second) return first;
    const chosen = this.#chosen.get(at);
    const picked = readings.find((reading) => identify(reading) === chosen || nameOf(reading) === chosen);
    if (picked) return picked;
    throw new ReadingProblem(
      kind === "ambiguous-metric"
        ? { kind, at, end, metrics: readings as readonly Metric[] }
        : { kind, at, end, members: readings as readonly Member[] },
    );
  }
}

/** Grammar that only means something after another word. */
const bound: readonly string[] = ["form", "side", "than"];

const stands = (match: Match): boolean => match.kind !== "grammar" || !bound.includes(match.grammar.kind);

/** What a choice among several readings is remembered by. */
export const nameOf = (reading: Member | Metric): string =>
  "key" in reading ? reading.key : `${reading.dimension}:${reading.name}`;

const scales: Readonly<Record<string, number>> = { k: 3, m: 6, mn: 6, b: 9, bn: 9 };
const scaled = (digits: string, power: number): number => Number(power === 1 ? digits : `${digits}e${power}`);
