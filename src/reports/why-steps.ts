import type { DimensionKey } from "../dimension.ts";
import { salesMetrics } from "../insight/statement.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { NextStep } from "../report.ts";
import { again, onward } from "./frame-all.ts";
import type { Drivers, Why } from "./why-model.ts";
import { explained } from "./why-step.ts";

/** Down to the member that moved most, over to the other figure, to the ranking and the statement. */
export const whySteps = (why: Why): readonly NextStep[] => {
  const { asked, metric, markets, products } = why;
  const { question } = asked.reading;
  const other = explained.find((key) => key !== metric) ?? metric;
  const ranking = questionSchema.parse({ ...question, kind: "ranking", by: ["product"] });
  return [
    ...into(why, products, products.label === "Variant" ? "product_code" : "product"),
    ...into(why, markets, "market"),
    again(asked, `Why ${metricOf(other).label.toLowerCase()} changed`, { ...question, metrics: [other] }),
    ...(products.all.length > 1 ? [onward(asked, "Top products", ranking)] : []),
    ...(markets.all.length > 1 ? [onward(asked, "Top markets", { ...ranking, by: ["market"] })] : []),
    {
      label: "Profit and loss",
      words: asked.say(
        { ...question, metrics: [...salesMetrics] },
        { command: "pnl", metrics: salesMetrics },
      ),
    },
  ];
};

/** `why` of the member that moved most. */
const into = ({ asked }: Why, { all }: Drivers, dimension: DimensionKey): readonly NextStep[] => {
  const [first] = all;
  if (!first || all.length < 2) return [];
  return [again(asked, `Why ${first.name}`, narrowed(asked.reading.question, dimension, first.name))];
};

const narrowed = (question: Question, dimension: DimensionKey, member: string): Question => ({
  ...question,
  filters: [
    ...question.filters.filter((filter) => filter.excluded || filter.dimension !== dimension),
    { dimension, members: [member], excluded: false },
  ],
});
