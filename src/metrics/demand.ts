import { defineMetric, type Metric } from "../metric.ts";

const demand = {
  pieces: [],
  additive: false,
  shareable: false,
  fact: "both",
  owner: "Supply chain",
} as const satisfies Partial<Metric>;

const level = "Taken at variant × month within the asked slice unless the account level is asked.";

export const forecastQuantity = defineMetric({
  ...demand,
  key: "forecast_quantity",
  label: "Forecast quantity",
  description: "Units that were forecast, past and future months alike.",
  definition: "Sum of forecast_quantity over all forecast months of the period.",
  trap: "It covers all forecast months; errors and accuracy only those where sales are loaded too.",
  unit: "units",
  formula: { kind: "sum", of: ["forecast_quantity"] },
  good: "neutral",
  shareable: true,
  additive: true,
  fact: "forecast",
  synonyms: ["forecast", "forecast units", "forecasted quantity", "demand forecast", "planned units"],
});

export const netError = defineMetric({
  ...demand,
  key: "net_error",
  label: "Net error",
  description: "Units forecast too many (positive: excess inventory) or too few (negative: out of stock).",
  definition: "Σ forecast − Σ sold, over months where both are loaded.",
  trap: "Over- and under-forecasts cancel; a net error near zero can hide a poor forecast.",
  unit: "units",
  formula: { kind: "demand", value: "net_error" },
  good: "neutral",
  additive: true,
  synonyms: ["forecast error", "net forecast error"],
});

export const netErrorPct = defineMetric({
  ...demand,
  key: "net_error_pct",
  label: "Net error %",
  description: "Net error as a part of the forecast.",
  definition: "net_error ÷ forecast_quantity, over months where both are loaded.",
  trap: "Over- and under-forecasts cancel; forecast accuracy does not let them.",
  unit: "percent",
  formula: { kind: "demand", value: "net_error_pct" },
  good: "neutral",
  synonyms: ["net error percent", "net forecast error %"],
});

export const forecastBias = defineMetric({
  ...demand,
  key: "forecast_bias",
  label: "Forecast bias",
  description:
    "Signed net error as a part of the forecast: positive is over-forecast, negative under-forecast.",
  definition: "net_error ÷ forecast_quantity, over months where both are loaded.",
  trap: "No bias is not accuracy: errors of both signs cancel.",
  unit: "percent",
  formula: { kind: "demand", value: "net_error_pct" },
  good: "neutral",
  synonyms: ["bias", "forecast bias %"],
});

export const absoluteError = defineMetric({
  ...demand,
  key: "absolute_error",
  label: "Absolute error",
  description: "Units by which the forecast missed, in either direction.",
  definition: `Σ |forecast − sold|, over months where both are loaded. ${level}`,
  trap: "The level at which the difference is taken changes the answer; rows do not sum to the total.",
  unit: "units",
  formula: { kind: "demand", value: "absolute_error" },
  good: "down",
  synonyms: ["abs error", "absolute forecast error"],
});

export const absoluteErrorPct = defineMetric({
  ...demand,
  key: "absolute_error_pct",
  label: "Absolute error %",
  description: "Absolute error as a part of the forecast.",
  definition: `absolute_error ÷ forecast_quantity, over months where both are loaded. ${level}`,
  trap: "The level at which the difference is taken changes the answer.",
  unit: "percent",
  formula: { kind: "demand", value: "absolute_error_pct" },
  good: "down",
  synonyms: ["abs error %", "absolute error percent", "mape", "wape"],
});

export const forecastAccuracy = defineMetric({
  ...demand,
  key: "forecast_accuracy",
  label: "Forecast accuracy",
  description: "How close the forecast came: 100% is exact, 0% a miss as large as the forecast.",
  definition: `max(0, 1 − absolute_error ÷ forecast_quantity), over months where both are loaded. ${level}`,
  trap: "Half as high at account level as at variant level in the same year: always name the level.",
  unit: "percent",
  formula: { kind: "demand", value: "forecast_accuracy" },
  good: "up",
  synonyms: ["accuracy", "fca", "forecast accuracy %"],
});
