import type { Answer, Row } from "../answer/answer.ts";
import { type DimensionKey, dimensions, labelOf, pluralOf } from "../dimension.ts";
import { formatFull, formatMonth, formatShort, joinWords } from "../format.ts";
import { partsOf } from "../insight/shares.ts";
import { moversOf, standingOf } from "../insight/standing.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Chart, Figure, NextStep, Report, Section, Table } from "../report.ts";
import { figureCell, metricCell, nameCell, pointsCell, ratioCell } from "./cells.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { sortedBy } from "./metric-table.ts";
import { otherComparison } from "./other-comparison.ts";
import { boardMetrics, type Subject, sizes } from "./profile-questions.ts";
import { isIncomplete, numberOf, totalText } from "./read-answer.ts";

export interface ProfileAnswers {
  readonly board: Answer;
  readonly peers: Answer;
  readonly parts: Answer;
  readonly splits: readonly Answer[];
  readonly line: Answer;
}

/** The one page of a customer, a product or a market. */
export const composeProfile = (asked: Asked, subject: Subject, answers: ProfileAnswers): Report => {
  const { board, parts, splits, line } = answers;
  const size = sizes.find((key) => numberOf(board.totals, key) !== null) ?? "sold_quantity";
  const title = `Profile of the ${labelOf(subject.dimension).toLowerCase()} ${subject.member}`;
  const framed = frameAll(
    asked,
    [board, answers.peers, parts, ...splits, line],
    title,
    stepsOf(asked, board, parts),
  );
  return {
    ...framed,
    notes: ownNotes(framed.notes, frameAll(asked, [board], title, []).notes),
    headline: headlineOf(subject, answers, size),
    sections: [
      { kind: "figures", figures: figuresOf(board) },
      ...(parts.rows.length > 0 ? [{ kind: "table" as const, table: partsTable(parts, size) }] : []),
      ...(splits.some(({ rows }) => rows.length > 0)
        ? [{ kind: "table" as const, table: mixTable(splits, size) }]
        : []),
      ...lineSection(line, size),
    ],
    whole: () => [
      partsTable(parts, size, Number.POSITIVE_INFINITY),
      mixTable(splits, size, Number.POSITIVE_INFINITY),
      monthsTable(line, size),
    ],
  };
};

/** How far a figure is covered is told of the subject, not of every split and every peer. */
const ownNotes = (notes: readonly string[], own: readonly string[]): readonly string[] =>
  notes.filter((note) => own.includes(note) || !note.includes(" covers "));

const changeOf = (answer: Answer, key: string): string | undefined =>
  judgeChange(
    metricOf(key),
    numberOf(answer.totals, `${key}_change`),
    numberOf(answer.totals, `${key}_change_pct`),
  );

const figuresOf = (board: Answer): readonly Figure[] =>
  boardMetrics.map((key) => {
    const change = changeOf(board, key);
    return { label: metricOf(key).label, value: totalText(board, key), ...(change ? { change } : {}) };
  });

