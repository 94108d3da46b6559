import { expect, test } from "vitest";
import { codeFilters } from "../../src/answer/code-filters.ts";
import type { Filter } from "../../src/question/question.ts";

const account = { market: "India", platform: "E-Commerce", channel: "Retailer" };
const variant = { division: "Home", segment: "Light", category: "Lamps", variant: "Standard" };
const names = {
  customers: [
    { ...account, customer_code: "1", customer: "Banyan" },
    { ...account, customer_code: "2", customer: "Fjord" },
    { ...account, customer_code: "3", customer: "Banyan" },
  ],
  products: [
    { ...variant, product_code: "L1", product: "Lamp" },
    { ...variant, product_code: "D", product: "Desk" },
    { ...variant, product_code: "L2", product: "Lamp" },
  ],
};
const of = (dimension: Filter["dimension"], ...members: string[]): Filter => ({
  dimension,
  members,
  excluded: false,
});

test("customers and products become every code of their name", () => {
  expect(codeFilters([of("customer", "Banyan"), of("product", "Lamp", "Desk")], names)).toEqual([
    of("customer_code", "1", "3"),
    of("product_code", "L1", "D", "L2"),
  ]);
});

test("what is excluded, or a part of the whole, stays so", () => {
  const filter: Filter = { ...of("customer", "Fjord"), excluded: true, part: true };
  expect(codeFilters([filter], names)).toEqual([
    { dimension: "customer_code", members: ["2"], excluded: true, part: true },
  ]);
});

test("other dimensions are left as they are", () => {
  const filters = [of("market", "India"), of("customer_code", "1")];
  expect(codeFilters(filters, names)).toEqual(filters);
});
