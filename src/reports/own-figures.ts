import { QuestionError } from "../errors.ts";
import { joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Asked } from "./frame-all.ts";

/**
 * Refuses a figure, or a bound on one, that a command with figures of its own cannot show; the question alone is
 * one click away.
 */
export const refuseOtherFigures = ({ reading, start, say }: Asked, shown: readonly string[]): void => {
  const { metrics, conditions } = reading.question;
  const others = metrics.filter((key) => !shown.includes(key) && !start.metrics.includes(key));
  if (others.length === 0 && conditions.length === 0) return;
  const named = joinWords(
    (others.length > 0 ? others : metrics).map((key) => metricOf(key).label.toLowerCase()),
  );
  throw new QuestionError(
    "not-allowed",
    others.length > 0
      ? `${start.command} shows figures of its own, not ${named}. Ask for that alone.`
      : `${start.command} shows every member: ask for ${named} with a bound alone.`,
    [
      { label: named, words: `ask ${say(reading.question)}` },
      { label: start.command, words: start.command },
    ],
  );
};