const headlineOf = (subject: Subject, { board, peers, parts }: ProfileAnswers, size: string): string => {
  if (!numberOf(board.totals, "sold_quantity")) return `${subject.member}: nothing was sold in this slice.`;
  return [
    sizeSentence(subject, board, peers, size),
    ...(["gross_margin_pct", "deductions_pct"] as const).map((key) =>
      againstPeers(subject, board, peers, key),
    ),
    numberOf(board.totals, "forecast_accuracy") === null
      ? ""
      : `Forecast accuracy is ${totalText(board, "forecast_accuracy")}.`,
    moverSentence(parts, size),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
};

/** "Crona: net sales $3.2M, ▲ 4.1% (better); rank 3 of 25 customers with 5.1% of the whole." */
const sizeSentence = ({ dimension, member }: Subject, board: Answer, peers: Answer, size: string): string => {
  const change = changeOf(board, size);
  const grown = change && board.previous ? `, ${change} vs ${board.previous.label}` : "";
  const sold = `${member}: ${metricOf(size).label.toLowerCase()} ${totalText(board, size)}${grown}`;
  const standing = standingOf(peers, size, member);
  if (!standing) return `${sold}.`;
  const share = standing.share === null ? "" : `, ${formatShort(standing.share, "percent")} of the whole`;
  return `${sold}; rank ${standing.rank} of ${standing.of} ${standing.of === 1 ? labelOf(dimension).toLowerCase() : pluralOf(dimension)}${share}.`;
};

/** "Gross margin % 41.0% against 38.2% of all customers." */
const againstPeers = ({ dimension }: Subject, board: Answer, peers: Answer, key: string): string => {
  if (numberOf(board.totals, key) === null) return "";
  const { label } = metricOf(key);
  const own = `${label.replace(/ %$/, "")} ${label.startsWith("Total") ? "are" : "is"} ${totalText(board, key)}`;
  if (peers.rows.length < 2) return `${own}.`;
  return `${own} against ${totalText(peers, key)} of all ${pluralOf(dimension)}.`;
};

const moverSentence = (parts: Answer, size: string): string => {
  const group = parts.question.by[0] as DimensionKey;
  const { up, down } = moversOf(parts, size);
  const text = (row: Row): string =>
    `${row[group]} (${formatShort(numberOf(row, `${size}_change`), metricOf(size).unit)})`;
  const moved = [...(up ? [`${text(up)} grew most`] : []), ...(down ? [`${text(down)} fell most`] : [])];
  return moved.length === 0 ? "" : `Of its ${pluralOf(group)} ${joinWords(moved)}.`;
};

const mostEach = 5;

/** The best and the worst parts, or all where there are few. */
const partsTable = (parts: Answer, size: string, most = mostEach): Table => {
  const group = parts.question.by[0] as DimensionKey;
  const shares = new Map(partsOf(parts, size).map((part) => [part.name, part]));
  const sorted = sortedBy(parts, size);
  const isLong = sorted.length > 2 * most;
  const shown = isLong ? [...sorted.slice(0, most), ...sorted.slice(-most)] : sorted;
  const count = `${parts.rows.length} ${parts.rows.length === 1 ? labelOf(group).toLowerCase() : pluralOf(group)}`;
  return {
    caption: isLong ? `The ${most} best and the ${most} worst of ${count}` : `${count}, best first`,
    columns: [
      { label: "#", align: "right" },
      { label: labelOf(group), align: "left" },
      { label: metricOf(size).label, align: "right", bar: true },
      { label: "Share", align: "right" },
      { label: "Change", align: "right" },
    ],
    rows: shown.map((row) => {
      const place = sorted.indexOf(row) + 1;
      return [
        { text: String(place), value: place },
        nameCell(row[group]),
        metricCell(row, size),
        figureCell(shares.get(String(row[group]))?.share ?? null, "percent"),
        ratioCell(numberOf(row, `${size}_change_pct`)),
      ];
    }),
  };
};

const mostMix = 8;

const mixTable = (splits: readonly Answer[], size: string, most = mostMix): Table => {
  const by = splits.map((answer) => labelOf(answer.question.by[0] as DimensionKey));
  const cut = splits.some((answer) => answer.rows.length > most) ? `, the ${most} largest of each` : "";
  return {
    caption: `Mix by ${joinWords(by.map((label) => label.toLowerCase()))}${cut}`,
    columns: [
      { label: "Split by", align: "left" },
      { label: "Member", align: "left" },
      { label: metricOf(size).label, align: "right" },
      { label: "Share", align: "right", bar: true },
      { label: "Change", align: "right" },
    ],
    rows: splits.flatMap((answer, index) =>
      [...partsOf(answer, size)]
        .sort((one, other) => (other.value ?? -1) - (one.value ?? -1))
        .slice(0, most)
        .map((part) => [
          { text: by[index] ?? "" },
          nameCell(part.name),
          figureCell(part.value, metricOf(size).unit, part.incomplete),
          figureCell(part.share, "percent", part.incomplete),
          pointsCell(part.points),
        ]),
    ),
  };
};

/** The line's months for a file. */
const monthsTable = (line: Answer, size: string): Table => ({
  caption: line.reading,
  columns: [
    { label: "Month", align: "left" },
    { label: metricOf(size).label, align: "right" },
  ],
  rows: line.rows.map((row) => [nameCell(formatMonth(String(row.month))), metricCell(row, size)]),
});

/** The last 24 months, whatever period the page is of. */
const lineSection = (line: Answer, size: string): readonly Section[] => {
  const known = line.rows.filter((row) => numberOf(row, size) !== null);
  const highest = known.reduce<Row | undefined>(
    (most, row) => ((numberOf(row, size) ?? 0) > (most ? (numberOf(most, size) ?? 0) : 0) ? row : most),
    undefined,
  );
  if (known.length < 2 || !highest) return [];
  const { label, unit } = metricOf(size);
  const chart: Chart = {
    kind: "line",
    title: `${label} of 24 months, highest in ${formatMonth(String(highest.month))}: ${formatShort(numberOf(highest, size), unit)}`,
    unit,
    measure: label,
    categories: line.rows.map((row) => formatMonth(String(row.month))),
    series: [
      {
        name: label,
        role: "current",
        values: line.rows.map((row) => numberOf(row, size)),
        incomplete: line.rows.map((row) => isIncomplete(row, size)),
      },
    ],
    alt: `Line chart: ${line.reading}. ${line.rows.map((row) => `${formatMonth(String(row.month))} ${formatFull(numberOf(row, size), unit)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
  return [{ kind: "chart", chart }];
};

/** What leads on from a page: its parts, its statement, why it moved, its prices and discounts. */
const stepsOf = (asked: Asked, board: Answer, parts: Answer): readonly NextStep[] => {
  const { question } = asked.reading;
  const group = parts.question.by[0] as DimensionKey;
  const command = (name: string): Asked => ({ ...asked, start: { ...asked.start, command: name } });
  const top: Question = questionSchema.parse({ ...question, kind: "ranking", by: [group], limit: 10 });
  return [
    onward(asked, `Top ${pluralOf(group)}`, top),
    again(command("pnl"), "P&L", question),
    again(command("why"), "Why it changed", question),
    again(command("deductions"), "Deductions", question),
    ...(dimensions[parts.question.by[0] as DimensionKey].key === "customer"
      ? [again(command("pricing"), "Prices", question)]
      : []),
    ...otherComparison(asked, board),
  ];
};
