import type { Answer } from "../answer/answer.ts";
import { type DimensionKey, dimensions, isTimeKey, labelOf, pluralOf } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { formatFull, formatPoints, formatShort, joinWords } from "../format.ts";
import { goneShare, type Part, partsOf } from "../insight/shares.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Chart, NextStep, Report, Section, Table } from "../report.ts";
import { mostBars, outOf } from "./bars.ts";
import { figureCell, nameCell, pointsCell, pointsText } from "./cells.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { otherComparison } from "./other-comparison.ts";
import { briefLabel, totalText } from "./read-answer.ts";

/** Split so unless a dimension is named. */
const usual: readonly DimensionKey[] = ["channel", "platform", "segment", "region"];

/** One question per dimension, each against last year unless another comparison is said. */
export const mixQuestions = (asked: Question): readonly Question[] => {
  const { each: _each, ...question } = asked;
  const time = question.by.find(isTimeKey);
  if (time) throw noTime(labelOf(time).toLowerCase());
  const unshared = question.metrics.map(metricOf).find(({ shareable }) => !shareable);
  if (unshared) throw noShare(unshared.label);
  const named = question.by.filter((key): key is DimensionKey => !isTimeKey(key));
  return (named.length > 0 ? named : usualOf(question)).map((dimension) =>
    questionSchema.parse({
      ...question,
      kind: "measure",
      metrics: question.metrics.slice(0, 1),
      by: [dimension],
      order: "top",
      limit: 10,
      share: true,
      comparison: question.comparison ?? { kind: "last-year" },
    }),
  );
};

/** Not what the slice names, nor what that belongs to: all of India is in one region. */
const usualOf = (question: Question): readonly DimensionKey[] => {
  const open = usual.filter((key) => isOpen(question, key));
  return open.length > 0 ? open : usual;
};

const isOpen = ({ filters }: Question, key: DimensionKey): boolean =>
  filters.every(({ dimension, excluded }) => excluded || (dimension !== key && !belongsTo(dimension, key)));

/** Route to market and customers have no levels inside each other. */
const belongsTo = (narrow: DimensionKey, wide: DimensionKey): boolean =>
  dimensions[narrow].hierarchy === dimensions[wide].hierarchy &&
  dimensions[narrow].hierarchy !== "route" &&
  dimensions[narrow].rank > dimensions[wide].rank;

const noTime = (time: string): QuestionError =>
  new QuestionError(
    "not-allowed",
    `A mix is of one period. For shares over time ask for a share by ${time}.`,
    [
      { label: `by channel and ${time}`, words: `ask share of net sales by channel, ${time}` },
      { label: "mix by channel", words: "mix by channel" },
    ],
  );

const noShare = (label: string): QuestionError =>
  new QuestionError(
    "not-allowed",
    `${label} has no shares: its parts do not add up to a whole. A mix is of money or of units.`,
    [
      { label: "mix of net sales", words: "mix" },
      { label: `${label} by channel`, words: `ask ${label.toLowerCase()} by channel` },
    ],
  );

/** Asked in turn when the figure before it is not available. */
export const mixFallbacks: Readonly<Record<string, string>> = {
  net_sales: "gross_sales",
  gross_sales: "sold_quantity",
};

/** Who holds which share, and how many points it moved. */
export const composeMix = (asked: Asked, answers: readonly [Answer, ...Answer[]]): Report => {
  const metric = metricOf(answers[0].question.metrics[0] ?? "");
  const wanted = metricOf(asked.reading.question.metrics[0] ?? "");
  const names = answers.map((answer) => labelOf(dimensionOf(answer)).toLowerCase());
  const framed = frameAll(
    asked,
    answers,
    `Mix of ${metric.label.toLowerCase()} by ${joinWords(names)}`,
    stepsOf(asked, answers),
  );
  const instead =
    metric === wanted
      ? []
      : [`${wanted.label} is not available here: these are shares of ${metric.label.toLowerCase()}.`];
  return {
    ...framed,
    headline: headlineOf(answers),
    sections: [{ kind: "table", table: tableOf(answers, asked.reading.question) }, ...chartOf(answers)],
    notes: [...instead, ...framed.notes, ...answers.flatMap(goneNotes)],
  };
};

const dimensionOf = (answer: Answer): DimensionKey => answer.question.by[0] as DimensionKey;

const headlineOf = (answers: readonly [Answer, ...Answer[]]): string => {
  const [first] = answers;
  const key = first.question.metrics[0] ?? "";
  if (first.rows.length === 0) return "Nothing was sold in this slice.";
  const total = `${metricOf(key).label} in all: ${totalText(first, key)}.`;
  if (answers.length === 1) {
    const [lead, ...behind] = partsOf(first);
    const then = behind.slice(0, 2).map((part) => `${part.name} ${sizeOf(part)}`);
    return `${lead ? `${lead.name} holds ${sizeOf(lead)}` : ""}${then.length > 0 ? `, then ${joinWords(then)}` : ""}. ${total}`;
  }
  const leads = answers.flatMap((answer) => {
    const [lead] = partsOf(answer);
    return lead ? [`${lead.name} ${sizeOf(lead)}`] : [];
  });
  return `Largest: ${joinWords(leads)}. ${shiftSentence(answers)}${total}`;
};

/** "62.3% (▲ 1.2 pts)" */
const sizeOf = ({ share, points, incomplete }: Part): string => {
  const mark = incomplete && share !== null ? "*" : "";
  const size = `${formatShort(share, "percent")}${mark}`;
  if (points === null) return size;
  const moved = pointsText(points);
  return moved === "0.0 pts" ? size : `${size} (${points > 0 ? "▲" : "▼"} ${moved.slice(1)})`;
};

