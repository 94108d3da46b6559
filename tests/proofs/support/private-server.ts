import { execFile } from "node:child_process";
import { chown, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A PostgreSQL server of the test's own, to be stopped as it likes. */
export interface PrivateServer {
  /** Address of its database `postgres`. */
  readonly url: string;
  readonly version: string;
  start(): Promise<void>;
  /** As if it were killed: no checkpoint, recovery at the next start. */
  stopAtOnce(): Promise<void>;
  remove(): Promise<void>;
}

/** Made with Debian's programs, as user postgres when the test runs as root; not yet started. */
export const makePrivateServer = async (): Promise<PrivateServer> => {
  const programs = await findPrograms();
  const folder = await mkdtemp(join(tmpdir(), "bims-server-"));
  const data = join(folder, "data");
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const id = async (flag: string): Promise<number> =>
      Number((await execute("id", [flag, "postgres"])).stdout);
    await chown(folder, await id("-u"), await id("-g"));
  }
  const run = (program: string, options: readonly string[]) =>
    isRoot
      ? execute("runuser", ["-u", "postgres", "--", join(programs, program), ...options], { cwd: "/" })
      : execute(join(programs, program), [...options], { cwd: folder });
  await run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
  const port = await freePort();
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c timezone=UTC`;
  const stopAtOnce = async (): Promise<void> => {
    await run("pg_ctl", ["-D", data, "-s", "-w", "-m", "immediate", "stop"]);
  };
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    version: `PostgreSQL ${(await readFile(join(data, "PG_VERSION"), "utf8").catch(() => programs)).trim()}`,
    start: async () => {
      await run("pg_ctl", ["-D", data, "-s", "-w", "-l", join(folder, "log"), "-o", settings, "start"]);
    },
    stopAtOnce,
    remove: async () => {
      await stopAtOnce().catch(() => undefined);
      await rm(folder, { recursive: true });
    },
  };
};

const findPrograms = async (): Promise<string> => {
  const root = "/usr/lib/postgresql";
  const versions = await readdir(root).catch(() => [] as string[]);
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error(`No PostgreSQL stands in ${root}; .ci/run installs one.`);
  return join(root, String(newest), "bin");
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
