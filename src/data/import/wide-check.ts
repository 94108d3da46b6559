import type { Session } from "../../database/database.ts";
import { isAliasOf } from "./aliases.ts";
import type { RecognisedFile } from "./recognise.ts";
import { members } from "./staging.ts";
import { keysOf, tableNamed } from "./tables.ts";

/** Per column of a wide fact: rows that say other than the dimension does, and the first example. */
export type Disagreements = Map<string, { count: number; example: string }>;

/** Compares the repeated columns of a raw batch with the members they repeat. The dimension wins. */
export const noteDisagreements = async (
  session: Session,
  file: RecognisedFile,
  rawTable: string,
  noted: Disagreements,
): Promise<void> => {
  for (const { name, table, column } of file.wide) {
    const dimension = tableNamed(table);
    const key = keysOf(dimension)[0];
    const { rows } = await session.run(`
      SELECT count(*) AS count, min('"' || r.wide_${name} || '" where ${table} says "' || m.${column} || '" (${key} ' || m.${key} || ')') AS example
      FROM ${rawTable} r JOIN ${members(dimension)} m ON m.${key} = r.${key} 
      WHERE r.wide_${name} <> m.${column} AND NOT ${isAliasOf(column, `r.wide_${name}`, `m.${column}`)}`);
    const found = Number(rows[0]?.["count"]);
    if (found === 0) continue;
    const label = `${file.table.name}.${name}`;
    const before = noted.get(label);
    noted.set(label, {
      count: found + (before?.count ?? 0),
      example: before?.example ?? rows[0]?.["example"] ?? "",
    });
  }
};

export const sayDisagreements = (noted: Disagreements): readonly string[] =>
  [...noted].map(
    ([column, { count, example }]) =>
      `${column} differs from the dimension in ${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}; the dimension wins: ${example}`,
  );
