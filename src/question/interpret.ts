import { type Choice, QuestionError } from "../errors.ts";
import type { Scene } from "./assemble.ts";
import { describeMember } from "./create-vocabulary.ts";
import { type Chosen, nameOf } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { matchesAt } from "./matches.ts";
import { parseWords } from "./parse.ts";
import { type Offer, type Problem, ReadingProblem } from "./problem.ts";
import type { Question } from "./question.ts";
import { nothingLoaded } from "./stretch.ts";
import { type Token, tokenize } from "./tokens.ts";
import { type Correction, correctTypo, suggest } from "./typos.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How what was said becomes what is wanted (a question, a slice), and how that is said again for a button. */
export interface Builder<T> {
  readonly build: (draft: Draft, scene: Scene) => T;
  readonly check: (question: Question) => T;
  readonly words: (value: T) => string;
  /** Whether its words are what it reads, and not those of a command or of a whole question. */
  readonly rereads: boolean;
}

export interface Interpreted<T> {
  readonly value: T;
  readonly corrections: readonly string[];
}

const longestText = 8_000;
const mostCorrections = 5;

/** Reads words, corrects slips, and turns what cannot be read into a QuestionError with choices that read right. */
export const interpret = <T>(
  words: string,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
  builder: Builder<T>,
): Interpreted<T> => {
  if (words.length > longestText) {
    throw new QuestionError(
      "not-allowed",
      `That is too long to be one question: at most ${longestText} characters.`,
    );
  }
  let text = words;
  const corrections: string[] = [];
  for (;;) {
    try {
      return { value: attempt(text, vocabulary, loaded, builder), corrections };
    } catch (error) {
      if (!(error instanceof ReadingProblem)) throw error;
      const corrected =
        corrections.length < mostCorrections ? correct(text, error.problem, vocabulary) : undefined;
      if (!corrected) throw explain(error.problem, text, vocabulary, loaded, builder);
      text = corrected.text;
      corrections.push(corrected.note);
    }
  }
};

const attempt = <T>(
  text: string,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
  builder: Builder<T>,
  chosen: Chosen = new Map(),
): T => builder.build(parseWords(text, vocabulary, chosen), { text, vocabulary, loaded, chosen });

const correct = (
  text: string,
  problem: Problem,
  vocabulary: Vocabulary,
): { text: string; note: string } | undefined => {
  if (problem.kind !== "unknown") return undefined;
  const tokens = tokenize(text);
  const correction = correctTypo(tokens, problem.at, vocabulary.typos);
  if (!correction) return undefined;
  return {
    text: replaceWords(text, tokens, correction),
    note: `read '${typedAt(text, tokens, correction)}' as ${correction.label}`,
  };
};

