import type { Answer } from "../answer/answer.ts";
import type { Pairs } from "../answer/pairs.ts";
import { formatShort, joinWords } from "../format.ts";
import { type Bridge, behind, type PartKey } from "../insight/bridge.ts";
import { metricOf } from "../metrics/index.ts";
import type { Chart, Report, Section } from "../report.ts";
import { partWords } from "./bridge-words.ts";
import { type Asked, frameAll } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { stepsFromFirst } from "./nothing-before.ts";
import { numberOf } from "./read-answer.ts";
import { composeUnavailable } from "./unavailable.ts";
import { shownParts, signedShort, type Why, whyOf } from "./why-model.ts";
import { whyNotes } from "./why-notes.ts";
import type { Explained } from "./why-step.ts";
import { whySteps } from "./why-steps.ts";
import { driverTables, partsList, partsTable, wholeTables } from "./why-tables.ts";

/** What drove the change of a figure: its parts, and who is behind each. */
export const composeWhy = (asked: Asked, { answer, pairs }: Pairs): Report => {
  const metric = asked.reading.question.metrics[0] as Explained;
  const title = `Why ${metricOf(metric).label.toLowerCase()} changed`;
  if (numberOf(answer.totals, metric) === null)
    return { ...composeUnavailable(answer, metric, asked.say), title };
  if (numberOf(answer.totals, `${metric}_previous`) === null) return nothingBefore(asked, answer, title);
  const why = whyOf(asked, answer, metric, pairs);
  const framed = frameAll(asked, [answer], title, whySteps(why));
  const sections: Section[] = [
    { kind: "table", table: partsTable(why) },
    { kind: "chart", chart: waterfallOf(why) },
    ...(shownParts(why.bridge).length > 0 ? [partsList(why)] : []),
    ...driverTables(why).map((table) => ({ kind: "table" as const, table })),
  ];
  return {
    ...framed,
    headline: headlineOf(why),
    sections,
    whole: () => wholeTables(why),
    notes: whyNotes(why, framed.notes),
  };
};

const nothingBefore = (asked: Asked, answer: Answer, title: string): Report => {
  const label = metricOf(asked.reading.question.metrics[0] ?? "").label.toLowerCase();
  const previous = answer.previous?.label ?? "the other period";
  return {
    ...frameAll(asked, [answer], title, stepsFromFirst(asked, answer)),
    headline: `There is nothing to compare with: ${label} of ${previous} is not available for these months.`,
    sections: [],
  };
};

const largestFirst = ({ parts, ...bridge }: Bridge): readonly PartKey[] =>
  [...shownParts({ parts, ...bridge })].sort((a, b) => Math.abs(parts[b]) - Math.abs(parts[a]));

/** The change, its largest parts, and who is behind the largest. */
const headlineOf = (why: Why): string => {
  const { bridge } = why;
  const parts = largestFirst(bridge).slice(0, 3);
  const [first] = parts;
  if (!first) return `${changeSentence(why)} Nothing of it can be explained: ${leftOut(why)}`.trim();
  const said = joinWords(parts.map((key) => `${partWords[key].said} ${signedShort(bridge.parts[key])}`));
  const who = [why.products, why.markets].flatMap(({ all }) =>
    all.length > 1
      ? behind(all, first)
          .slice(0, 1)
          .map((driver) => `${driver.name} (${signedShort(driver.parts[first])})`)
      : [],
  );
  const members = who.length > 0 ? ` Behind ${partWords[first].said}: first of all ${joinWords(who)}.` : "";
  return `${changeSentence(why)} Largest parts: ${said}.${members}`;
};

const leftOut = ({ bridge: { unexplained } }: Why): string =>
  unexplained.pairs.length > 0 ? "every line lacks a piece of the data." : "nothing changed.";

const changeSentence = ({ answer, metric, bridge, before, incomplete }: Why): string => {
  const { label } = metricOf(metric);
  const mark = (isMarked: boolean): string => (isMarked ? "*" : "");
  const change = judgeChange(
    metricOf(metric),
    numberOf(answer.totals, `${metric}_change`),
    numberOf(answer.totals, `${metric}_change_pct`),
  );
  const now = `${formatShort(bridge.after, "money")}${mark(incomplete.now)}`;
  const then = `${formatShort(bridge.before, "money")}${mark(incomplete.before)}`;
  const size = `${signedShort(bridge.change)}${mark(incomplete.now || incomplete.before)}`;
  return `${label} ${now}, ${size}${change ? `, ${change}` : ""} vs ${before} (${then}).`;
};

const waterfallOf = (why: Why): Chart => {
  const { bridge, metric, incomplete } = why;
  const { label } = metricOf(metric);
  const rest = bridge.unexplained.money;
  const bars = [
    { name: why.before, value: bridge.before, isLevel: true, incomplete: incomplete.before },
    ...shownParts(bridge).map((key) => ({
      name: partWords[key].label,
      value: bridge.parts[key],
      isLevel: false,
      incomplete: false,
    })),
    ...(Math.abs(rest) < 0.005
      ? []
      : [{ name: "Not explained", value: rest, isLevel: false, incomplete: true }]),
    { name: why.now, value: bridge.after, isLevel: true, incomplete: incomplete.now },
  ];
  return {
    kind: "waterfall",
    title: chartTitle(why),
    unit: "money",
    measure: label,
    categories: bars.map(({ name }) => name),
    series: [
      {
        name: label,
        role: "current",
        values: bars.map(({ value }) => value),
        incomplete: bars.map((bar) => bar.incomplete),
      },
    ],
    levels: bars.map(({ isLevel }) => isLevel),
    alt: `Waterfall chart: ${bars
      .map(
        ({ name, value, isLevel }) => `${name} ${isLevel ? formatShort(value, "money") : signedShort(value)}`,
      )
      .join(", ")}.`.slice(0, 2000),
  };
};

const chartTitle = ({ bridge, metric }: Why): string => {
  const { label } = metricOf(metric);
  const [first] = largestFirst(bridge);
  const size = formatShort(Math.abs(bridge.change), "money");
  const moved =
    Math.abs(bridge.change) < 0.005 ? "did not change" : `${bridge.change > 0 ? "rose" : "fell"} by ${size}`;
  if (!first) return `${label} ${moved}`;
  const money = signedShort(bridge.parts[first]);
  const isWith = bridge.parts[first] > 0 === bridge.change > 0;
  return `${label} ${moved}, ${isWith ? "mostly by" : "in spite of"} ${partWords[first].said} (${money})`;
};
