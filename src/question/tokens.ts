/**
 * Words as they are compared: without case, accents, punctuation. What stands between two words is kept as
 * the gap before the second one, since a comma or a dash there can mean something.
 */
export interface Token {
  /** Normalised; for a quoted name the name as it stands between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly gap: string;
  readonly quoted: boolean;
}

const quotedName = /"(?:[^"]|"")*"|“[^”]*”|«[^»]*»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])/u;
const groupedNumber = /(?<![\p{L}\p{N}.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\p{N},])/u;
const word = /[\p{L}\p{M}\p{N}\p{Cf}]+(?:['’][\p{L}\p{M}\p{N}]+|(?<=\d)\.\d[\p{L}\p{N}]*)*|[%&+]/u;

const namePattern = new RegExp(`${groupedNumber.source}|${word.source}`, "gu");
const textPattern = new RegExp(`(${quotedName.source})|${groupedNumber.source}|${word.source}`, "gu");

/** What a person typed; stretches in quotes are one token each. */
export const tokenize = (text: string): Token[] => collect(text, textPattern);

const collect = (text: string, pattern: RegExp): Token[] => {
  const tokens: Token[] = [];
  let after = 0;
  for (const match of text.matchAll(pattern)) {
    const quoted = match[1] !== undefined;
    const content = quoted ? unquote(match[0]) : normalizeWord(match[0]);
    if (content === "") continue;
    const end = match.index + match[0].length;
    tokens.push({ text: content, start: match.index, end, gap: text.slice(after, match.index), quoted });
    after = end;
  }
  return tokens;
};

const unquote = (text: string): string => text.slice(1, -1).replaceAll('""', '"').trim();

const signs: Readonly<Record<string, string>> = {
  "%": "percent",
  "&": "and",
  "+": "plus",
  pct: "percent",
  percentage: "percent",
};
const letters: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ı: "i",
};

const normalizeWord = (typed: string): string => {
  const plain = typed
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[øłđðþæœßı]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}.%&+]/gu, "");
  return signs[plain] ?? plain;
};

/** Words of a name, without the meaning that quotes have in a question. */
export const wordsOf = (name: string): string[] => collect(name, namePattern).map((token) => token.text);

/** Equal for two spellings that differ in case, accents, spaces, hyphens, punctuation, "&" and "and". */
export const keyOf = (name: string): string => wordsOf(name).join("");
