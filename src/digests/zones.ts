import { distance } from "fastest-levenshtein";

/** Names of time zones, as people write them. What a zone does to the clock is next-fire.ts's alone. */

/** What ICU still lists under an older name → the name the tz database uses today. */
const renamed: Readonly<Record<string, string>> = Object.freeze({
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Europe/Kiev": "Europe/Kyiv",
  "America/Godthab": "America/Nuuk",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
});

/** Cities and countries of one zone that the tz database does not name. */
const places: Readonly<Record<string, string>> = Object.freeze({
  utc: "UTC",
  gmt: "UTC",
  ...spread(
    "Asia/Kolkata",
    "india mumbai delhi new-delhi bangalore bengaluru chennai pune hyderabad ahmedabad",
  ),
  ...spread("Asia/Shanghai", "china beijing shenzhen guangzhou"),
  ...spread("Asia/Tokyo", "japan osaka"),
  ...spread("Asia/Seoul", "korea south-korea"),
  ...spread("Asia/Manila", "philippines"),
  ...spread("Europe/London", "uk united-kingdom britain manchester edinburgh"),
  ...spread("Europe/Berlin", "germany munich frankfurt hamburg"),
  ...spread("Europe/Paris", "france lyon"),
  ...spread("Europe/Rome", "italy milan"),
  ...spread("Europe/Madrid", "spain barcelona"),
  ...spread("Europe/Zurich", "switzerland geneva"),
  ...spread("Europe/Amsterdam", "netherlands rotterdam the-hague"),
  ...spread("Europe/Oslo", "norway"),
  ...spread("Europe/Stockholm", "sweden"),
  ...spread("Europe/Vienna", "austria"),
  ...spread("Europe/Warsaw", "poland"),
  ...spread("America/New_York", "boston washington miami atlanta philadelphia"),
  ...spread("America/Chicago", "houston dallas austin"),
  ...spread("America/Los_Angeles", "san-francisco seattle san-diego"),
});

/** Letters that mean several zones, or a zone that ignores summer time: never guessed. */
const abbreviations: Readonly<Record<string, readonly string[]>> = Object.freeze({
  ist: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  est: ["America/New_York", "Australia/Sydney"],
  edt: ["America/New_York"],
  et: ["America/New_York"],
  cst: ["America/Chicago", "Asia/Shanghai"],
  cdt: ["America/Chicago"],
  ct: ["America/Chicago"],
  mst: ["America/Denver", "America/Phoenix"],
  mdt: ["America/Denver"],
  pst: ["America/Los_Angeles"],
  pdt: ["America/Los_Angeles"],
  pt: ["America/Los_Angeles"],
  bst: ["Europe/London", "Asia/Dhaka"],
  cet: ["Europe/Paris", "Europe/Berlin"],
  cest: ["Europe/Paris", "Europe/Berlin"],
  eet: ["Europe/Athens", "Europe/Helsinki"],
  jst: ["Asia/Tokyo"],
  kst: ["Asia/Seoul"],
  sgt: ["Asia/Singapore"],
  aest: ["Australia/Sydney", "Australia/Brisbane"],
  aedt: ["Australia/Sydney"],
});

export type ZoneReading =
  | { readonly kind: "zone"; readonly zone: string }
  | { readonly kind: "several"; readonly zones: readonly string[] }
  /** `nearest` are zones whose names look alike; may be empty. */
  | { readonly kind: "unknown"; readonly nearest: readonly string[] };

/** An IANA name ("Asia/Kolkata"), a city ("new york"), a country of one zone, or UTC. */
export const readZone = (words: string): ZoneReading => {
  const plain = simplify(words);
  const known = zonesByName().get(plain);
  if (known) return { kind: "zone", zone: known };
  const several = abbreviations[plain];
  if (several) return { kind: "several", zones: several };
  const alias = plain.includes("/") ? ianaName(plain) : undefined;
  return alias ? { kind: "zone", zone: alias } : { kind: "unknown", nearest: nearestZones(plain) };
};

function spread(zone: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name.replaceAll("-", " "), zone]));
}

const simplify = (words: string): string =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\s_.-]+/g, " ")
    .replace(/ (?:time(?: ?zone)?)$/, "")
    .replace(/^the /, "")
    .trim();

let named: ReadonlyMap<string, string> | undefined;

const zonesByName = (): ReadonlyMap<string, string> => {
  if (named) return named;
  const names = new Map<string, string>();
  for (const listed of Intl.supportedValuesOf("timeZone")) {
    const zone = renamed[listed] ?? listed;
    for (const name of [listed, zone]) {
      names.set(simplify(name), zone);
      names.set(simplify(name.slice(name.lastIndexOf("/") + 1)), zone);
    }
  }
  for (const [name, zone] of Object.entries(places)) names.set(name, zone);
  named = names;
  return names;
};

/** Aliases that the engine accepts without listing them: "US/Eastern", "Asia/Istanbul". */
const ianaName = (plain: string): string | undefined => {
  const name = plain.replaceAll(" ", "_");
  try {
    const zone = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    return renamed[zone] ?? zone;
  } catch {
    return undefined;
  }
};

const nearestZones = (plain: string): readonly string[] => {
  if (plain.length < 3) return [];
  const allowed = plain.length <= 5 ? 1 : plain.length <= 9 ? 2 : 3;
  const near = [...zonesByName()]
    .map(([name, zone]) => ({ zone, far: distance(plain, name) }))
    .filter(({ far }) => far <= allowed)
    .sort((a, b) => a.far - b.far || a.zone.localeCompare(b.zone));
  return [...new Set(near.map(({ zone }) => zone))].slice(0, 3);
};
