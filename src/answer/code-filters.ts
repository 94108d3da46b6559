import type { Filter } from "../question/question.ts";
import type { DimensionRows } from "../question/vocabulary.ts";

/**
 * Customers and products by their codes instead of their names: of millions of lines an index then finds the few that
 * are asked, where a name has to be joined to all of them first.
 */
export const codeFilters = (
  filters: readonly Filter[],
  { customers, products }: Pick<DimensionRows, "customers" | "products">,
): readonly Filter[] =>
  filters.map((filter) => {
    const names = new Set(filter.members);
    switch (filter.dimension) {
      case "customer": {
        const accounts = customers.filter(({ customer }) => names.has(customer));
        return { ...filter, dimension: "customer_code", members: accounts.map((row) => row.customer_code) };
      }
      case "product": {
        const variants = products.filter(({ product }) => names.has(product));
        return { ...filter, dimension: "product_code", members: variants.map((row) => row.product_code) };
      }
      default:
        return filter;
    }
  });
