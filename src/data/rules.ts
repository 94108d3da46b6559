/**
 * The ten business rules as data. They hold twice: here, at import, with the row at fault named; and as
 * constraints of the database. Rule 0 is about the file itself, before any rule of the business can be asked.
 */
export interface Rule {
  readonly number: RuleNumber;
  readonly title: string;
  /** What must hold, as a sentence. */
  readonly sentence: string;
  /** What the person does about a row that breaks it. */
  readonly remedy: string;
}

export type RuleNumber = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export const rules: readonly Rule[] = Object.freeze([
  {
    number: 1,
    title: "Customer codes are unique",
    sentence: "A customer code stands in dim_customer once.",
    remedy: "Keep the row that is right and delete the others.",
  },
  {
    number: 2,
    title: "Product codes are unique",
    sentence: "A product code stands in dim_product once.",
    remedy: "Keep the row that is right and delete the others.",
  },
  {
    number: 3,
    title: "Dates are valid and monthly",
    sentence: "Only valid dates; facts are monthly, on the first of the month.",
    remedy: "Write the first day of the month, like 2021-09-01.",
  },
  {
    number: 4,
    title: "Nothing is negative, shares lie in 0 to 1",
    sentence: "No quantity, price or cost is negative; a percentage lies between 0 and 1.",
    remedy: "Correct the figure; write 23.5% as 0.235.",
  },
  {
    number: 5,
    title: "Codes exist",
    sentence: "Every code in a fact, price, cost or deduction exists in its dimension.",
    remedy: "Add the missing member to its dimension file, correct the code, or delete the row.",
  },
  {
    number: 6,
    title: "Fiscal years are written one way",
    sentence: "A fiscal year is the calendar year it ends in.",
    remedy: "Write the year as 2021 or FY2021.",
  },
  {
    number: 7,
    title: "Decimals keep their accuracy",
    sentence: "A number is plain digits with a decimal point, kept with every decimal it has.",
    remedy: "Write plain digits with a decimal point, like 1234.56; no exponent, no thousands separator.",
  },
  {
    number: 8,
    title: "Essential fields are filled",
    sentence: "No essential field is empty.",
    remedy: "Fill in the field, or delete the row.",
  },
  {
    number: 9,
    title: "Platform and channel are known",
    sentence: "The platform is Brick & Mortar or E-Commerce; the channel is Retailer, Direct or Distributor.",
    remedy: "Write one of the known values, spelled exactly so.",
  },
  {
    number: 10,
    title: "Every customer's market exists",
    sentence: "The market of every customer stands in dim_market, and so has a region.",
    remedy: "Add the market to dim_market, or correct its name in this row.",
  },
] as const satisfies readonly Rule[]);

/** What a file must be before the business rules can be asked of it. */
export const fileRule: Rule = Object.freeze({
  number: 0,
  title: "One whole row per key",
  sentence: "Every row has all the columns of the header, and no two rows share a key.",
  remedy: "Correct or delete the row.",
});

export const ruleOf = (number: number): Rule => rules.find((rule) => rule.number === number) ?? fileRule;

/** Rule 9's lists, spelled as the database holds them. */
export const platforms = ["Brick & Mortar", "E-Commerce"] as const;
export const channels = ["Retailer", "Direct", "Distributor"] as const;
