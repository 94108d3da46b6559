import { fillers, finerUnits } from "./fillers.ts";
import { periodVocabulary } from "./period-phrases.ts";
import type { Grammar } from "./phrase.ts";
import { grammarPhrases } from "./phrases.ts";
import { keyOf } from "./tokens.ts";

const filler: Grammar = { kind: "filler" };
const finer: Grammar = { kind: "finer" };

const said: readonly (readonly [string, Grammar])[] = [
  ...grammarPhrases.flatMap(({ said: phrases, means }) =>
    phrases.split(" | ").map((phrase) => [phrase, means] as const),
  ),
  ...finerUnits.map((phrase) => [phrase, finer] as const),
  ...fillers.map((phrase) => [phrase, filler] as const),
];

const byKey = new Map<string, Grammar[]>();
for (const [phrase, means] of said) {
  const key = keyOf(phrase);
  byKey.set(key, [...(byKey.get(key) ?? []), means]);
}

/** What a phrase of the language means, by key; one phrase may mean different things in different places. */
export const grammarByKey: ReadonlyMap<string, readonly Grammar[]> = byKey;

/** Phrases whose typos are corrected, with what they mean. */
export const correctable: readonly { readonly phrase: string; readonly meaning: string }[] = [
  ...said
    .filter(([phrase, means]) => means.kind !== "filler" && means.kind !== "finer" && phrase.length > 2)
    .map(([phrase, means]) => ({ phrase, meaning: JSON.stringify(means) })),
  ...periodVocabulary,
];
