import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ImportReport } from "../../src/data/import/import-report.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { randomFrom } from "../support/random.ts";
import { askAll, type Expected } from "./support/answers.ts";
import { otherVersion, type Version, writeCompany } from "./support/company.ts";
import { printFigure, scale, seed } from "./support/figure.ts";
import { loadVersion } from "./support/load.ts";
import { makePrivateServer, type PrivateServer } from "./support/private-server.ts";
import { recover } from "./support/recover.ts";

let server: PrivateServer;
let files: string;
let paths: Readonly<Record<Version, string>>;
beforeAll(async () => {
  server = await makePrivateServer();
  await server.start();
  files = await mkdtemp(join(tmpdir(), "bims-stopped-"));
  paths = await writeCompany(files);
}, 120_000);
afterAll(async () => {
  await server.remove();
  await rm(files, { recursive: true });
});

const open = () => openDatabase({ url: server.url, folder: files });

it("is whole, old or new, after the server is stopped at once at any moment of an import", async () => {
  const random = randomFrom(seed);
  const stops = Math.max(10, Math.round(100 * scale));
  const torn: string[] = [];
  const lost: string[] = [];
  const unopenable: string[] = [];
  const phases = new Map<string, number>();
  let stoodNew = 0;

  let database = await open();
  const load = (version: Version, progress: (told: { readonly phase: string }) => void = () => undefined) =>
    loadVersion(database, { version, path: paths[version], rejects: files, progress });
  await load("first");
  const first = await askAll(database);
  await load("second");
  const expected: Expected = { first, second: await askAll(database) };
  let usual = (await load("first")).seconds * 1_000;

  let standing: Version = "first";
  for (let stop = 1; stop <= stops; stop++) {
    const attempted = otherVersion(standing);
    let phase = "begin";
    const importing: Promise<ImportReport | undefined> = load(attempted, (told) => {
      phase = told.phase;
    }).catch(() => undefined);
    await Promise.race([wait(random() * usual), importing]);
    await server.stopAtOnce();
    const report = await importing;
    const during = report ? "done" : phase;
    phases.set(during, (phases.get(during) ?? 0) + 1);
    await database.close().catch(() => undefined);

    const where = `stop ${stop}, during ${during}`;
    await server.start().catch((error: Error) => unopenable.push(`${where}: ${error.message}`));
    database = await open();
    const acknowledged = report?.outcome === "loaded";
    const found = await recover(database, { attempted, acknowledged, paths, rejects: files, expected });
    torn.push(...found.torn.map((fault) => `${where}: ${fault}`));
    lost.push(...found.lost.map((fault) => `${where}: ${fault}`));
    if (found.stood === attempted) stoodNew++;
    else usual = found.milliseconds;
    standing = attempted;
  }
  await database.close();
  printFigure({
    name: "Stopped server",
    figure: `torn ${torn.length}, lost ${lost.length}, unopenable ${unopenable.length}`,
    n: `${stops} immediate stops (during ${[...phases].map(([phase, count]) => `${phase} ${count}`).join(", ")}), ${stoodNew} after the commit`,
    engine: server.version,
    notInjected: "power cut, another version of BIMS opening the database",
  });
  expect({ torn, lost, unopenable }).toEqual({ torn: [], lost: [], unopenable: [] });
}, 3_600_000);
