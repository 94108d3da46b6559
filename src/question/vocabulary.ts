import type { DimensionKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";

/** The names that people may type, as the dimension tables hold them. Built once per load and viewer policy. */
export interface DimensionRows {
  readonly markets: readonly {
    readonly market: string;
    readonly sub_zone: string;
    readonly region: string;
  }[];
  readonly customers: readonly {
    readonly customer_code: string;
    readonly customer: string;
    readonly market: string;
    readonly platform: string;
    readonly channel: string;
  }[];
  readonly products: readonly {
    readonly product_code: string;
    readonly division: string;
    readonly segment: string;
    readonly category: string;
    readonly product: string;
    readonly variant: string;
  }[];
  /** From aliases.csv; they win over ISO short names. */
  readonly aliases: readonly {
    readonly dimension: DimensionKey;
    readonly alias: string;
    readonly member: string;
  }[];
}

/** One thing that a name can mean. */
export interface Member {
  readonly dimension: DimensionKey;
  readonly name: string;
}

export interface MemberNames {
  /** By key: what a name typed in any spelling can mean. Equal rows are one reading already. */
  readonly byKey: ReadonlyMap<string, readonly Member[]>;
  /** By the exact name. */
  readonly byName: ReadonlyMap<string, readonly Member[]>;
  /** The same without leaving out weaker or wider readings: for a dimension that is said. */
  readonly everyByKey: ReadonlyMap<string, readonly Member[]>;
  /** The member of a dimension that is called exactly so. */
  readonly byExact: (dimension: DimensionKey, name: string) => Member | undefined;
  /** Keys of names that hold a comma; the others are never read across one. */
  readonly withComma: ReadonlySet<string>;
}

/** A phrase that a slip of the hand may have meant. */
export interface KnownPhrase {
  readonly key: string;
  /** One bit per letter: two words far apart in letters are far apart in edits. */
  readonly letters: number;
  /** Its digits in order: a digit is never a slip. */
  readonly digits: string;
  /** What is put in its place, to be read. */
  readonly words: string;
  /** What it is called in the note. */
  readonly label: string;
  /** Equal for two phrases that mean the same. */
  readonly meaning: string;
  readonly isMember: boolean;
  readonly isGrammar: boolean;
}

/** Every phrase that means something in this load's data. Built once per load and viewer's policy. */
export interface Vocabulary {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly metricsByKey: ReadonlyMap<string, readonly Metric[]>;
  readonly groupsByKey: ReadonlyMap<string, DimensionKey>;
  readonly members: MemberNames;
  /** Phrases by the length of their key. */
  readonly typos: ReadonlyMap<number, readonly KnownPhrase[]>;
  /** Length of the longest key, where looking for longer phrases ends. */
  readonly longest: number;
  /** A whole question that reads right, for error messages. */
  readonly example: string;
}
