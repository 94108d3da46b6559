/** Parentheses of at most so many characters stay on their line. */
const shortest = 90;

/** A statement for people: each clause on its own line, long subqueries indented. Only white space changes. */
export const layOut = (statement: string): string => {
  const text = statement.replace(/\s+/g, " ").trim();
  const lengths = lengthsOf(text);
  const open: boolean[] = [];
  let laid = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "(")
      open.push((lengths.get(at) ?? 0) > shortest && /^\( ?SELECT /.test(text.slice(at)));
    if (character === ")") open.pop();
    const isLaid = open.every(Boolean);
    if (character === " " && isLaid && clause.test(text.slice(at))) laid += `\n${"  ".repeat(open.length)}`;
    else laid += character;
  }
  return laid;
};

const clause = /^ (FROM|JOIN|CROSS JOIN|WHERE|GROUP BY|ORDER BY) /;

/** How long each parenthesis is, by where it opens. */
const lengthsOf = (text: string): ReadonlyMap<number, number> => {
  const lengths = new Map<number, number>();
  const opened: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") opened.push(at);
    const from = text[at] === ")" ? opened.pop() : undefined;
    if (from !== undefined) lengths.set(from, at - from);
  }
  return lengths;
};
