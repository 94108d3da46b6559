import { distance } from "fastest-levenshtein";

/** Edits between two words; two neighbouring letters swapped are one. */
export const typoDistance = (one: string, other: string): number => {
  const plain = distance(one, other);
  if (plain < 2) return plain;
  const at = firstDifference(one, other);
  const isSwap = one[at] !== undefined && one[at] === other[at + 1] && one[at + 1] === other[at];
  return isSwap ? Math.min(plain, 1 + distance(one.slice(at + 2), other.slice(at + 2))) : plain;
};

const firstDifference = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
};

/** Edits that may still be one slip of the hand, by the length of the shorter word. */
export const allowedTypos = (length: number): number =>
  length < 4 ? 0 : length < 7 ? 1 : length < 12 ? 2 : 3;

/** Edits of one slip of the hand, or nothing when it would take more. A digit is never a slip. */
export const isTypo = (typed: string, known: string): number | undefined =>
  digitsOf(typed) === digitsOf(known) ? slipsBetween(typed, known) : undefined;

/** The same for words that hold the same digits. Short words only forgive two letters swapped ("tpo"). */
export const slipsBetween = (typed: string, known: string): number | undefined => {
  const edits = typoDistance(typed, known);
  const length = Math.min(typed.length, known.length);
  if (length === 3) {
    return edits === 1 && typed.length === known.length && sameLetters(typed, known) ? 1 : undefined;
  }
  return edits <= allowedTypos(length) ? edits : undefined;
};

export const digitsOf = (text: string): string => text.replace(/\P{N}/gu, "");
const sameLetters = (one: string, other: string): boolean =>
  [...one].sort().join("") === [...other].sort().join("");
