import type { Period } from "./question.ts";
import type { Token } from "./tokens.ts";

/** One period read from words; `impossible` is the sentence for one that cannot be. */
export interface Simple {
  readonly period: Period;
  readonly end: number;
  readonly impossible?: string;
}

/** A word as it is compared; names in quotes are no part of a period. */
export const textAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token && !token.quoted ? token.text : undefined;
};

export const gapAt = (tokens: readonly Token[], at: number): string => tokens[at]?.gap ?? "";
export const skipThe = (tokens: readonly Token[], at: number): number =>
  textAt(tokens, at) === "the" ? at + 1 : at;
/** A dash between two periods. */
export const isDash = (gap: string): boolean => /^\s*[-–—]\s*$/.test(gap);

export const impossible = (end: number, sentence: string): Simple => ({
  period: { kind: "all" },
  end,
  impossible: sentence,
});
