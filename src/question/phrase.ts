import type { TimeKey } from "../dimension.ts";
import type { Question } from "./question.ts";

/**
 * What people say around names, metrics and periods. Every entry carries an example and the plain words that
 * read the same; both are tested.
 */
export type Grammar =
  | { readonly kind: "filler" }
  | { readonly kind: "and" }
  | { readonly kind: "order"; readonly order: Question["order"]; readonly metric?: string }
  | { readonly kind: "by" }
  | { readonly kind: "per" }
  | { readonly kind: "each" }
  | { readonly kind: "in"; readonly part: boolean }
  /** Members, or groups: "across markets and channels". */
  | { readonly kind: "across" }
  | { readonly kind: "excluding" }
  | { readonly kind: "vs" }
  | { readonly kind: "compare"; readonly comparison: "last-year" | "last-period" }
  /** Only after "vs". */
  | { readonly kind: "side"; readonly comparison: "last-year" | "last-period" | "forecast" }
  | { readonly kind: "with" }
  | { readonly kind: "than"; readonly side: "over" | "under" }
  | { readonly kind: "as" }
  | { readonly kind: "form"; readonly form: NonNullable<Question["form"]> }
  | { readonly kind: "level"; readonly level: NonNullable<Question["level"]> }
  | { readonly kind: "share" }
  | { readonly kind: "broken-down"; readonly by: TimeKey }
  | { readonly kind: "group"; readonly group: TimeKey }
  /** "how many customers" names a figure. */
  | { readonly kind: "count"; readonly metric: string }
  /** Days and weeks, which the facts do not hold. */
  | { readonly kind: "finer" };

export interface Phrase {
  /** As people type them, separated by " | ". */
  readonly said: string;
  readonly means: Grammar;
  readonly example: string;
  /** Plain words that read the same as the example. */
  readonly same: string;
}
