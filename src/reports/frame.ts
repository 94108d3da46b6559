import type { Answer, Span } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { formatMonth, formatShort } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { NextStep, Report } from "../report.ts";
import { menuSteps } from "./menu-steps.ts";
import { isIncomplete, isTotalIncomplete, metricKeys } from "./read-answer.ts";
import { targetNotes } from "./targets.ts";

/** What every report of one answer shares: title, reading, notes, footer. */
export const frame = (answer: Answer, next: readonly NextStep[]): Omit<Report, "headline" | "sections"> => ({
  title: answer.title,
  reading: readingOf(answer),
  notes: [...coverageNotes(answer), ...rowMarkNotes(answer), ...targetNotes(answer), ...answer.notes],
  next,
  menu: menuSteps(answer),
  footer: footerOf(answer),
  question: answer.question,
});

/** "India · FY2021 (Sep 2020 – Aug 2021) · vs FY2020" */
const readingOf = (answer: Answer): string =>
  [
    answer.slice,
    spanText(answer.span),
    gapText(answer.span),
    answer.previous ? `vs ${answer.previous.label}` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");

const gapText = ({ notLoaded }: Span): string => (notLoaded === "" ? "" : `${notLoaded} not loaded`);

/** "FY2021 (Sep 2020 – Aug 2021)", "last quarter, FY2021 Q4 (Jun 2021 – Aug 2021)", "last month (Aug 2021)". */
export const spanText = (span: Span): string => {
  if (span.from === "") return span.label;
  const [from, to] = [formatMonth(span.from), formatMonth(span.to)];
  const months = from === to ? from : `${from} – ${to}`;
  if ([months, from, `${from} to ${to}`].includes(span.label)) return months;
  if (span.label.endsWith(`(${months})`)) return span.label;
  return `${span.label.replace(/ \((.+)\)$/, ", $1")} (${months})`;
};

const coverageNotes = (answer: Answer): readonly string[] =>
  answer.coverage
    .filter((coverage) => coverage.covered < 1 && metricKeys(answer).includes(coverage.metric))
    .map((coverage) => {
      const label = metricOf(coverage.metric).label;
      if (coverage.covered === 0) return `${label} is not available: ${coverage.missing} missing.`;
      const mark = isTotalIncomplete(answer, coverage.metric) ? "* incomplete: " : "";
      return `${mark}${label} covers ${formatShort(floorTenth(coverage.covered), "percent")} of the ${coveredThing(coverage.metric)}; missing: ${coverage.missing}.`;
    });

/** A mark at a row is explained, also where the whole slice needs none. */
const rowMarkNotes = (answer: Answer): readonly string[] => {
  const isMarked = answer.rows.some((row) =>
    answer.columns.some(({ key }) => row[key] !== null && isIncomplete(row, key)),
  );
  const isExplained = metricKeys(answer).some((key) => isTotalIncomplete(answer, key));
  return isMarked && !isExplained ? [`* incomplete: under ${completeFrom * 100}% covered.`] : [];
};

/** 99.97% must not read as 100.0%. */
const floorTenth = (share: number): number => Math.floor(share * 1000) / 1000;
const coveredThing = (key: string): string => (metricOf(key).formula.kind === "demand" ? "months" : "units");

/** "Data through Dec 2021 · load 12 · 14 ms" */
export const footerOf = (answer: Answer): string => {
  const { provenance } = answer;
  return [
    provenance.through === "" ? "" : `Data through ${formatMonth(provenance.through)}`,
    `load ${provenance.load}`,
    provenance.cached ? "from memory" : `${Math.max(1, Math.round(provenance.milliseconds))} ms`,
    provenance.demo ? "invented demo company" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
};
