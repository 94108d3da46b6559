import { distance } from "fastest-levenshtein";
import type { Command } from "../command.ts";

/** A first word that is probably a mistyped command. */
export interface Slip {
  readonly command: Command;
  readonly typed: string;
  readonly words: string;
}

/** What the typed words mean before anyone reads them as a question. */
export type Route =
  /** Of everything, or of one command. */
  | { readonly kind: "help"; readonly command?: Command }
  | { readonly kind: "command"; readonly command: Command; readonly words: string }
  /** `near`: the command that the first word may be a slip of. */
  | {
      readonly kind: "question";
      readonly words: string;
      readonly near?: Slip;
    };

const isSwap = (left: string, right: string): boolean => {
  if (left.length !== right.length) return false;
  const differing = [...left].map((_, index) => index).filter((index) => left[index] !== right[index]);
  const [first, second] = differing;
  if (differing.length !== 2 || first === undefined || second !== first + 1) return false;
  return left[first] === right[second] && left[second] === right[first];
};

/** One slip of the finger; two in a long word. */
const isSlip = (typed: string, name: string): boolean =>
  isSwap(typed, name) || distance(typed, name) <= (name.length >= 6 ? 2 : 1);

const nearest = (typed: string, commands: readonly Command[]): Command | undefined => {
  if (typed.length < 2) return undefined;
  const near = commands.filter((command) => isSlip(typed, command.name));
  return near.length === 1 ? near[0] : undefined;
};

const isHelp = (words: string): boolean => /^(help|\?)$/i.test(words);

/** `text` is what follows `/bims`, a slash command with its name in front, or the words of a button. */
export const routeWords = (text: string, commands: readonly Command[]): Route => {
  const words = text.trim().replace(/^\//, "");
  if (words === "" || isHelp(words)) return { kind: "help" };
  const [first = ""] = words.split(/\s/, 1);
  const rest = words.slice(first.length).trim();
  const typed = first.toLowerCase();
  const command = commands.find((candidate) => candidate.name === typed);
  if (command !== undefined)
    return isHelp(rest) ? { kind: "help", command } : { kind: "command", command, words: rest };
  const near = nearest(typed, commands);
  return near === undefined
    ? { kind: "question", words }
    : { kind: "question", words, near: { command: near, typed: first, words: rest } };
};
