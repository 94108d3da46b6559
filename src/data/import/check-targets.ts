import type { Session } from "../../database/database.ts";
import { dimensionKeys } from "../../dimension.ts";
import { memberHomes } from "./aliases.ts";
import { members, rowText, staged, stagingSchema } from "./staging.ts";
import { tableNamed } from "./tables.ts";
import { wholeCompany } from "./target-words.ts";
import { type Noted, noteViolations } from "./violations.ts";

const strange = `${stagingSchema}.strange_target`;

/**
 * Refuses targets of members that do not exist, once all dimensions are known. Returns how many rows of each file, by
 * its number, left staging.
 */
export const checkTargets = async (session: Session, noted: Noted): Promise<ReadonlyMap<number, number>> => {
  const table = tableNamed("target");
  const { dimension, member } = wholeCompany;
  await session.run(
    `UPDATE ${staged(table)} SET member = '${member}' WHERE dimension = '${dimension}' AND lower(member) = '${member}'`,
  );
  await session.run(`DROP TABLE IF EXISTS ${strange}`);
  await session.run(`
    CREATE UNLOGGED TABLE ${strange} AS SELECT s.* FROM ${staged(table)} s WHERE NOT EXISTS (
      SELECT FROM (${knownMembers()}) k WHERE k.dimension = s.dimension AND k.member = s.member)`);
  await noteViolations(session, noted, {
    parts: {
      ...{ table_name: `'${table.name}'`, rule: "0", file: "s.file", line: "s.line" },
      fault: `CASE s.dimension WHEN '${dimension}' THEN 'notCompany' ELSE 'unknownMember' END`,
      ...{ column_name: "'member'", value: "s.member", refers: "s.dimension", row_text: rowText(table, "s") },
    },
    from: `${strange} s`,
  });
  await session.run(
    `DELETE FROM ${staged(table)} s USING ${strange} r WHERE r.file = s.file AND r.line = s.line`,
  );
  const { rows } = await session.run(`SELECT file, count(*) AS count FROM ${strange} GROUP BY file`);
  return new Map(rows.map((row) => [Number(row["file"]), Number(row["count"])]));
};

/** SQL: every member of every dimension, staged or loaded. */
const knownMembers = (): string => {
  const company = `SELECT '${wholeCompany.dimension}' AS dimension, '${wholeCompany.member}' AS member`;
  const others = dimensionKeys.map((key) => {
    const home = memberHomes[key];
    return typeof home === "string"
      ? `SELECT '${key}', ${key} FROM ${members(tableNamed(home))}`
      : `SELECT '${key}', column1 FROM (VALUES ${home.map((name) => `('${name}')`).join(", ")}) listed`;
  });
  return [company, ...others].join(" UNION ALL ");
};
