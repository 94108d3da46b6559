import { net, sales } from "./plain-sql.ts";

export const within = (from: string, to: string): string => `date BETWEEN '${from}' AND '${to}'`;
export const fy2026 = within("2025-09-01", "2026-08-31");
export const fy2025 = within("2024-09-01", "2025-08-31");
export const invoiced = "q * price * (1 - pre)";
export const post = `${invoiced} * (disc + other)`;
export const margin = `${net} - q * cost - ${net} * (freight + extra)`;
export const number = (expression: string): string => `CAST(${expression} AS double precision)`;
export const lines = `(${sales}) AS lines`;

/** Net sales etc. by names, in FY2026 unless another condition is given. */
export const grouped = (names: string, values: Readonly<Record<string, string>>, where = fy2026): string => {
  const columns = Object.entries(values).map(([key, text]) => `${number(text)} AS ${key}`);
  return `SELECT ${[names, ...columns].join(", ")} FROM ${lines} WHERE ${where} GROUP BY ${names}`;
};
export const first = (limit: number, key: string, statement: string): string =>
  `SELECT * FROM (${statement}) AS members ORDER BY ${key} DESC NULLS LAST LIMIT ${limit}`;
