import type { QuestionErrorKind } from "../errors.ts";
import type { Metric } from "../metric.ts";
import type { Draft } from "./draft.ts";
import type { Question } from "./question.ts";
import type { Member } from "./vocabulary.ts";

/** Another question that the asker may have meant: as data, as what was said, or as words still to be read. */
export interface Offer {
  readonly label: string;
  readonly asks: { readonly question: Question } | { readonly draft: Draft } | { readonly words: string };
}

/** Why words cannot be read; `read` turns it into a sentence with choices that read right. */
export type Problem =
  /** No phrase begins at the token. */
  | { readonly kind: "unknown"; readonly at: number }
  | {
      readonly kind: "ambiguous-member";
      readonly at: number;
      readonly end: number;
      readonly members: readonly Member[];
    }
  | {
      readonly kind: "ambiguous-metric";
      readonly at: number;
      readonly end: number;
      readonly metrics: readonly Metric[];
    }
  | {
      readonly kind: "refused";
      readonly as: QuestionErrorKind;
      readonly message: string;
      readonly offers: readonly Offer[];
    };

export class ReadingProblem extends Error {
  override readonly name = "ReadingProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

export const refuse = (
  as: QuestionErrorKind,
  message: string,
  offers: readonly Offer[] = [],
): ReadingProblem => new ReadingProblem({ kind: "refused", as, message, offers });

export const unknownAt = (at: number): ReadingProblem => new ReadingProblem({ kind: "unknown", at });

/** Words that end too early: "net sales vs". */
export const missingAfter = (word: string): ReadingProblem =>
  refuse("not-allowed", `Something is missing after '${word}'.`);
