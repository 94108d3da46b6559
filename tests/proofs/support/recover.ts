import type { Database } from "../../../src/database/database.ts";
import { askAll, type Expected, versionTold } from "./answers.ts";
import type { Version } from "./company.ts";
import { inspect } from "./inspect.ts";
import { loadVersion } from "./load.ts";

export interface Interrupted {
  readonly attempted: Version;
  /** The import had said that it was done. */
  readonly acknowledged: boolean;
  readonly paths: Readonly<Record<Version, string>>;
  readonly rejects: string;
  readonly expected: Expected;
}

export interface Recovered {
  /** Version that stood after the interruption, by the ledger. */
  readonly stood: string;
  /** What is wrong, in words; empty when nothing is. */
  readonly torn: readonly string[];
  readonly lost: readonly string[];
  /** How long an import takes here, nobody disturbing it. */
  readonly milliseconds: number;
}

/**
 * What must hold once a database is open again after an import was interrupted: it is sound, its answers are the old
 * or the new ones as its ledger says, nothing acknowledged is lost, and the same files can be imported.
 */
export const recover = async (database: Database, before: Interrupted): Promise<Recovered> => {
  const { attempted, acknowledged, expected } = before;
  const torn = [...(await inspect(database))];
  const stood = await standing(database);
  const told = versionTold(await askAll(database), expected);
  if (told !== stood) torn.push(`the ledger says ${stood}, the answers are ${told}`);
  const lost =
    acknowledged && stood !== attempted ? [`${attempted} was acknowledged, ${stood} is there`] : [];

  const { paths, rejects } = before;
  const again = await loadVersion(database, { version: attempted, path: paths[attempted], rejects });
  const wanted = stood === attempted ? "already-loaded" : "loaded";
  if (again.outcome !== wanted)
    torn.push(`the next import of the same files is ${again.outcome}, not ${wanted}`);
  const after = versionTold(await askAll(database), expected);
  if (after !== attempted) torn.push(`after importing ${attempted} again the answers are ${after}`);
  torn.push(...(await inspect(database)).map((fault) => `after importing again, ${fault}`));
  return { stood, torn, lost, milliseconds: again.seconds * 1_000 };
};

/** Who made the latest load. */
export const standing = async (database: Database): Promise<string> => {
  const load = await database.client.load.findFirst({
    orderBy: { id: "desc" },
    where: { finishedAt: { not: null } },
  });
  return load?.who ?? "nothing";
};
