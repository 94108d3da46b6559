import type { ImportTable } from "./tables.ts";

/** So many keys take 64 MB. */
const most = 4_000_000;

/**
 * Tells of the keys of a table's rows, as they are read, whether one may have come twice. It keeps 53 bits of each,
 * so that a file without repeats need not be grouped by key; what may repeat is for the database to judge.
 */
export class SeenKeys {
  /** Also when there are too many keys to keep. */
  mayRepeat: boolean;
  #slots = new Float64Array(1 << 12);
  #count = 0;

  /** Of facts: their keys are codes and months, which have one text each. */
  constructor(table: ImportTable) {
    this.mayRepeat = table.role !== "fact";
  }

  /** The parts of a key, in the same order each time. */
  add(key: readonly string[]): void {
    if (this.mayRepeat) return;
    if (this.#put(hash(key))) this.#count++;
    else this.#giveUp();
    if (this.#count * 2 > this.#slots.length) this.#grow();
  }

  /** Open addressing; 0 is an empty slot. Returns false where the hash stands already. */
  #put(hash: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      if (slots[at] === hash) return false;
      if (slots[at] !== 0) continue;
      slots[at] = hash;
      return true;
    }
  }

  #grow(): void {
    if (this.#count >= most) return this.#giveUp();
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) this.#put(hash);
  }

  #giveUp(): void {
    this.mayRepeat = true;
    this.#slots = new Float64Array(1);
  }
}

/** Two 32-bit halves mixed as in cyrb53; from 1 on. */
const hash = (key: readonly string[]): number => {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (const part of key) {
    for (let at = 0; at <= part.length; at++) {
      // Each part ends with a character that no part holds.
      const code = at < part.length ? part.charCodeAt(at) : 0;
      low = Math.imul(low ^ code, 2654435761);
      high = Math.imul(high ^ code, 1597334677);
    }
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 4294967296 * (2097151 & high) + (low >>> 0) + 1;
};
