import type { DataState } from "../data/state.ts";
import type { DataStatus, TableStatus } from "../data/status.ts";
import { formatFull, formatMonth, joinWords } from "../format.ts";
import type { Report, Section, Table } from "../report.ts";

/** What is loaded, how complete and how fresh it is. */
export const composeStatus = (status: DataStatus, state: DataState): Report => {
  const partial = state.months.months
    .filter((month) => month.partial)
    .map((month) => formatMonth(month.month));
  const gaps = status.tables.filter((table) => table.gaps.length > 0).map(gapNote);
  const empty = status.tables
    .filter((table) => table.rows === 0 && !table.optional)
    .map((table) => `${table.table} is empty.`);
  return {
    title: "What is loaded",
    reading: state.load === 0 ? "" : `Load ${state.load}${state.demo ? ", the invented demo company" : ""}`,
    headline: headlineOf(status, state),
    sections: state.load === 0 ? [] : sectionsOf(status),
    notes: [
      ...gaps,
      ...empty,
      ...(status.tables.some((table) => table.rows === null)
        ? ["New data is being loaded; until that ends, questions are answered from what was there before."]
        : []),
      ...(partial.length > 0 ? [`Loaded in part only: ${joinWords(partial)}.`] : []),
    ],
    next: state.load === 0 ? [] : [{ label: "Top products", words: "top products by net sales" }],
    footer: "",
  };
};

const headlineOf = (status: DataStatus, state: DataState): string => {
  const [latest] = status.loads;
  if (!latest) return "No data is loaded yet. Load your export files with: npx bims import FOLDER";
  const through = state.through === "" ? "no sales yet" : `sales through ${formatMonth(state.through)}`;
  return `${state.months.months.filter((month) => month.sales).length} months, ${through}. Last loaded ${latest.finishedAt} UTC by ${latest.who}.`;
};

const sectionsOf = (status: DataStatus): readonly Section[] => [
  {
    kind: "table",
    table: {
      caption: "Tables",
      columns: [
        { label: "Table", align: "left" },
        { label: "Rows", align: "right" },
        { label: "From", align: "left" },
        { label: "To", align: "left" },
        { label: "Gaps", align: "left" },
      ],
      rows: status.tables.map((table) => [
        { text: table.table },
        table.rows === null
          ? { text: "loading" }
          : { text: formatFull(table.rows, "count"), value: table.rows },
        { text: periodText(table.from) },
        { text: periodText(table.to) },
        { text: gapText(table) },
      ]),
    },
  },
  { kind: "table", table: rollupTable(status.rollups) },
  {
    kind: "list",
    items: status.loads.map((load) => ({
      term: `Load ${load.id}`,
      text: [
        `${load.finishedAt} UTC`,
        `${load.kind} by ${load.who}`,
        ...filesText(load),
        ...(load.undoneBy === null ? [] : [`undone by load ${load.undoneBy}`]),
      ].join(" · "),
    })),
  },
];

/** An undo and a restore have no files. */
const filesText = ({ rows, files }: DataStatus["loads"][number]): readonly string[] =>
  files === 0
    ? []
    : [
        `${formatFull(rows, "count")} ${rows === 1 ? "row" : "rows"} from ${files} ${files === 1 ? "file" : "files"}`,
      ];

/** What each rollup costs, and how many questions came from it. */
const rollupTable = (rollups: DataStatus["rollups"]): Table => ({
  caption: "What answers are read from; questions served since this program started",
  columns: [
    { label: "Rollup", align: "left" },
    { label: "One row is", align: "left" },
    { label: "Rows", align: "right" },
    { label: "MB", align: "right" },
    { label: "Questions served", align: "right" },
  ],
  rows: rollups.map(({ name, grain, rows, megabytes, served }) => [
    { text: name },
    { text: grain },
    { text: formatFull(rows, "count"), value: rows },
    { text: formatFull(Math.ceil(megabytes), "count"), value: megabytes },
    { text: formatFull(served, "count"), value: served },
  ]),
});

const periodText = (period: string): string =>
  period === "" ? "–" : period.length === 4 ? `FY${period}` : formatMonth(period);

const gapText = ({ rows, gaps }: TableStatus): string => {
  if (rows === null) return "–";
  return gaps.length === 0 ? "none" : String(gaps.length);
};

const gapNote = (table: TableStatus): string => {
  const shown = table.gaps.slice(0, 6).map(periodText);
  const more = table.gaps.length > shown.length ? [`${table.gaps.length - shown.length} more`] : [];
  return `${table.table} has no rows for ${joinWords([...shown, ...more])}.`;
};
