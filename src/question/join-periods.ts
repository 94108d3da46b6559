import { QuestionError } from "../errors.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { refuse } from "./problem.ts";
import type { Period, SimplePeriod } from "./question.ts";
import { type Stretch, stretchOf } from "./stretch.ts";
import { type Fact, timelineOf } from "./timeline.ts";

/** `PERIOD and PERIOD`: neighbours become one stretch; others cannot be one (nothing is returned). */
export const joinPeriods = (
  periods: readonly Period[],
  loaded: LoadedMonths,
  fact: Fact,
): Period | undefined => {
  const [first, ...rest] = periods;
  if (!first) throw new Error("A period that was said has at least one part");
  if (rest.length === 0) return first;
  const placed = periods.map((period) => ({ period, stretch: placeOf(period, loaded, fact) }));
  placed.sort((one, other) => one.stretch.first - other.stretch.first);
  const isConnected = placed.every(
    ({ stretch }, at) => at === 0 || stretch.first <= (placed[at - 1]?.stretch.fullLast ?? 0) + 1,
  );
  const earliest = placed[0];
  const latest = placed.at(-1);
  if (!earliest || !latest) return first;
  if (!isConnected) return undefined;
  const isOne =
    earliest.stretch.first === latest.stretch.first && earliest.stretch.last === latest.stretch.last;
  return isOne
    ? earliest.period
    : { kind: "range", from: startOf(earliest.period), to: endOf(latest.period) };
};

const placeOf = (period: Period, loaded: LoadedMonths, fact: Fact): Stretch => {
  try {
    return stretchOf(period, timelineOf(loaded), fact);
  } catch (error) {
    if (error instanceof QuestionError) throw refuse(error.kind, error.message);
    throw error;
  }
};

const startOf = (period: Period): SimplePeriod =>
  period.kind === "range" || period.kind === "since" ? period.from : period;
const endOf = (period: Period): SimplePeriod =>
  period.kind === "range" ? period.to : period.kind === "since" ? period.from : period;
