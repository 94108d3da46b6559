/** Quotes a name for SQL; a dot separates schema and table. Names come from our own constants only. */
export const quoteIdentifier = (name: string): string =>
  name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
