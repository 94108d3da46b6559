import type { Phrase } from "./phrase.ts";

const ranked = "top 10 products by net sales";

const orders: readonly Phrase[] = [
  {
    said: "top | best | biggest | highest | most | largest | greatest | leading",
    means: { kind: "order", order: "top" },
    example: "best 3 markets by net sales",
    same: "top 3 markets by net sales",
  },
  {
    said: "bottom | worst | lowest | least | smallest | fewest | weakest",
    means: { kind: "order", order: "bottom" },
    example: "worst 3 markets by net sales",
    same: "bottom 3 markets by net sales",
  },
  {
    said: "best selling | top selling | most sold | bestselling | sold the most | sells the most | sell the most | sells best | sell best | sold best | buy the most | buys the most | bought the most",
    means: { kind: "order", order: "top", metric: "sold_quantity" },
    example: "best-selling products",
    same: "top 10 products by sold quantity",
  },
  {
    said: "worst selling | least sold | slowest selling | sold the least | sells the least | sell the least | sells worst | sell worst | sold worst | buy the least | buys the least | bought the least",
    means: { kind: "order", order: "bottom", metric: "sold_quantity" },
    example: "worst-selling 5 products",
    same: "bottom 5 products by sold quantity",
  },
  {
    said: "most profitable | best earning",
    means: { kind: "order", order: "top", metric: "gross_margin" },
    example: "most profitable products",
    same: "top 10 products by gross margin",
  },
  {
    said: "least profitable | worst earning",
    means: { kind: "order", order: "bottom", metric: "gross_margin" },
    example: "least profitable products",
    same: "bottom 10 products by gross margin",
  },
];

const clauses: readonly Phrase[] = [
  {
    said: "across",
    means: { kind: "across" },
    example: "net sales by category across markets and channels",
    same: "net sales by category, market, channel",
  },
  {
    said: "and | or | as well as",
    means: { kind: "and" },
    example: "net sales and cogs",
    same: "net sales, cogs",
  },
  {
    said: "by | split by | broken down by | break down by | grouped by | group by | sorted by | ranked by | ordered by | split into | split | by each",
    means: { kind: "by" },
    example: "net sales split by region",
    same: "net sales by region",
  },
  {
    said: "per | for each | for every | each",
    means: { kind: "per" },
    example: "net sales per region",
    same: "net sales by region",
  },
  {
    said: "in each | in every | within each | within every | of each",
    means: { kind: "each" },
    example: "net sales in each region",
    same: "net sales by region",
  },
  {
    said: "in | for | within | at | on | during | over | into | through | sold to | sell to | did we sell to | do we sell to | have we sold to | sold in | bought by",
    means: { kind: "in", part: false },
    example: "net sales for India",
    same: "net sales in India",
  },
  {
    said: "of | from",
    means: { kind: "in", part: true },
    example: "net sales of India",
    same: "net sales in India",
  },
  {
    said: "excluding | exclude | without | except | except for | not in | other than | apart from | but not | ex",
    means: { kind: "excluding" },
    example: "net sales without India",
    same: "net sales excluding India",
  },
  {
    said: "vs | versus | against | compared to | compared with | compare to | compare with | in comparison with | v",
    means: { kind: "vs" },
    example: "net sales FY2021 compared to FY2020",
    same: "net sales FY2021 vs FY2020",
  },
  {
    said: "yoy | year over year | year on year | y o y",
    means: { kind: "compare", comparison: "last-year" },
    example: "net sales FY2021 yoy",
    same: "net sales FY2021 vs last year",
  },
  {
    said: "last year | previous year | prior year | the year before | a year ago | a year earlier | same period last year | same months last year | ly | py",
    means: { kind: "side", comparison: "last-year" },
    example: "net sales FY2021 vs the year before",
    same: "net sales FY2021 vs last year",
  },
  {
    said: "last period | previous period | prior period | the period before | preceding period",
    means: { kind: "side", comparison: "last-period" },
    example: "net sales FY2021 vs previous period",
    same: "net sales FY2021 vs last period",
  },
  {
    said: "forecast | forecasts | forecast quantity",
    means: { kind: "side", comparison: "forecast" },
    example: "sold quantity FY2021 against the forecast",
    same: "sold quantity FY2021 vs forecast",
  },
  {
    said: "with | having | that have | have | has | had | where",
    means: { kind: "with" },
    example: "customers with the highest cogs",
    same: "top 10 customers by cogs",
  },
  {
    said: "over | above | more than | greater than | higher than",
    means: { kind: "than", side: "over" },
    example: "top 5 customers by cogs with net sales above 10k",
    same: "top 5 customers by cogs with net sales over 10000",
  },
  {
    said: "under | below | less than | fewer than | lower than",
    means: { kind: "than", side: "under" },
    example: "top 5 customers by cogs with net sales below 10k",
    same: "top 5 customers by cogs with net sales under 10000",
  },
  {
    said: "share of | share | percent of | shares of | proportion of | percent share of | what percent of | what share of | contribution to",
    means: { kind: "share" },
    example: "% of net sales by channel",
    same: "share of net sales by channel",
  },
];