const largestShift = (answer: Answer): Part | undefined =>
  partsOf(answer).reduce<Part | undefined>(
    (most, part) =>
      part.points !== null && Math.abs(part.points) > Math.abs(most?.points ?? 0) ? part : most,
    undefined,
  );

const shiftSentence = (answers: readonly Answer[]): string => {
  const shifted = mostShifted(answers);
  const part = shifted && largestShift(shifted);
  if (!shifted || !part || part.points === null) return "";
  return `The largest shift is ${part.name}, ${formatPoints(part.points)}. `;
};

const mostShifted = (answers: readonly Answer[]): Answer | undefined =>
  answers.reduce<Answer | undefined>((most, answer) => {
    const points = (one: Answer | undefined): number => Math.abs((one && largestShift(one)?.points) ?? 0);
    return points(answer) > points(most) ? answer : most;
  }, undefined);

const tableOf = (answers: readonly [Answer, ...Answer[]], { kind, limit }: Question): Table => {
  const [first] = answers;
  const key = first.question.metrics[0] ?? "";
  const { label } = metricOf(key);
  const isOne = answers.length === 1;
  return {
    caption: `Total: ${label} ${formatFull(first.totals[key], metricOf(key).unit)}`,
    columns: [
      ...(isOne ? [] : [{ label: "Split by", align: "left" as const }]),
      { label: isOne ? labelOf(dimensionOf(first)) : "Member", align: "left" },
      { label, align: "right" },
      { label: "Share", align: "right", bar: true },
      { label: `Share ${briefLabel(first.previous?.label ?? "before")}`, align: "right" },
      { label: "Change", align: "right" },
    ],
    rows: answers.flatMap((answer) =>
      partsOf(answer)
        .slice(0, kind === "ranking" ? limit : undefined)
        .map((part) => [
          ...(isOne ? [] : [{ text: labelOf(dimensionOf(answer)) }]),
          nameCell(part.name),
          figureCell(part.value, metricOf(key).unit, part.incomplete),
          figureCell(part.share, "percent", part.incomplete),
          figureCell(part.previousShare, "percent"),
          pointsCell(part.points),
        ]),
    ),
  };
};

/** Of several splits the one that moved most; a whole of one part needs no picture. */
const chartOf = (answers: readonly [Answer, ...Answer[]]): readonly Section[] => {
  const drawn = answers.filter((answer) => partsOf(answer).filter(({ share }) => share !== null).length > 1);
  const answer = mostShifted(drawn) ?? drawn[0];
  return answer ? [{ kind: "chart", chart: shareChart(answer) }] : [];
};

const shareChart = (answer: Answer): Chart => {
  const { label } = metricOf(answer.question.metrics[0] ?? "");
  const all = partsOf(answer).filter(({ share }) => share !== null);
  const parts = all.slice(0, mostBars);
  const [lead] = parts;
  const compared = parts.some(({ previousShare }) => previousShare !== null);
  return {
    kind: "share",
    title: lead ? titleOf(lead, label.toLowerCase()) : answer.title,
    unit: "percent",
    measure: `Share of ${label.toLowerCase()}`,
    categories: parts.map(({ name }) => name),
    ...outOf(all),
    series: [
      {
        name: briefLabel(answer.span.label),
        role: "current",
        values: parts.map(({ share }) => share),
        incomplete: parts.map(({ incomplete }) => incomplete),
      },
      ...(compared
        ? [
            {
              name: briefLabel(answer.previous?.label ?? "before"),
              role: "previous" as const,
              values: parts.map(({ previousShare }) => previousShare),
            },
          ]
        : []),
    ],
    alt: `Bar chart: ${answer.reading}. ${parts.map((part) => `${part.name} ${sizeOf(part)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

/** "Cameras holds 22.3% of net sales, ▲ 0.6 pts" */
const titleOf = (lead: Part, label: string): string => {
  const [size = "", moved] = sizeOf(lead).split(" (");
  return `${lead.name} holds ${size} of ${label}${moved ? `, ${moved.replace(")", "")}` : ""}`;
};

const goneNotes = (answer: Answer): readonly string[] => {
  const gone = goneShare(answer);
  if (gone === 0) return [];
  const label = labelOf(dimensionOf(answer)).toLowerCase();
  const members = pluralOf(dimensionOf(answer));
  return [
    `By ${label}: ${formatShort(gone, "percent")} of ${briefLabel(answer.previous?.label ?? "before")} was with ${members} that have no sales here, so the changes do not sum to 0.`,
  ];
};

const stepsOf = (asked: Asked, answers: readonly [Answer, ...Answer[]]): readonly NextStep[] => {
  const { question } = asked.reading;
  const [{ question: first }] = answers;
  const others = [...usual, "customer" as const, "category" as const].filter(
    (key) => !question.by.includes(key) && isOpen(question, key),
  );
  const { share: _share, comparison: _comparison, ...rest } = first;
  const overTime = questionSchema.parse({
    ...rest,
    share: true,
    by: [dimensionOf(answers[0]), "fiscal_quarter"],
  });
  return [
    ...others.slice(0, 4).map((key) => ({
      ...again(asked, `By ${dimensions[key].label.toLowerCase()}`, { ...question, by: [key] }),
      clause: `by ${dimensions[key].label.toLowerCase()}`,
    })),
    onward(asked, "Shares by quarter", overTime),
    ...otherComparison(asked, answers[0]),
  ];
};
