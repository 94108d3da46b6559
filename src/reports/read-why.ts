import type { Desk, Reading } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import { explained, isExplained, whyQuestion, whyStart } from "./why-step.ts";

/** How people ask why: "did net sales fall in India". What is left when these are dropped says the question. */
const told =
  /\b(did|do|does|has|have|is|are|was|were|so|go|goes|went|gone|up|down|change[ds]?|fall(s|en)?|fell|drop(s|ped)?|rise[sn]?|rose|grow[ns]?|grew|increased?|decreased?|declined?|lower|higher)\b/gi;

/** The words after `why` as one figure of a slice in two periods. Throws a QuestionError that says what fits. */
export const readWhy = async (words: string, desk: Pick<Desk, "read" | "say">): Promise<Reading> => {
  const { question, corrections } = await readLoosely(words, desk);
  return { question: checked(question, desk), corrections };
};

const readLoosely = async (words: string, desk: Pick<Desk, "read">): Promise<Reading> => {
  try {
    return await desk.read(words, whyStart);
  } catch (error) {
    const fewer = words.replace(told, " ").replace(/[?]/g, " ").trim();
    if (fewer === words.trim()) throw error;
    return desk.read(fewer, whyStart).catch(() => {
      throw error;
    });
  }
};

const checked = (question: Question, desk: Pick<Desk, "say">): Question => {
  const [metric = ""] = question.metrics;
  if (question.metrics.length > 1 || !isExplained(metric)) throw notExplained(question, desk);
  const { comparison, by, kind, share, conditions } = question;
  if (comparison?.kind === "member") throw notByMember(question, desk);
  if (by.length > 0 || kind !== "measure" || share || conditions.length > 0)
    throw new QuestionError(
      "not-allowed",
      "why takes apart one figure of one slice, and names the products and markets behind it by itself. Leave the break-down out.",
      [choice(question, metric, desk)],
    );
  return whyQuestion(question, metric);
};

const notExplained = (question: Question, desk: Pick<Desk, "say">): QuestionError => {
  const asked = question.metrics.map((key) => metricOf(key).label).join(", ");
  return new QuestionError(
    "not-allowed",
    `why takes apart net sales or gross margin, not ${asked.toLowerCase()}: their changes are sums of what volume, mix, prices, deductions and costs did.`,
    explained.map((metric) => choice(question, metric, desk)),
  );
};

/** The same variant in another market is another pair: everything would be new or lost. */
const notByMember = (question: Question, desk: Pick<Desk, "say">): QuestionError => {
  const { comparison: _, ...alone } = question;
  return new QuestionError(
    "not-allowed",
    "why compares two periods of one slice. To set two members side by side ask for their profit and loss.",
    [
      choice(alone, "net_sales", desk),
      { label: "profit and loss", words: desk.say(question, { command: "pnl", metrics: question.metrics }) },
    ],
  );
};

const choice = (question: Question, metric: (typeof explained)[number], desk: Pick<Desk, "say">) => ({
  label: `why ${metricOf(metric).label.toLowerCase()}`,
  words: desk.say(whyQuestion(question, metric), whyStart),
});
