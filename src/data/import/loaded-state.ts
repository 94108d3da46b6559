import type { Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import type { FileReport } from "./import-report.ts";
import type { RecognisedFile } from "./recognise.ts";
import { type ImportTable, importTables, type TableName, tableNamed } from "./tables.ts";

/** What the database holds before an import, as far as the import decides by it. */
export interface LoadedState {
  readonly demo: boolean;
  /** Loads other than the demo company. */
  readonly others: boolean;
  /** Tables that hold rows. */
  readonly filled: ReadonlySet<TableName>;
  readonly newestFiles: readonly NewestFile[];
  readonly fiscalYearStartMonth: number | null;
}

/**
 * A file of the newest load that wrote its table, with no alias since, unless a load was undone since: its rows may be
 * gone.
 */
interface NewestFile {
  readonly table: string;
  readonly sha256: string;
  /** Rows of it that were put aside. */
  readonly aside: number;
  /** A dimension was loaded after it. */
  readonly membersSince: boolean;
}

export const startMonthKey = "fiscal_year_start_month";

export const readLoadedState = async (session: Session): Promise<LoadedState> => {
  const loads = await session.run(
    `SELECT count(*) FILTER (WHERE demo) AS demo,
       count(*) FILTER (WHERE NOT demo AND kind <> 'undo' AND undone_by IS NULL) AS others FROM load`,
  );
  const setting = await session.run("SELECT value FROM setting WHERE key = $1", [startMonthKey]);
  return {
    demo: Number(loads.rows[0]?.["demo"]) > 0,
    others: Number(loads.rows[0]?.["others"]) > 0,
    filled: await filledTables(session),
    newestFiles: await newestFiles(session),
    fiscalYearStartMonth: setting.rows[0] === undefined ? null : Number(setting.rows[0]["value"]),
  };
};

const filledTables = async (session: Session): Promise<ReadonlySet<TableName>> => {
  const asked = importTables.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name})`);
  const { rows } = await session.run(asked.join(" UNION ALL "));
  return new Set(rows.map((row) => row["name"] as TableName));
};

const newestFiles = async (session: Session): Promise<readonly NewestFile[]> => {
  const { rows } = await session.run(`
    SELECT f.table_name, f.sha256, f.quarantined AS aside,
      f.load_id < (SELECT max(load_id) FROM load_file WHERE table_name LIKE 'dim%') AS members_since
    FROM load_file f
    WHERE f.load_id > (SELECT COALESCE(max(id), 0) FROM load WHERE kind = 'undo') AND f.load_id = (SELECT max(load_id) FROM load_file g WHERE g.table_name = f.table_name)
      AND NOT EXISTS (SELECT FROM load l, json_array_elements(CAST(l.summary AS json)->'tables') t
        WHERE l.id > f.load_id AND t->>'table' IN (f.table_name, 'alias')
          AND CAST(t->>'added' AS bigint) + CAST(t->>'changed' AS bigint) + CAST(t->>'removed' AS bigint) > 0)`);
  return rows.map((row) => ({
    table: row["table_name"] ?? "",
    sha256: row["sha256"] ?? "",
    aside: Number(row["aside"]),
    membersSince: isTrue(row["members_since"]),
  }));
};

const isTrue = (text: string | null | undefined): boolean => text === "t" || text === "true";

/**
 * The files that are to be read: not those whose very content the newest load of their table has read. Rows that were
 * put aside then may be good once another member is known, so their file is read again after a dimension.
 */
const selectFresh = (state: LoadedState, files: readonly RecognisedFile[]): readonly RecognisedFile[] => {
  const found = new Map(files.map((file) => [file, newestOf(state, file)]));
  const isMember = ({ table }: RecognisedFile): boolean => table.role === "dimension";
  const newMembers = files.some((file) => isMember(file) && found.get(file) === undefined);
  return files.filter((file) => {
    const newest = found.get(file);
    return newest === undefined || (newest.aside > 0 && (newMembers || newest.membersSince));
  });
};

/** What the database knows of a file that it holds already. */
const newestOf = (state: LoadedState, file: RecognisedFile): NewestFile | undefined =>
  state.newestFiles.find((newest) => newest.table === file.table.name && newest.sha256 === file.sha256);

interface Wish {
  readonly demo?: boolean;
  readonly replaceMonths?: boolean | undefined;
  readonly fiscalYearStartMonth: number;
}

/** Which files are to be read, and whether they take the place of the demo company. Throws a DataError for what never mixes. */
export const decide = (state: LoadedState, options: Wish, all: readonly RecognisedFile[]) => {
  const fresh = options.replaceMonths ? all : selectFresh(state, all);
  if (options.demo && state.others) {
    throw new DataError(
      "This database holds other loads; the invented demo company never mixes with them. Use an empty one.",
    );
  }
  const sameDemo = options.demo === true && fresh.length === 0;
  const replaceDemo = state.demo && !sameDemo;
  const stored = state.fiscalYearStartMonth;
  if (stored !== null && stored !== options.fiscalYearStartMonth && !replaceDemo && holdsRows(state)) {
    throw new DataError(
      `Fiscal years of this database start in month ${stored}, fixed at its first load, ` +
        `but FISCAL_YEAR_START_MONTH says ${options.fiscalYearStartMonth}. Set it to ${stored}.`,
    );
  }
  return { files: replaceDemo ? all : fresh, replaceDemo };
};

export const holdsRows = (state: LoadedState): boolean => state.filled.size > 0;

/** A file that need not be read again. */
export const reportAlreadyLoaded = (state: LoadedState, file: RecognisedFile): FileReport => ({
  file: file.name,
  table: file.table.name,
  alreadyLoaded: true,
  rows: 0,
  refused: newestOf(state, file)?.aside ?? 0,
});

/** Refuses facts and rates when the dimension they refer to is neither loaded nor among the files. */
export const requireDimensions = (files: readonly RecognisedFile[], filled: ReadonlySet<TableName>): void => {
  const here = new Set([...filled, ...files.map((file) => file.table.name)]);
  const needed = new Set(files.flatMap(({ table }) => referencesOf(table)));
  for (const name of needed) for (const also of referencesOf(tableNamed(name))) needed.add(also);
  const absent = importTables.map(({ name }) => name).filter((name) => needed.has(name) && !here.has(name));
  if (absent.length === 0) return;
  const waiting = [...new Set(files.map((file) => file.table))].filter((table) =>
    referencesOf(table).some((name) => !here.has(name)),
  );
  const none = !importTables.some(({ name, role }) => role === "dimension" && here.has(name));
  const what = none ? "No dimension tables loaded" : `${absent.join(" and ")} not loaded`;
  throw new DataError(
    `${what}; import ${absent.join(", ")} with or before ${waiting.map((table) => table.name).join(", ")}.`,
  );
};

const referencesOf = (table: ImportTable): readonly TableName[] =>
  table.columns.flatMap((column) => (column.references === null ? [] : [column.references]));
