import pg from "pg";
import { SetupError } from "../../errors.ts";

/** Oldest server that BIMS is tried on. */
const oldest = 15;

/** Reads `DATABASE_URL`, or says what is wrong with it without repeating its password. */
export const readUrl = (url: string): URL => {
  const example = "postgresql://user:password@host:5432/database";
  if (!URL.canParse(url)) {
    throw new SetupError(
      `DATABASE_URL is not an address. Write it as ${example}, with special characters percent-encoded.`,
    );
  }
  const parsed = new URL(url);
  if (!["postgres:", "postgresql:"].includes(parsed.protocol)) {
    throw new SetupError(
      `DATABASE_URL begins with "${parsed.protocol}//"; BIMS speaks PostgreSQL: ${example}.`,
    );
  }
  if (parsed.pathname.length < 2)
    throw new SetupError(`DATABASE_URL names no database. Write it as ${example}.`);
  return parsed;
};

/** Host, port and database; never user and password. */
export const describePlace = (url: URL): string =>
  `${decodeURIComponent(url.pathname.slice(1))} on ${hostOf(url)}:${url.port || "5432"}`;

/** Settings of every connection: timestamps are told without zones, so the session's must be UTC. */
export const connectionConfig = (url: URL, options = ""): pg.ClientConfig => ({
  connectionString: url.href,
  application_name: "bims",
  connectionTimeoutMillis: 10_000,
  options: `-c TimeZone=UTC ${options}`.trim(),
});

/** Refuses a server that cannot be reached, does not let us in or is too old, in a sentence each. */
export const checkServer = async (url: URL): Promise<void> => {
  const client = new pg.Client(connectionConfig(url));
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    if (version < oldest) {
      throw new SetupError(
        `The server of DATABASE_URL is PostgreSQL ${version}; BIMS needs ${oldest} or newer.`,
      );
    }
  } catch (error) {
    throw error instanceof SetupError ? error : explain(error, url);
  } finally {
    await client.end().catch(() => {});
  }
};

/** Says why nobody is let in, in a sentence. */
export const explain = (error: unknown, url: URL): SetupError => {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  const place = `${hostOf(url)}:${url.port || "5432"}`;
  switch (code) {
    case "28P01":
    case "28000":
      return new SetupError(
        `PostgreSQL at ${place} refused the user or password of DATABASE_URL. Correct them there.`,
      );
    case "3D000":
      return new SetupError(
        `PostgreSQL at ${place} has no database "${databaseOf(url)}". Create it (createdb) or correct DATABASE_URL.`,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new SetupError(`The host ${hostOf(url)} of DATABASE_URL is not known. Check its spelling.`);
    case "ECONNREFUSED":
    case "ENOENT":
      return new SetupError(
        `Nothing answers at ${place}. Start PostgreSQL there, or correct host and port of DATABASE_URL.`,
      );
    case "53300":
      return new SetupError(
        `PostgreSQL at ${place} has no free connection. Raise max_connections or stop other programs.`,
      );
    default:
      return new SetupError(
        `PostgreSQL at ${place} cannot be used: ${withoutPassword(message, url)}. Check DATABASE_URL.`,
      );
  }
};

const databaseOf = (url: URL): string => decodeURIComponent(url.pathname.slice(1));
const hostOf = (url: URL): string => url.hostname || url.searchParams.get("host") || "localhost";
const withoutPassword = (message: string, url: URL): string =>
  url.password === ""
    ? message
    : message.replaceAll(url.password, "…").replaceAll(decodeURIComponent(url.password), "…");
