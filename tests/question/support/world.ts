import { QuestionError } from "../../../src/errors.ts";
import { metrics } from "../../../src/metrics/index.ts";
import { createVocabulary, type Vocabulary } from "../../../src/question/create-vocabulary.ts";
import type { LoadedMonth, LoadedMonths } from "../../../src/question/loaded-months.ts";
import type { Question } from "../../../src/question/question.ts";
import { type ReadOptions, read } from "../../../src/question/read.ts";
import type { DimensionRows } from "../../../src/question/vocabulary.ts";

type Market = DimensionRows["markets"][number];
type Customer = DimensionRows["customers"][number];
type Product = DimensionRows["products"][number];

const market = (name: string, sub_zone: string, region: string): Market => ({
  market: name,
  sub_zone,
  region,
});
const customer = (
  customer_code: string,
  name: string,
  place: string,
  platform = "Brick & Mortar",
  channel = "Retailer",
): Customer => ({
  customer_code,
  customer: name,
  market: place,
  platform,
  channel,
});
const product = (product_code: string, path: string): Product => {
  const [division = "", segment = "", category = "", name = "", variant = ""] = path.split(" > ");
  return { product_code, division, segment, category, product: name, variant };
};

/** An invented company whose names are as awkward as real ones. */
export const rows: DimensionRows = {
  markets: [
    market("India", "India", "APAC"),
    market("Japan", "ROA", "APAC"),
    market("Australia", "ANZ", "APAC"),
    market("South Korea", "ROA", "APAC"),
    market("United Kingdom", "NE", "EU"),
    market("Norway", "NE", "EU"),
    market("USA", "NA", "NA"),
    market("Columbia", "LATAM", "LATAM"),
    market("Brazil", "LATAM", "LATAM"),
  ],
  customers: [
    customer("90000001", "Crona", "India"),
    customer("90000002", "Flopkart", "India", "E-Commerce"),
    customer("90000003", "Zone", "Japan"),
    customer("90000004", "Amazon", "India", "E-Commerce", "Direct"),
    customer("90000005", "Amazon", "USA", "E-Commerce"),
    customer("90000006", "Acorn", "USA", "Brick & Mortar", "Distributor"),
    customer("90000007", "Lotus", "Brazil"),
    customer("90000008", "March", "Norway"),
    customer("90000009", "FY2021", "Norway"),
    customer("90000010", 'The "Big" Shop', "Norway"),
    customer("90000011", "A/B - C, Ltd.", "Australia"),
    customer("90000012", "Top 10 Products", "Australia"),
    customer("90000013", "Total", "Australia"),
    customer("90000014", "Net Sales", "Australia"),
    customer("90000015", "Macy's", "USA"),
    customer("90000016", "Café Müller", "Norway"),
    customer("90000017", "Lotus Kids", "Brazil"),
    customer("90000018", "Ornel Exclusive", "Brazil"),
    customer("90000019", "OnreL Exclusive", "Japan"),
  ],
  products: [
    product("A0001", "PC > Notebook > Business Laptop > OX Aspiron > Standard"),
    product("A0002", "PC > Desktop > Business Laptop > OX Aspiron > Plus"),
    product("A0003", "PC > Notebook > Gaming Laptop > OX Gamers > Standard"),
    product("A0004", "P & A > Accessories > Mouse > OX Gamers Ms > Standard"),
    product("A0005", "P & A > Accessories > Keyboard > OX Digit > Standard"),
    product("A0006", "N & S > Storage > USB Flash Drives > OX Pen Drive 2 IN 1 > Standard"),
    product("A0007", "N & S > Networking > Wi fi extender > OX Wi Power Dx1 > Standard"),
    product("A0008", "N & S > Storage > Lotus > OX Smash 1 > Premium"),
    product("A0009", "N & S > Storage > Lotus > OX Smash 2 > Premium"),
    product("A0010", "PC > Notebook > Personal Laptop > OX Gen X > Standard"),
    product("A0011", "PC > Notebook > Personal Laptop > OX Gen Z > Standard"),
    product("A0012", "PC > Notebook > Personal Laptop > OX GEN Z > Standard"),
  ],
  aliases: [
    { dimension: "market", alias: "Colombia", member: "Columbia" },
    { dimension: "customer", alias: "AMZ", member: "Amazon" },
  ],
};

export const vocabulary: Vocabulary = createVocabulary(rows, metrics);

const between = (from: string, to: string): string[] => {
  const months: string[] = [];
  for (let month = from; month <= to; ) {
    months.push(month);
    const [year = 0, number = 0] = month.split("-").map(Number);
    month = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, "0")}-01`;
  }
  return months;
};

export interface Stretches {
  readonly sales?: readonly (readonly [string, string])[];
  readonly forecast?: readonly (readonly [string, string])[];
  readonly partial?: readonly string[];
  readonly start?: number;
}

/** Loaded months from stretches such as ["2019-09-01", "2021-08-01"]. */
export const monthsLoaded = ({
  sales = [],
  forecast = [],
  partial = [],
  start = 9,
}: Stretches): LoadedMonths => {
  const sold = new Set(sales.flatMap(([from, to]) => between(from, to)));
  const planned = new Set(forecast.flatMap(([from, to]) => between(from, to)));
  const months = [...new Set([...sold, ...planned])].sort().map(
    (month): LoadedMonth => ({
      month,
      sales: sold.has(month),
      forecast: planned.has(month),
      partial: partial.includes(month),
    }),
  );
  return { fiscalYearStartMonth: start, months };
};

/** Two whole fiscal years and four months of FY2022; forecasts to the end of FY2022. */
export const loaded = monthsLoaded({
  sales: [["2019-09-01", "2021-12-01"]],
  forecast: [["2019-09-01", "2022-08-01"]],
});

export const ask = (words: string, options: ReadOptions = {}): Question =>
  read(words, vocabulary, loaded, options).question;

/** A measure of net sales with nothing else said, to be overridden. */
export const question = (parts: Partial<Question>): Question => ({
  kind: "measure",
  metrics: ["net_sales"],
  by: [],
  filters: [],
  order: "top",
  limit: 10,
  share: false,
  conditions: [],
  ...parts,
});

/** The QuestionError that words end in. */
export const refusal = (words: string, options: ReadOptions = {}): QuestionError => {
  try {
    read(words, vocabulary, loaded, options);
  } catch (error) {
    if (error instanceof QuestionError) return error;
    throw error;
  }
  throw new Error(`"${words}" was read`);
};
