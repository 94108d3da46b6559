import type { ColumnKind } from "./tables.ts";

const noCode = new Set(["nan", "na", "n/a", "-", "null"]);
const month = /^(?:199\d|20\d\d)-(?:0[1-9]|1[0-2])-01(?: 00:00:00)?$/;
const year = /^(?:199\d|20\d\d)$/;
const quantity = /^\d{1,9}$/;
const price = /^\d{1,20}(?:\.\d{1,20})?$/;
const share = /^(?:[01]|0?\.\d{1,40})$/;

/**
 * Texts that are surely good: each passes the check of its kind, and a typed column reads it as the check would type
 * it. Other texts may be good as well; kinds that are not here are always checked.
 */
export const plainTexts: Partial<Record<ColumnKind, (text: string) => boolean>> = Object.freeze({
  code: (text: string) =>
    text !== "" &&
    text.length <= 100 &&
    !(text.startsWith("#") || text.startsWith("=")) &&
    (text.length > 4 || !noCode.has(text.toLowerCase())),
  month: (text: string) => month.test(text),
  year: (text: string) => year.test(text),
  quantity: (text: string) => quantity.test(text),
  price: (text: string) => price.test(text),
  share: (text: string) => share.test(text),
});
