import { distance } from "fastest-levenshtein";
import type { Command } from "../command.ts";

/** What the typed words mean before anyone reads them as a question. */
export type Route =
  | { readonly kind: "help" }
  | { readonly kind: "command"; readonly command: Command; readonly words: string }
  /** `near`: the command that the first word may be a slip of. */
  | {
      readonly kind: "question";
      readonly words: string;
      readonly near?: { readonly command: Command; readonly typed: string; readonly words: string };
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

/** `text` is what follows `/bims`, a slash command with its name in front, or the words of a button. */
export const routeWords = (text: string, commands: readonly Command[]): Route => {
  const words = text.trim().replace(/^\//, "");
  if (words === "") return { kind: "help" };
  const [first = ""] = words.split(/\s/, 1);
  const rest = words.slice(first.length).trim();
  const typed = first.toLowerCase();
  const command = commands.find((candidate) => candidate.name === typed);
  if (command !== undefined) return { kind: "command", command, words: rest };
  const near = nearest(typed, commands);
  return near === undefined
    ? { kind: "question", words }
    : { kind: "question", words, near: { command: near, typed: first, words: rest } };
};
