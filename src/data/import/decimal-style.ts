import { DataError } from "../../errors.ts";

const comma = /^([+-]?\d*),(\d+)$/;
/** 1.000, in Germany a thousand, and 1.000.000. */
const dotted = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;

/**
 * Reads the numbers of one column that may be written with a decimal comma: consistently so, or not at all. Each value
 * is turned as it comes; whether the column as a whole allows it is said at its end.
 */
export class DecimalStyle {
  readonly #where: string;
  readonly #wholeUnits: boolean;
  #comma: string | null = null;
  #dot: string | null = null;
  /** A value that may as well hold a thousands separator. */
  #doubtful: string | null = null;
  #doubtfulDot: string | null = null;
  #proven = false;
  /** The dots of this column are decimal points. */
  #provenDot = false;

  /** `where` names file and column. Units are whole: 1,000 of them is no decimal, and 1.000 is one or a thousand. */
  constructor(where: string, wholeUnits: boolean) {
    this.#where = where;
    this.#wholeUnits = wholeUnits;
  }

  read(value: string, line: number): string {
    if (!value.includes(",")) {
      if (!(this.#dot !== null && this.#provenDot) && value.includes(".")) this.#noteDot(value, line);
      return value;
    }
    const found = comma.exec(value);
    if (found === null) return value;
    const [, whole = "", decimals = ""] = found;
    const grouped = decimals.length === 3 && /^[+-]?[1-9]\d{0,2}$/.test(whole);
    if (grouped && this.#wholeUnits) return value;
    this.#comma ??= `"${value}" in line ${line}`;
    if (grouped) this.#doubtful ??= `"${value}" in line ${line}`;
    else this.#proven = true;
    return `${whole}.${decimals}`;
  }

  #noteDot(value: string, line: number): void {
    const said = `"${value}" in line ${line}`;
    this.#dot ??= said;
    if (this.#wholeUnits && dotted.test(value)) this.#doubtfulDot ??= said;
    else if (/^[+-]?\d*\.\d*$/.test(value)) this.#provenDot = true;
  }

  /** Throws a DataError for a column that mixes, or that could be read two ways. */
  end(): void {
    if (this.#doubtfulDot !== null && !this.#provenDot) {
      throw new DataError(
        `${this.#where} has ${this.#doubtfulDot}, where the dot may be a decimal point or a thousands separator, and no other value tells. Write whole units without it.`,
      );
    }
    if (this.#comma === null) return;
    if (this.#dot !== null) {
      throw new DataError(
        `${this.#where} mixes decimal commas (${this.#comma}) with decimal points (${this.#dot}). Write all of them one way.`,
      );
    }
    if (this.#doubtful !== null && !this.#proven) {
      throw new DataError(
        `${this.#where} has ${this.#doubtful}, which may be a decimal comma or a thousands separator, and no other value tells. Write it with a decimal point.`,
      );
    }
  }
}
