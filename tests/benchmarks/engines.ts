import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";

/** An empty database to measure on. */
export interface Engine {
  readonly name: string;
  /** BIMS's data folder. */
  readonly folder: string;
  /** DATABASE_URL; "" for the embedded engine. */
  readonly url: string;
  stop(): Promise<void>;
}

export const embeddedEngine = (folder: string): Engine => ({
  ...{ name: "PGlite", folder: join(folder, "embedded"), url: "" },
  stop: async () => undefined,
});

/** A database on the server of BIMS_TEST_DATABASE_URL, or on one started from Debian's packages; none without both. */
export const postgresEngine = async (folder: string): Promise<Engine | undefined> => {
  const given = process.env.BIMS_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: () => undefined } : await startServer(join(folder, "server"));
  if (!server) return undefined;
  const name = `bims_bench_${process.pid}`;
  const version = await onServer(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = name;
  return {
    name: `PostgreSQL ${version}`,
    folder: join(folder, "postgres"),
    url: url.href,
    stop: async () => {
      await onServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      server.stop();
    },
  };
};

const onServer = async (url: string, text: string): Promise<string> => {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(text);
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version.split(" ")[0] ?? "";
  } finally {
    await client.end();
  }
};

const startServer = async (folder: string): Promise<{ url: string; stop(): void } | undefined> => {
  const home = "/usr/lib/postgresql";
  const newest = existsSync(home)
    ? readdirSync(home)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (!newest) return undefined;
  const isRoot = process.getuid?.() === 0;
  const run = (program: string, ...words: string[]): void => {
    const path = join(home, newest, "bin", program);
    const [command, before] = isRoot ? ["runuser", ["-u", "postgres", "--", path]] : [path, []];
    execFileSync(command, [...before, ...words], { cwd: "/", stdio: "ignore" });
  };
  mkdirSync(folder);
  if (isRoot) execFileSync("chown", ["postgres:", folder]);
  const data = join(folder, "data");
  const port = await freePort();
  run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
  run("pg_ctl", "-D", data, "-s", "-w", "-l", join(folder, "log"), "start", "-o", options);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: () => run("pg_ctl", "-D", data, "-s", "-m", "immediate", "stop"),
  };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
