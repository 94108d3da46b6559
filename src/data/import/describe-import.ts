import type { Violation } from "./faults.ts";
import type { ImportReport, TableReport } from "./import-report.ts";
import type { ViolationGroup } from "./rejects.ts";

/** The report in calm lines of plain text, for the terminal and for a message. */
export const describeImport = (report: ImportReport): readonly string[] => [
  ...sayOutcome(report),
  ...sayTables(report),
  ...report.violations.flatMap(sayGroup),
  ...sayRejects(report),
  ...sayWarnings(report.warnings),
];

const number = (amount: number): string => amount.toLocaleString("en-US");
const rows = (amount: number): string => `${number(amount)} ${amount === 1 ? "row" : "rows"}`;
const sum = (tables: readonly TableReport[], part: (table: TableReport) => number): number =>
  tables.reduce((total, table) => total + part(table), 0);

const sayOutcome = (report: ImportReport): readonly string[] => {
  const refused = sum(report.tables, (table) => table.refused);
  if (report.outcome === "refused") {
    return [`Refused: ${rows(refused)} ${refused === 1 ? "breaks" : "break"} a rule. Nothing was changed.`];
  }
  if (report.outcome === "already-loaded") return [sayNothingNew(report, refused)];
  const written = sum(report.tables, (table) => table.added + table.changed);
  const gone = sum(report.tables, (table) => table.removed);
  const seconds = report.seconds < 10 ? report.seconds.toFixed(1) : report.seconds.toFixed(0);
  const removed = report.replacedDemo ? ["The invented demo company was removed in the same step."] : [];
  return [
    `Load ${report.load}: ${rows(written)} written${gone > 0 ? ` and ${rows(gone)} removed` : ""} in ${seconds} s.`,
    ...removed,
  ];
};

const sayNothingNew = ({ files, tables }: ImportReport, refused: number): string => {
  const before = files.filter(({ alreadyLoaded }) => alreadyLoaded);
  const aside = refused + before.reduce((total, file) => total + file.refused, 0);
  if (aside === 0) return "Already loaded: these files hold nothing new.";
  const loaded = before.length > 0 || tables.some(({ unchanged }) => unchanged > 0);
  return loaded
    ? `Already loaded, but for ${rows(aside)} put aside.`
    : `Nothing was loaded: all there is, ${rows(aside)}, was put aside.`;
};

const sayTables = (report: ImportReport): readonly string[] => {
  const loaded = report.files
    .filter((file) => file.alreadyLoaded)
    .map(
      ({ file, refused }) =>
        `${file}: already loaded${refused > 0 ? `, but for ${rows(refused)} put aside` : ""}`,
    );
  const once = [...new Set(loaded)];
  if (report.outcome === "refused") return once;
  return [...once, ...report.tables.map(sayTable)];
};

const sayTable = (table: TableReport): string => {
  const counts: readonly [number, string][] = [
    [table.added, "new"],
    [table.changed, "changed"],
    [table.unchanged, "unchanged"],
    [table.kept, "kept that the files do not hold"],
    [table.removed, "removed that the files do not hold"],
    [table.refused, "put aside"],
  ];
  const said = counts.filter(([amount]) => amount > 0).map(([amount, word]) => `${number(amount)} ${word}`);
  return `${table.table}: ${said.join(", ") || "no rows"}`;
};

const sayGroup = (group: ViolationGroup): readonly string[] => {
  const remedies = [...new Set(group.first.map((found) => found.remedy))];
  const more = group.count - group.first.length;
  return [
    "",
    `${group.table}, ${group.rule === 0 ? "" : `rule ${group.rule}: `}${group.title}. ${sayCount(group)}:`,
    ...group.first.map((found) => `  ${sayViolation(found)}`),
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
    ...remedies.map((remedy) => `  What to do: ${remedy}`),
  ];
};

const sayCount = ({ count, rows: inRows }: ViolationGroup): string => {
  if (inRows === null) return `${number(count)} values`;
  return inRows === count ? rows(count) : `${rows(inRows)} (${number(count)} values)`;
};

/** Where it is and what is wrong: `gross_price.csv line 12, product_code "X1" does not exist in dim_product`. */
export const sayViolation = ({ file, line, column, value, problem }: Violation): string =>
  column === ""
    ? `${file} line ${line} ${problem}`
    : `${file} line ${line}, ${column}${value === "" ? "" : ` "${shorten(value)}"`} ${problem}`;

const shorten = (value: string): string => (value.length > 60 ? `${value.slice(0, 57)}…` : value);

const sayRejects = (report: ImportReport): readonly string[] => {
  if (report.rejectsFile === null) return [];
  const found = report.violations.reduce((total, { count }) => total + count, 0);
  const first = found > report.rejectsLimit ? `The first ${number(report.rejectsLimit)} of them are` : null;
  const all = `${first ?? "Every such row is"} in ${report.rejectsFile}.`;
  if (report.outcome !== "refused") return ["", all];
  return ["", all, "Correct the files and import again, or load the good rows alone with --quarantine."];
};

const sayWarnings = (warnings: readonly string[]): readonly string[] =>
  warnings.length === 0 ? [] : ["", "Worth a look:", ...warnings.map((warning) => `  ${warning}`)];
