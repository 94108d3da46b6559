import { resolve } from "node:path";
import { createPainter, type Painter } from "../charts/painter.ts";
import { areTablesCurrent, type Reader } from "../data/refresh/tables.ts";
import type { Database } from "../database/database.ts";
import { openDatabase } from "../database/open-database.ts";
import { raw, sql } from "../database/sql.ts";
import type { Environment } from "../environment.ts";
import { SetupError } from "../errors.ts";
import { socketPathOf } from "../service/socket-path.ts";
import { type Analyst, createAnalyst } from "./analyst.ts";
import { createLoading, type Loading } from "./loading.ts";

/** What every way of running BIMS needs: the data, who reads it, and who draws. */
export interface Core {
  readonly environment: Environment;
  readonly database: Database;
  readonly analyst: Analyst;
  readonly loading: Loading;
  readonly painter: Painter;
  close(): Promise<void>;
}

/** Opens the database, brought to the newest migration, its answers as this version makes them. Throws a SetupError that says what to change. */
export const openCore = async (
  environment: Environment,
  now: () => Date = () => new Date(),
  say: (text: string) => void = () => {},
): Promise<Core> => {
  const { fiscalYearStartMonth } = environment;
  const folder = resolve(environment.dataFolder);
  const socket = environment.databaseUrl === undefined ? socketPathOf(folder) : undefined;
  const database = await openDatabase({ url: environment.databaseUrl, folder, socket });
  const painter = createPainter(
    environment.quickchartUrl ? { quickChartUrl: environment.quickchartUrl } : {},
  );
  const close = async (): Promise<void> => {
    await painter.close();
    await database.close();
  };
  const loading = createLoading({ database, fiscalYearStartMonth, folder, now });
  try {
    await refuseOtherYear(database, fiscalYearStartMonth);
    if (!(await areAnswersCurrent(database, fiscalYearStartMonth))) {
      say("Computing the answers anew, as this version of BIMS does (once) …\n");
      await loading.refresh();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    environment,
    database,
    painter,
    analyst: createAnalyst({ database, fiscalYearStartMonth }),
    loading,
    close,
  };
};

/**
 * False after an upgrade that computes answers otherwise, until they are made anew. Waits for a load of another process
 * only where that locks the tables.
 */
const areAnswersCurrent = async (database: Database, fiscalYearStartMonth: number): Promise<boolean> => {
  if ((await database.client.load.count({ where: { finishedAt: { not: null } } })) === 0) return true;
  const run: Reader["run"] = async (text) => ({ rows: await database.query(sql`${raw(text)}`) });
  return areTablesCurrent({ run }, fiscalYearStartMonth).catch(() =>
    database.session((session) => areTablesCurrent(session, fiscalYearStartMonth)),
  );
};

/** The fiscal year of the first load stays: another one would mean other answers to the same words. */
const refuseOtherYear = async (database: Database, wanted: number): Promise<void> => {
  const stored = await database.client.setting.findUnique({ where: { key: "fiscal_year_start_month" } });
  if (stored && Number(stored.value) !== wanted)
    throw new SetupError(
      `FISCAL_YEAR_START_MONTH is ${wanted}, but the loaded data was made with ${stored.value}. Set it to ${stored.value}, or begin with an empty BIMS_DATA_DIR.`,
    );
};
