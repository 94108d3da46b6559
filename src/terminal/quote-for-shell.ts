const harmless = /^[\p{L}\p{N} _.,:/%@+-]*$/u;

/** The words as they can be pasted after a command: quoted only where a shell would read a character as its own. */
export const quoteForShell = (words: string): string =>
  harmless.test(words) ? words : `'${words.replaceAll("'", `'\\''`)}'`;
