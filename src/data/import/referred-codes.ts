import type { TableName } from "./tables.ts";

/** The codes that rows refer to, by the table that should hold them. */
export type CodesByTable = ReadonlyMap<TableName, readonly string[]>;

/**
 * Which codes the rows of a table refer to, so that each is looked for among the members once and not in every row.
 * Closed at the first code that no member has: from then on every row is looked at.
 */
export class ReferredCodes {
  readonly #seen = new Map<TableName, Set<string>>();
  #fresh = new Map<TableName, string[]>();
  isOpen = true;

  add(table: TableName, code: string): void {
    if (!this.isOpen) return;
    const seen = this.#seen.get(table) ?? new Set();
    if (seen.has(code)) return;
    // A code that is kept as a part of its text would keep all of it.
    const own = Buffer.from(code).toString();
    this.#seen.set(table, seen.add(own));
    const fresh = this.#fresh.get(table);
    if (fresh === undefined) this.#fresh.set(table, [own]);
    else fresh.push(own);
  }

  /** The codes that came up since it was last asked. */
  take(): CodesByTable {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    return fresh;
  }

  close(): void {
    this.isOpen = false;
    this.#seen.clear();
    this.#fresh.clear();
  }
}
