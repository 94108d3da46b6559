/** Controls, invisible marks and direction overrides; a name holding one could move the cursor or hide text. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
const joiners = new Set(["\u200c", "\u200d"]);
const spaces = new Set(["\t", "\n", "\r", "\u2028", "\u2029"]);

const replacement = (character: string): string => {
  if (joiners.has(character)) return character;
  if (spaces.has(character)) return " ";
  return /\p{Cf}/u.test(character) ? "" : "\ufffd";
};

/** The one way that data reaches a terminal: one line, nothing that a terminal would obey. */
export const escapeForTerminal = (text: string): string => text.replace(unsafe, replacement);
