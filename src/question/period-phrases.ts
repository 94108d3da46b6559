import { monthNames } from "./calendar.ts";
import type { SimplePeriod } from "./question.ts";

/** Words that periods are made of; reading them is read-period's work. */
export const monthWords: ReadonlyMap<string, number> = new Map([
  ...monthNames.flatMap((name, at) => [
    [name.toLowerCase(), at + 1] as const,
    [name.slice(0, 3).toLowerCase(), at + 1] as const,
  ]),
  ["sept", 9] as const,
]);

export const unitWords: ReadonlyMap<string, "month" | "quarter" | "year"> = new Map([
  ...["month", "months", "mo"].map((word) => [word, "month"] as const),
  ...["quarter", "quarters"].map((word) => [word, "quarter"] as const),
  ...["year", "years"].map((word) => [word, "year"] as const),
]);

export const whichWords: ReadonlyMap<string, "this" | "last" | "next"> = new Map([
  ...["this", "current", "running"].map((word) => [word, "this"] as const),
  ...["last", "latest", "past", "previous", "prior", "preceding", "trailing"].map(
    (word) => [word, "last"] as const,
  ),
  ...["next", "coming", "upcoming", "following"].map((word) => [word, "next"] as const),
]);

export const ordinalWords: ReadonlyMap<string, number> = new Map([
  ["first", 1],
  ["1st", 1],
  ["second", 2],
  ["2nd", 2],
  ["third", 3],
  ["3rd", 3],
  ["fourth", 4],
  ["4th", 4],
]);

export const untilWords: ReadonlySet<string> = new Set(["to", "until", "till", "through", "thru"]);
export const fiscalWords: ReadonlySet<string> = new Set(["fiscal", "financial"]);

/** Whole periods of several words. */
export const fixedPeriods: ReadonlyMap<string, SimplePeriod> = new Map<string, SimplePeriod>([
  ...spellings("ytd fytd yeartodate fiscalyeartodate thisyeartodate sofarthisyear thisyearsofar", {
    kind: "ytd",
  }),
  ...spellings("alltime ever allyears allperiods allmonths allquarters wholehistory", { kind: "all" }),
  ...spellings("mtd monthtodate", { kind: "relative", which: "this", unit: "month" }),
  ...spellings("qtd quartertodate", { kind: "relative", which: "this", unit: "quarter" }),
]);

function spellings(keys: string, period: SimplePeriod): [string, SimplePeriod][] {
  return keys.split(" ").map((key) => [key, period]);
}

/** Phrases whose typos are corrected. */
export const periodVocabulary: readonly { readonly phrase: string; readonly meaning: string }[] = [
  ...[...monthWords]
    .filter(([word]) => word.length > 2)
    .map(([phrase, month]) => ({ phrase, meaning: `month ${month}` })),
  ...[...whichWords].flatMap(([which, meaning]) =>
    [...unitWords].map(([unit, unitMeaning]) => ({
      phrase: `${which} ${unit}`,
      meaning: `${meaning} ${unitMeaning}`,
    })),
  ),
  ...[...whichWords].map(([phrase, meaning]) => ({ phrase, meaning })),
  ...["since", "between", "calendar", "fiscal"].map((phrase) => ({ phrase, meaning: phrase })),
  ...["year to date", "all time"].map((phrase) => ({ phrase, meaning: phrase })),
];
