import { drawBell, drawBetween } from "./random.ts";

/** Whom the invented company sells to, and where. Every name is made up; the countries are real. */

export interface Market {
  readonly market: string;
  readonly subZone: string;
  readonly region: "NA" | "EU" | "APAC" | "LATAM";
  /** Size of demand, the USA being 1. */
  readonly size: number;
  /** Yearly growth of units. */
  readonly growth: number;
  /** Part of net sales. */
  readonly freight: number;
}

export interface Account {
  readonly code: string;
  readonly customer: string;
  readonly market: Market;
  readonly platform: "Brick & Mortar" | "E-Commerce";
  readonly channel: "Retailer" | "Direct" | "Distributor";
  readonly size: number;
  /** How far its planners miss, always to the same side: 0.2 = a fifth too much. */
  readonly bias: number;
}

const market = (
  name: string,
  subZone: string,
  region: Market["region"],
  size: number,
  growth: number,
  freight: number,
): Market => Object.freeze({ market: name, subZone, region, size, growth, freight });

export const markets: readonly Market[] = Object.freeze([
  market("USA", "North America", "NA", 1, 0.08, 0.021),
  market("Canada", "North America", "NA", 0.45, 0.05, 0.026),
  market("Mexico", "Central America", "LATAM", 0.3, 0.14, 0.034),
  market("Brazil", "South America", "LATAM", 0.42, 0.17, 0.047),
  market("Chile", "South America", "LATAM", 0.28, 0.03, 0.052),
  market("United Kingdom", "UK & Ireland", "EU", 0.7, 0.04, 0.019),
  market("Norway", "Nordics", "EU", 0.34, 0.11, 0.024),
  market("Sweden", "Nordics", "EU", 0.3, 0.02, 0.022),
  market("Germany", "Central Europe", "EU", 0.8, -0.03, 0.017),
  market("France", "Western Europe", "EU", 0.55, 0.03, 0.02),
  market("Spain", "Southern Europe", "EU", 0.32, 0.06, 0.023),
  market("India", "India", "APAC", 0.75, 0.24, 0.029),
  market("Japan", "East Asia", "APAC", 0.5, -0.04, 0.018),
  market("South Korea", "East Asia", "APAC", 0.34, 0.07, 0.021),
  market("Australia", "ANZ", "APAC", 0.4, 0.06, 0.038),
  market("Singapore", "South-East Asia", "APAC", 0.26, 0.1, 0.027),
]);

/** The company of full size sells in more countries. */
export const fullMarkets: readonly Market[] = Object.freeze([
  ...markets,
  market("Ireland", "UK & Ireland", "EU", 0.24, 0.05, 0.024),
  market("Denmark", "Nordics", "EU", 0.27, 0.03, 0.022),
  market("Netherlands", "Western Europe", "EU", 0.38, 0.02, 0.018),
  market("Austria", "Central Europe", "EU", 0.29, 0.01, 0.02),
  market("Poland", "Central Europe", "EU", 0.36, 0.12, 0.025),
  market("Italy", "Southern Europe", "EU", 0.46, 0.02, 0.022),
  market("Portugal", "Southern Europe", "EU", 0.22, 0.05, 0.026),
  market("Colombia", "South America", "LATAM", 0.25, 0.09, 0.049),
  market("Indonesia", "South-East Asia", "APAC", 0.37, 0.18, 0.036),
  market("Philippines", "South-East Asia", "APAC", 0.3, 0.15, 0.037),
  market("New Zealand", "ANZ", "APAC", 0.21, 0.04, 0.042),
]);

type Route = readonly [platform: Account["platform"], channel: Account["channel"]];
const store: Route = ["Brick & Mortar", "Direct"];
const webshop: Route = ["E-Commerce", "Direct"];
const shops: Route = ["Brick & Mortar", "Retailer"];
const online: Route = ["E-Commerce", "Retailer"];
const wholesale: Route = ["Brick & Mortar", "Distributor"];