const typedAt = (
  text: string,
  tokens: readonly Token[],
  { from, to }: Pick<Correction, "from" | "to">,
): string =>
  text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? text.length).replace(/^["“«']|["”»']$/g, "");

const replaceWords = (text: string, tokens: readonly Token[], { from, to, words }: Correction): string =>
  `${text.slice(0, tokens[from]?.start ?? 0)}${words}${text.slice(tokens[to - 1]?.end ?? text.length)}`;

const explain = <T>(
  problem: Problem,
  text: string,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
  builder: Builder<T>,
): QuestionError => {
  const tokens = tokenize(text);
  const type = (words: string): T => attempt(words, vocabulary, loaded, builder);
  const scene = (chosen: Chosen): Scene => ({ text, vocabulary, loaded, chosen });
  const choose =
    (at: number, reading: string): (() => T) =>
    () =>
      attempt(text, vocabulary, loaded, builder, new Map([[at, reading]]));
  switch (problem.kind) {
    case "unknown":
      if (loaded.months.length === 0) return nothingLoaded();
      return explainUnknown(problem.at, text, tokens, vocabulary, type, builder);
    case "ambiguous-member": {
      const readings = problem.members.map((member) => ({
        label: describeMember(member),
        make: choose(problem.at, nameOf(member)),
      }));
      const said = typedAt(text, tokens, { from: problem.at, to: problem.end });
      return new QuestionError(
        "ambiguous",
        `'${said}' has several meanings: ${readings.map(({ label }) => label).join(", ")}. Which one?`,
        choices(readings, builder, type),
      );
    }
    case "ambiguous-metric": {
      const readings = problem.metrics.map((metric) => ({
        label: metric.label,
        make: choose(problem.at, metric.key),
      }));
      const said = typedAt(text, tokens, { from: problem.at, to: problem.end });
      return new QuestionError(
        "ambiguous",
        `'${said}' has several meanings: ${readings.map(({ label }) => label).join(", ")}. Which one?`,
        choices(readings, builder, type),
      );
    }
    case "refused": {
      const make =
        ({ asks }: Offer): (() => T) =>
        () =>
          "question" in asks
            ? builder.check(asks.question)
            : "draft" in asks
              ? builder.build(asks.draft, scene(new Map()))
              : type(asks.words);
      return new QuestionError(
        problem.as,
        problem.message,
        choices(
          problem.offers.map((offer) => ({ label: offer.label, make: make(offer) })),
          builder,
          type,
        ),
      );
    }
  }
};

const mostSuggestions = 4;

const explainUnknown = <T>(
  at: number,
  text: string,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
  type: (text: string) => T,
  builder: Builder<T>,
): QuestionError => {
  const isKnown = (place: number): boolean => matchesAt(text, tokens, place, vocabulary).length > 0;
  if (isKnown(at)) return misplaced(at, text, tokens, vocabulary);
  const near = suggest(tokens, at, vocabulary.typos, mostSuggestions, isKnown);
  const to = near[0]?.to ?? at + 1;
  const said = typedAt(text, tokens, { from: at, to });
  const found = choices(
    near.map((correction) => ({
      label: correction.label,
      make: () => type(replaceWords(text, tokens, correction)),
    })),
    builder,
    type,
  );
  const names = near.map(({ label }) => label);
  const question =
    names.length === 0
      ? ""
      : ` Did you mean ${names.length < 2 ? names[0] : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`}?`;
  return new QuestionError(
    "unknown-word",
    `I don't know '${said}'.${question} For example: ${vocabulary.example}`,
    found.length > 0 ? found : [exampleOf(vocabulary)],
  );
};

/** A word that means something, but not where it stands. */
const misplaced = (
  at: number,
  text: string,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
): QuestionError => {
  const [longest] = matchesAt(text, tokens, at, vocabulary);
  const said = typedAt(text, tokens, { from: at, to: longest?.end ?? at + 1 });
  const before = typedAt(text, tokens, { from: Math.max(0, at - 1), to: at });
  const place = at === 0 ? "at the beginning" : `after '${before}'`;
  return new QuestionError(
    "not-allowed",
    `I cannot place '${said}' ${place}. For example: ${vocabulary.example}`,
    [exampleOf(vocabulary)],
  );
};

/** No refusal is a dead end: where nothing is near, a question that reads right is one click away. */
const exampleOf = ({ example }: Vocabulary): Choice => ({ label: example, words: example });

/** Buttons for the readings that can be asked, also once they are typed; each says the whole question. */
const choices = <T>(
  readings: readonly { readonly label: string; readonly make: () => T }[],
  builder: Builder<T>,
  type: (words: string) => T,
): Choice[] => {
  const found: Choice[] = [];
  for (const { label, make } of readings) {
    try {
      const words = builder.words(make());
      if (found.some((choice) => choice.words === words)) continue;
      if (builder.rereads) type(words);
      found.push({ label, words });
    } catch (error) {
      if (!(error instanceof ReadingProblem || error instanceof QuestionError)) throw error;
    }
  }
  return found;
};
