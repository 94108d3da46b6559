/** Widths are estimates from Inter's own, enough to cut and wrap before anything is drawn. */

const widthOf = (character: string): number => {
  if (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character)) return 1;
  if (/[\sijlI.,:;'|!()[\]]/.test(character)) return 0.3;
  if (/[mwMW@%]/.test(character)) return 0.88;
  if (/[A-Z0-9$&]/.test(character)) return 0.66;
  return 0.57;
};

/** In pixels at this font size. */
export const estimateWidth = (text: string, size: number): number =>
  size * Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);

/** Cut with an ellipsis where the text is wider than the pixels given. */
export const shortenText = (text: string, width: number, size: number): string => {
  if (estimateWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && estimateWidth(`${characters.join("")}…`, size) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
};

/** Broken at spaces into at most this many lines of like length; the last one is cut when it must. */
export const wrapText = (text: string, width: number, size: number, most: number): readonly string[] => {
  const widest = breakLines(text, width, size, most);
  let lines = widest;
  for (let narrower = width * 0.95; narrower > width / 2; narrower -= width * 0.05) {
    const tried = breakLines(text, narrower, size, most);
    if (tried.length > widest.length || tried.some((line) => estimateWidth(line, size) > narrower)) break;
    lines = tried;
  }
  return lines.map((line) => shortenText(line, width, size));
};

const breakLines = (text: string, width: number, size: number, most: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || (estimateWidth(longer, size) > width && lines.length < most)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};