const customers: readonly (readonly [
  name: string,
  route: Route,
  size: number,
  bias: number,
  markets: string,
])[] = [
  ["Larkfield Store", store, 0.7, 0.03, "USA,United Kingdom,Norway,Germany,India,Australia"],
  [
    "Larkfield Online",
    webshop,
    0.9,
    -0.05,
    "USA,Canada,United Kingdom,Norway,Germany,France,India,Japan,Australia,Brazil",
  ],
  [
    "Parcelwood",
    online,
    1.8,
    -0.14,
    "USA,Canada,United Kingdom,Germany,France,Spain,India,Japan,Australia,Brazil,Mexico",
  ],
  ["Hopbasket", online, 1.1, 0.08, "USA,India,Singapore,South Korea"],
  ["Gadget Grove", shops, 1.3, 0.05, "USA,Canada,Mexico"],
  ["Copperline", shops, 1, 0.22, "USA"],
  ["Maple Circuit", shops, 0.9, 0.04, "Canada"],
  ["Thistle Electricals", shops, 1.1, -0.04, "United Kingdom"],
  ["Pemberton Lane", shops, 0.8, 0.16, "United Kingdom"],
  ["Fjord Elektro", shops, 1.2, -0.09, "Norway,Sweden"],
  ["Nordlys Home", online, 0.8, 0.06, "Norway,Sweden"],
  ["Elektrohaus Linden", shops, 1.4, 0.27, "Germany"],
  ["Maison Étincelle", shops, 1.1, 0.07, "France"],
  ["Casa Chispa", shops, 1, 0.02, "Spain,Mexico"],
  ["Loja Vagalume", shops, 1, -0.17, "Brazil"],
  ["Cordillera Supply", wholesale, 1.2, 0.12, "Chile,Brazil"],
  ["Banyan Bazaar", shops, 1.2, -0.06, "India"],
  ["Mango Circuit", online, 1.3, -0.2, "India"],
  ["Three Rivers Supply", wholesale, 1, 0.1, "India,Singapore"],
  ["Kaito Denki", shops, 1.2, 0.05, "Japan"],
  ["Sakura Camera House", shops, 0.7, 0.19, "Japan"],
  ["Dalbit Mart", online, 1.1, -0.03, "South Korea"],
  ["Han River Supply", wholesale, 0.9, 0.04, "South Korea"],
  ["Wattle & Wire", shops, 1, -0.08, "Australia"],
  ["Merlion Gadgets", shops, 0.9, 0.09, "Singapore"],
];

const marketOf = (name: string): Market => {
  const found = markets.find((candidate) => candidate.market === name);
  if (!found) throw new Error(`The demo company has no market called ${name}.`);
  return found;
};

const places = [
  "Alder",
  "Birch",
  "Cinder",
  "Dovetail",
  "Ember",
  "Foxglove",
  "Granite",
  "Heather",
  "Ironwood",
  "Juniper",
  "Kestrel",
  "Lagoon",
  "Marigold",
  "Nightjar",
  "Oxbow",
  "Primrose",
  "Quarry",
  "Rosemary",
  "Sandbar",
  "Tamarind",
  "Umber",
  "Verbena",
  "Willow",
  "Yarrow",
] as const;
const trades = ["Electric", "Gadgets", "Trading", "Home & Sound", "Depot", "Outfitters"] as const;
const routes = [shops, online, wholesale, shops] as const;

/** The accounts and, in every market, a few shops of that place alone: 200 accounts in all. */
export const withLocalShops = (known: readonly Account[]): readonly Account[] => [
  ...known,
  ...fullMarkets
    .flatMap((home, index) => Array.from({ length: index < markets.length ? 4 : 7 }, () => home))
    .map((home, index) => {
      const code = `C${100 + index}01`;
      const [platform, channel] = routes[index % routes.length] ?? shops;
      return {
        code,
        customer: `${places[index % places.length]} ${trades[Math.floor(index / places.length)]}`,
        market: home,
        platform,
        channel,
        size: drawBetween(`size/${code}`, 0.5, 1.3),
        bias: 0.1 * drawBell(`bias/${code}`),
      };
    }),
];

/** A customer has one account in each of its markets: `C1203` is the third account of the third customer. */
export const accounts: readonly Account[] = Object.freeze(
  customers.flatMap(([customer, [platform, channel], size, bias, where], customerIndex) =>
    where.split(",").map((name, marketIndex) => ({
      code: `C${10 + customerIndex}${String(marketIndex + 1).padStart(2, "0")}`,
      customer,
      market: marketOf(name),
      platform,
      channel,
      size,
      bias,
    })),
  ),
);
