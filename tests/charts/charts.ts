import type { Chart } from "../../src/report.ts";

/** One chart of each kind, with what makes it hard: long names, gaps, missing data, negative values. */

const months = [
  "Nov 2025",
  "Dec 2025",
  "Jan 2026",
  "Feb 2026",
  "Mar 2026",
  "Apr 2026",
  "May 2026",
  "Jun 2026",
];

export const rankedChart: Chart = {
  kind: "ranked",
  title: "Trail Camera leads with $3.8M, 4.1% of net sales",
  unit: "money",
  measure: "Net sales",
  categories: [
    "Trail Camera",
    "Ridge Cam",
    "A product whose name is longer than anybody would read",
    "Lantern Speaker",
  ],
  series: [
    {
      name: "FY2026",
      role: "current",
      values: [3_800_000, 2_140_000, 990_000, null],
      incomplete: [false, true, false, false],
    },
    { name: "FY2025", role: "previous", values: [3_100_000, 2_300_000, 400_000, 120_000] },
  ],
  alt: "Net sales of four products.",
};

export const lineChart: Chart = {
  kind: "line",
  title:
    "Net sales reached $10.6M in Jun 2026, 14% above the year before and more than in any month since Dec 2025",
  unit: "money",
  measure: "Net sales",
  categories: months,
  series: [
    {
      name: "This year",
      role: "current",
      values: [9_600_000, 12_060_000, 7_390_000, null, 7_320_000, 8_820_000, 9_630_000, 10_640_000],
      incomplete: [false, false, false, false, true, false, false, false],
    },
    {
      name: "Year before",
      role: "previous",
      values: [9_740_000, 10_140_000, 6_150_000, 5_980_000, 4_720_000, 5_070_000, 5_570_000, 7_980_000],
    },
  ],
  alt: "Net sales by month.",
};

export const shareChart: Chart = {
  kind: "share",
  title: "Retailers bring 73.5% of net sales",
  unit: "percent",
  measure: "Share of net sales",
  categories: ["Direct", "Retailer", "Distributor"],
  series: [{ name: "Share", role: "current", values: [0.224, 0.735, 0.041] }],
  alt: "Share of net sales by channel.",
};

export const pieChart: Chart = { ...shareChart, kind: "pie" };

export const errorChart: Chart = {
  kind: "ranked",
  title: "Elektrohaus Linden is over-forecast by 14.7k units",
  unit: "units",
  measure: "Net error",
  categories: ["Elektrohaus Linden", "Maison Étincelle", "Mango Circuit", "Łódź Привет Ελλάδα"],
  series: [{ name: "Net error", role: "current", values: [14_670, 1_435, -13_680, -1_649] }],
  alt: "Net error by customer.",
};

/** Levels and the steps between them, all the way down. */
export const waterfallChart: Chart = {
  kind: "waterfall",
  title: "Of $10.0M gross sales $2.1M remain as gross margin; pre-invoice deductions take most",
  unit: "money",
  measure: "Money",
  categories: [
    ...["Gross sales", "Pre-invoice deductions", "Net invoice sales", "Post-invoice discounts", "Net sales"],
    ...["Manufacturing cost", "Freight", "Not covered", "Gross margin"],
  ],
  series: [
    {
      name: "FY2026",
      role: "current",
      values: [
        10_000_000, -2_400_000, 7_600_000, -1_500_000, 6_100_000, -3_700_000, -120_000, -180_000, 2_100_000,
      ],
      incomplete: [false, false, false, false, false, true, false, false, true],
    },
  ],
  levels: [true, false, true, false, true, false, false, false, true],
  alt: "From gross sales to gross margin.",
};

/** Steps so small beside the levels that the axis does not begin at zero. */
export const bridgeChart: Chart = {
  kind: "waterfall",
  title: "Net sales rose by $1.3M, mostly by volume",
  unit: "money",
  measure: "Net sales",
  categories: ["FY2025", "New", "Lost", "Volume", "Mix", "Price", "Pre-invoice", "Post-invoice", "FY2026"],
  series: [
    {
      name: "Net sales",
      role: "current",
      values: [40_000_000, 900_000, -350_000, 1_400_000, -210_000, 0, -90_000, -350_000, 41_300_000],
    },
  ],
  levels: [true, false, false, false, false, false, false, false, true],
  alt: "From FY2025 to FY2026.",
};

export const charts: Readonly<Record<string, Chart>> = {
  ranked: rankedChart,
  line: lineChart,
  share: shareChart,
  pie: pieChart,
  error: errorChart,
  waterfall: waterfallChart,
  bridge: bridgeChart,
};
