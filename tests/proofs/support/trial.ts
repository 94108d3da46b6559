import type { ImportOptions } from "../../../src/data/import/import-files.ts";
import type { Database } from "../../../src/database/database.ts";
import { DataError, SetupError } from "../../../src/errors.ts";
import { otherVersion, type Version } from "./company.ts";
import { loadVersion } from "./load.ts";
import { type Print, takePrint, writeMonths } from "./month.ts";

/** Something that goes wrong during an import. */
export interface Trial {
  /** In words: "cut before request 12". */
  readonly name: string;
  begin(): void;
  /** The world is whole again; true when the import came to where it was to fail. */
  end(): boolean;
}

/** Everything that may not be, in words; and how it went. */
export interface Tally {
  readonly changed: string[];
  readonly wronglyDone: string[];
  readonly unclear: string[];
  readonly stuck: string[];
  failed: number;
  survived: number;
  notReached: number;
}

export interface Trials {
  readonly tally: Tally;
  /** Imports the version that is not there; the database is whole and nothing fails. */
  undisturbed(): Promise<void>;
  /** One import that fails, what is there then, and the same import once more. */
  run(trial: Trial, options?: Partial<Pick<ImportOptions, "progress" | "signal">>): Promise<void>;
}

/** A DataError always means that nothing was changed; who cancels is told nothing else. */
const isClear = (error: Error): boolean =>
  error instanceof DataError ||
  error.name === "AbortError" ||
  (error instanceof SetupError && /nothing was changed|kept whole or not at all/i.test(error.message));

/** Loads the company, and learns what each version of its month looks like. */
export const prepareTrials = async (database: Database, folder: string): Promise<Trials> => {
  const paths = await writeMonths(folder);
  const load = (version: Version, options: Parameters<Trials["run"]>[1] = {}) =>
    loadVersion(database, { version, path: paths[version], rejects: folder, ...options });
  await loadVersion(database, { version: "first", path: paths.whole, rejects: folder });
  const whole = (await takePrint(database)).content;
  await load("second");
  const second = (await takePrint(database)).content;
  await load("first");
  const first = (await takePrint(database)).content;
  if (first !== whole || first === second) throw new Error("the versions of the month are not as meant");
  const contents = { first, second };
  const tally = newTally();
  let standing: Version = "first";
  const undisturbed = async (): Promise<void> => {
    standing = otherVersion(standing);
    await load(standing);
  };
  const run: Trials["run"] = async (trial, options) => {
    const version = otherVersion(standing);
    const before = await takePrint(database);
    trial.begin();
    const said = await load(version, options).then(
      ({ outcome }) => outcome,
      (error: Error) => error,
    );
    const reached = trial.end();
    const after = await takePrint(database);
    const isThere = judge(tally, { trial, said, reached, before, after, wanted: contents[version] });
    const again = await load(version).then(
      ({ outcome }) => outcome,
      (error: Error) => error.message,
    );
    const { content } = await takePrint(database);
    if (again !== (isThere ? "already-loaded" : "loaded") || content !== contents[version])
      tally.stuck.push(`${trial.name}: the same import afterwards: ${again}`);
    standing = version;
  };
  return { tally, undisturbed, run };
};

const newTally = (): Tally => ({
  ...{ changed: [], wronglyDone: [], unclear: [], stuck: [] },
  ...{ failed: 0, survived: 0, notReached: 0 },
});

interface Found {
  readonly trial: Trial;
  readonly said: string | Error;
  readonly reached: boolean;
  readonly before: Print;
  readonly after: Print;
  readonly wanted: string;
}

/** Compares what was said with what is there; returns whether the load is there. */
const judge = (tally: Tally, { trial, said, reached, before, after, wanted }: Found): boolean => {
  const isOld = after.exact === before.exact;
  const isNew = after.content === wanted && after.loads === before.loads + 1;
  if (!isOld && !isNew) tally.changed.push(`${trial.name}: neither nothing nor everything was changed`);
  if (!reached) tally.notReached++;
  else if (typeof said === "string") tally.survived++;
  else tally.failed++;
  if (typeof said === "string") {
    if (said !== "loaded" || !isNew) tally.wronglyDone.push(`${trial.name}: said ${said}`);
    return isNew;
  }
  if (!isClear(said)) tally.unclear.push(`${trial.name}: ${said.name}: ${said.message}`);
  if (isNew && !said.message.includes("kept whole or not at all"))
    tally.changed.push(`${trial.name}: said "${said.message}", but the load is there`);
  return isNew;
};

export const sayTally = (tally: Tally): string =>
  `old numbers changed ${tally.changed.length}, wrong "done" ${tally.wronglyDone.length}, ` +
  `unclear messages ${tally.unclear.length}, stuck afterwards ${tally.stuck.length}`;

export const countTally = ({ failed, survived, notReached }: Tally): string =>
  `${failed + survived} (${failed} refused, ${survived} kept all the same; ${notReached} more ended before their fault)`;

export const nothingWrong: Partial<Tally> = { changed: [], wronglyDone: [], unclear: [], stuck: [] };

/** One in so many of the numbers from 1 to `total`, beginning anywhere. */
export const spread = (total: number, every: number, random: () => number): readonly number[] => {
  const step = Math.max(1, Math.round(every));
  const start = 1 + Math.floor(random() * step);
  return Array.from(
    { length: Math.max(0, Math.ceil((total - start + 1) / step)) },
    (_, at) => start + at * step,
  );
};
