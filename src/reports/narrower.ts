import type { Answer } from "../answer/answer.ts";
import type { DimensionKey, GroupKey, TimeKey } from "../dimension.ts";
import { labelOf } from "../dimension.ts";

/** Down the hierarchies: what a person asks after seeing this level. */
const narrower: Readonly<Partial<Record<GroupKey, DimensionKey>>> = {
  region: "sub_zone",
  sub_zone: "market",
  market: "customer",
  platform: "channel",
  channel: "customer",
  customer: "product",
  division: "segment",
  segment: "category",
  category: "product",
  product: "product_code",
};

/** The level below; of a figure without a break-down, products. */
export const downFrom = (group: GroupKey | undefined): DimensionKey | undefined =>
  group ? narrower[group] : "product";

/** "by month"; where the answer spans too little for a line, as much as people mean by "over time". */
export const overTimeClause = ({ span, provenance }: Answer, key: TimeKey): string => {
  const by = `by ${labelOf(key).toLowerCase()}`;
  const isLatest = span.to >= provenance.through;
  return isLatest && monthsIn(span.from, span.to) < enough[key].months ? `${by} ${enough[key].instead}` : by;
};

const enough: Readonly<Record<TimeKey, { readonly months: number; readonly instead: string }>> = {
  month: { months: 3, instead: "last 12 months" },
  fiscal_quarter: { months: 7, instead: "last 8 quarters" },
  fiscal_year: { months: 13, instead: "all time" },
  calendar_year: { months: 13, instead: "all time" },
};

const monthsIn = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7)) +
  1;
