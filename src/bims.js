#!/usr/bin/env node
/**
 * The launcher behind `npx bims` and `npm start`: the one committed plain JavaScript file. It builds when dist/ is
 * missing or differs from the sources, then hands over in the same process. `node src/bims.js build` only builds.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (...parts) => join(root, ...parts);
const built = inRoot("dist");
const generated = inRoot("src", "database", "generated");
const lock = inRoot("node_modules", ".bims-build.lock");
const schemaSources = ["prisma/schema.prisma", "prisma/prisma.config.ts", "node_modules/prisma/package.json"];
const sources = ["src", "commands", "prisma", "package.json", "tsconfig.json", ".config/tsconfig.build.json"];

class BuildError extends Error {}

/** Every file under the paths with its size and time of change, so that a removed file counts as a change too. */
const fingerprint = (paths) => {
  const hash = createHash("sha1");
  const visit = (path) => {
    const found = statSync(inRoot(path), { throwIfNoEntry: false });
    if (!found || path.endsWith(".md")) return;
    if (!found.isDirectory()) hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
    else if (inRoot(path) !== generated)
      for (const name of readdirSync(inRoot(path)).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
};

const stampOf = (folder) => join(folder, ".fingerprint");
const isFresh = (folder, paths) => {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(paths);
};
const isBuilt = () => isFresh(generated, schemaSources) && isFresh(built, sources);

/** Runs a tool of node_modules with Node; its output is shown only when it fails. */
const runTool = (name, binary, options, environment = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...options], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new BuildError(`${name} failed:\n${stdout ?? ""}${stderr ?? ""}`);
};

const resolveTool = (path) => {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    throw new BuildError("The packages that BIMS is built with are missing. Run: npm ci");
  }
};

const toolBinary = (name) => {
  const manifest = resolveTool(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(manifest, "..", typeof bin === "string" ? bin : (bin[name] ?? bin.tsc));
};

/** The database client from the schema. Generating never runs the schema engine, yet the tool wants to download one. */
const generateClient = () => {
  if (isFresh(generated, schemaSources)) return;
  const stamp = fingerprint(schemaSources);
  runTool("prisma generate", toolBinary("prisma"), ["generate", "--config", "prisma/prisma.config.ts"], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
  writeFileSync(stampOf(generated), stamp);
};

/** What stands beside the code and is read at run time (pages, style sheets) goes along. */
const copyAssets = (target) => {
  const isAsset = (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path);
  for (const folder of ["src", "commands"])
    cpSync(inRoot(folder), join(target, folder), {
      recursive: true,
      filter: (path) => path !== generated && isAsset(path),
    });
};

/** Compiles beside dist/ and swaps the folders, so that nobody ever starts half a build. */
const compile = () => {
  const stamp = fingerprint(sources);
  const fresh = `${built}.new`;
  const old = `${built}.old`;
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  runTool("tsc", toolBinary("typescript"), ["-p", ".config/tsconfig.build.json", "--outDir", fresh]);
  copyAssets(fresh);
  writeFileSync(stampOf(fresh), stamp);
  if (existsSync(built)) renameSync(built, old);
  renameSync(fresh, built);
  rmSync(old, { recursive: true, force: true });
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Takes the lock, or reports that a living process holds it; a dead one's lock is put aside by one renamer only. */
const takeLock = () => {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "ENOENT") throw new BuildError("The folder node_modules is missing. Run: npm ci");
    if (error.code !== "EEXIST") throw error;
  }
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
  if (holder > 0 ? !isAlive(holder) : age > 2_000) rmSync(lock, { force: true });
  return false;
};

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const build = async () => {
  while (!takeLock()) {
    await pause(100);
    if (!existsSync(lock) && isBuilt()) return;
  }
  try {
    if (isBuilt()) return;
    process.stderr.write("Building BIMS (once after each change of its sources, a few seconds) …\n");
    generateClient();
    if (!isFresh(built, sources)) compile();
  } finally {
    rmSync(lock, { force: true });
  }
};

const launch = async () => {
  process.env.TZ = "UTC";
  if (process.argv[2] === "build") return build();
  if (!isBuilt()) await build();
  await import(pathToFileURL(join(built, "src", "cli.js")).href);
};

try {
  await launch();
} catch (error) {
  process.stderr.write(`${error instanceof BuildError ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
}
