/**
 * What a name may do to a message: nothing. Data reaches Slack only through the functions of this file.
 * Slack's mrkdwn has no escape for its own marks, so a word joiner (no width, no break) parts them from their word.
 */

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const joiner = "\u2060";

/** Control characters, lone surrogates and marks that turn the reading direction. */
const clean = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/\r\n?/g, "\n")
    .replace(/[\u2028\u2029]/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");

/** Never empty: Slack refuses an empty text. */
export const oneLine = (text: string): string => {
  const line = clean(text).replace(/\s+/g, " ").trim();
  return line === "" ? "–" : line;
};

/** Joins mapped characters up to `max`, ending in "…" when something was left off. */
const fill = (text: string, max: number, map: (character: string) => string): string => {
  let filled = "";
  let safe = "";
  for (const character of text) {
    const mapped = map(character);
    if (filled.length + mapped.length > max) return `${safe}…`;
    filled += mapped;
    if (filled.length < max) safe = filled;
  }
  return filled;
};

/** For plain_text, table cells and chart labels, where Slack reads no marks: one line, never empty. */
export const plain = (text: string, max: number): string =>
  fill(oneLine(text), max, (character) => character);

/** As `plain`, but keeps line ends; for texts that BIMS wrote. */
export const plainLines = (text: string, max: number): string => {
  const lines = clean(text).trim();
  return lines === "" ? "–" : fill(lines, max, (character) => character);
};

/** For the `text` of a message: `& < >` as entities, so that no name can mention or link. Sent with `mrkdwn: false`. */
export const escapeText = (text: string, max: number): string =>
  fill(clean(text), max, (character) => entities[character] ?? character);

/** For mrkdwn elements: besides, `* _ ~` and backticks of names are kept from formatting. */
export const escapeMrkdwn = (text: string, max: number): string =>
  fill(oneLine(text), max, (character) =>
    "*_~`".includes(character) ? `${joiner}${character}${joiner}` : (entities[character] ?? character),
  );

/** Slack sends what people type with these three as entities. */
export const unescapeTyped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** For the inside of a code block, where only a backtick could end it. */
export const escapeCode = (text: string, max: number): string =>
  fill(clean(text), max, (character) => (character === "`" ? "ˋ" : (entities[character] ?? character)));
