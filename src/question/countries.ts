import countries from "i18n-iso-countries/index.js";
import english from "i18n-iso-countries/langs/en.json" with { type: "json" };
import { keyOf } from "./tokens.ts";
import { typoDistance } from "./typo-distance.ts";

/** What a country is called: ISO short and official names, alpha-2, alpha-3. */
interface Country {
  readonly names: readonly string[];
  readonly keys: readonly string[];
}

const allCountries: readonly Country[] = Object.entries(
  english.countries as Record<string, string | string[]>,
).map(([alpha2, names]) => {
  const spelled = [
    alpha2,
    countries.alpha2ToAlpha3(alpha2) ?? alpha2,
    ...(Array.isArray(names) ? names : [names]),
  ];
  return { names: spelled, keys: [...new Set(spelled.map(keyOf))] };
});

const byKey: ReadonlyMap<string, Country> = new Map(
  allCountries.flatMap((country) => country.keys.map((key) => [key, country] as const)),
);

/** A country's name is never a typo of another one's: Austria is not Australia. */
export const isCountryKey = (key: string): boolean => byKey.has(key);

/**
 * Every name of the country that a market is. A market spelled a letter off (`Columbia`) is
 * the one country it is nearest to. Empty for markets that are not countries.
 */
export const countryNamesOf = (market: string): readonly string[] => {
  const key = keyOf(market);
  const country = byKey.get(key) ?? nearestCountry(key);
  return country?.names ?? [];
};

const nearestCountry = (key: string): Country | undefined => {
  if (key.length < 7) return undefined;
  const near = allCountries.filter((country) =>
    country.keys.some((name) => name.length > 5 && typoDistance(name, key) === 1),
  );
  return near.length === 1 ? near[0] : undefined;
};