const forms: readonly Phrase[] = [
  {
    said: "as | as a | as an | shown as",
    means: { kind: "as" },
    example: "net sales by month as a line",
    same: "net sales by month as line",
  },
  {
    said: "table | list",
    means: { kind: "form", form: "table" },
    example: `${ranked} as a list`,
    same: `${ranked} as table`,
  },
  {
    said: "bar | bars | bar chart | column chart",
    means: { kind: "form", form: "bar" },
    example: `${ranked} as bar chart`,
    same: `${ranked} as bar`,
  },
  {
    said: "line | lines | line chart",
    means: { kind: "form", form: "line" },
    example: "net sales by month as a line chart",
    same: "net sales by month as line",
  },
  {
    said: "pie | pie chart",
    means: { kind: "form", form: "pie" },
    example: "net sales by channel as a pie chart",
    same: "net sales by channel as pie",
  },
  {
    said: "csv | csv file",
    means: { kind: "form", form: "csv" },
    example: `${ranked} as csv file`,
    same: `${ranked} as csv`,
  },
  {
    said: "at variant level | at product code level | at sku level | variant level",
    means: { kind: "level", level: "variant" },
    example: "forecast accuracy at sku level",
    same: "forecast accuracy at variant level",
  },
  {
    said: "at account level | at customer code level | at customer account level | account level",
    means: { kind: "level", level: "account" },
    example: "forecast accuracy account level",
    same: "forecast accuracy at account level",
  },
];

const times: readonly Phrase[] = [
  {
    said: "month | months",
    means: { kind: "group", group: "month" },
    example: "net sales by months",
    same: "net sales by month",
  },
  {
    said: "quarter | quarters | fiscal quarter | fiscal quarters",
    means: { kind: "group", group: "fiscal_quarter" },
    example: "net sales by fiscal quarter",
    same: "net sales by quarter",
  },
  {
    said: "year | years | fiscal year | fiscal years | financial year | financial years",
    means: { kind: "group", group: "fiscal_year" },
    example: "net sales by year",
    same: "net sales by fiscal year",
  },
  {
    said: "calendar year | calendar years",
    means: { kind: "group", group: "calendar_year" },
    example: "net sales by calendar years",
    same: "net sales by calendar year",
  },
  {
    said: "monthly | month by month | by the month | over time | trend of | trend",
    means: { kind: "broken-down", by: "month" },
    example: "monthly net sales",
    same: "net sales by month",
  },
  {
    said: "quarterly | quarter by quarter",
    means: { kind: "broken-down", by: "fiscal_quarter" },
    example: "quarterly net sales",
    same: "net sales by quarter",
  },
  {
    said: "yearly | annual | annually | year by year",
    means: { kind: "broken-down", by: "fiscal_year" },
    example: "yearly net sales",
    same: "net sales by fiscal year",
  },
];

const counts: readonly Phrase[] = [
  {
    said: "how many customers",
    means: { kind: "count", metric: "customers_served" },
    example: "how many customers in India",
    same: "customers served in India",
  },
  {
    said: "how many markets | how many countries",
    means: { kind: "count", metric: "markets_served" },
    example: "how many countries FY2021",
    same: "markets served FY2021",
  },
  {
    said: "how many products did we sell | how many products were sold | how many products have we sold",
    means: { kind: "count", metric: "products_sold" },
    example: "how many products did we sell in India",
    same: "products sold in India",
  },
  {
    said: "how many products do we have | how many products are there | how many products are listed",
    means: { kind: "count", metric: "products_listed" },
    example: "how many products are there by segment",
    same: "products listed by segment",
  },
];

export const grammarPhrases: readonly Phrase[] = [...orders, ...clauses, ...forms, ...times, ...counts];
