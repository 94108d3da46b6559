import { existsSync } from "node:fs";
import { z } from "zod";
import { SetupError } from "./errors.ts";

/** What the operator sets, read once; no other file looks at process.env. */
export interface Environment {
  /** Absent: the embedded database in `dataFolder`. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** 1–12. */
  readonly fiscalYearStartMonth: number;
  /** Absent: the sandbox is served instead of a real workspace. */
  readonly slack: SlackEnvironment | undefined;
  /** Slack user ids. */
  readonly admins: readonly string[];
  /** Slack user ids besides the admins. */
  readonly people: readonly string[] | "everyone";
  readonly inbox: string | undefined;
  readonly quickchartUrl: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  readonly nodeEnvironment: string | undefined;
}

/** With an app token BIMS uses Socket Mode; otherwise Slack calls it over HTTP and signs with the secret. */
export interface SlackEnvironment {
  readonly botToken: string;
  readonly signingSecret: string | undefined;
  readonly appToken: string | undefined;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const listOf = (text: string | undefined): string[] =>
  (text ?? "").split(/[\s,]+/).filter((item) => item !== "");
const areUserIds = (text: string): boolean => listOf(text).every((item) => /^[UW][A-Z0-9]{2,}$/.test(item));
const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const whole = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
};
const webAddress = z
  .string()
  .refine(isWebAddress, "must be an address that begins with https:// or http://")
  .transform((address) => address.replace(/\/+$/, ""));

/** One entry per variable; the description is its sentence in .env.example. */
const variables = z.object({
  DATABASE_URL: z
    .string()
    .optional()
    .describe(
      "PostgreSQL 15 or newer, as postgresql://user:password@host:5432/database. Unset: an embedded database in BIMS_DATA_DIR.",
    ),
  BIMS_DATA_DIR: z
    .string()
    .default(".bims")
    .describe("Folder for the embedded database, its socket and the rejects of imports."),
  PORT: whole(0, 65_535).default(3000).describe("Port that the service listens on; 0 takes any free one."),
  PUBLIC_URL: webAddress
    .optional()
    .describe(
      "Address under which Slack reaches this service, as https://bims.example.com. With it private answers show their chart as a picture.",
    ),
  FISCAL_YEAR_START_MONTH: whole(1, 12)
    .default(9)
    .describe(
      "First month of the fiscal year, 1 to 12; a year is named by the calendar year it ends in. Kept by the first load, and not to be changed afterwards.",
    ),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith("xoxb-", 'must begin with "xoxb-"')
    .optional()
    .describe(
      "Bot token of the Slack app (xoxb-…). Unset: a pretend Slack with an invented company, in the browser.",
    ),
  SLACK_SIGNING_SECRET: z
    .string()
    .optional()
    .describe("Signing secret of the Slack app, for requests over HTTP; not needed in Socket Mode."),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith("xapp-", 'must begin with "xapp-"')
    .optional()
    .describe("App-level token (xapp-…) for Socket Mode: no public address is needed then."),
  BIMS_ADMINS: z
    .string()
    .refine(areUserIds, "must be Slack user ids (U…), separated by commas")
    .optional()
    .describe("Slack user ids of those who look after BIMS, separated by commas; they may also ask."),
  BIMS_PEOPLE: z
    .string()
    .refine(
      (text) => text === "everyone" || areUserIds(text),
      'must be "everyone" or Slack user ids (U…), separated by commas',
    )
    .optional()
    .describe(
      'Slack user ids of those who may ask, separated by commas, or "everyone". Unset: the admins alone.',
    ),
  BIMS_INBOX: z
    .string()
    .optional()
    .describe(
      "Folder where a company's export files arrive: the service loads them once they are complete and moves them to done or refused in it; `bims import` without files reads it.",
    ),
  QUICKCHART_URL: webAddress
    .optional()
    .describe(
      "QuickChart server that draws the charts instead of BIMS. Careful: it receives the figures of every chart.",
    ),
  LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(", ")}`)
    .default("info")
    .describe(`How much is logged: ${logLevels.join(", ")}.`),
  NODE_ENV: z.string().optional().describe('Usual Node setting; "production" on a server.'),
});

/** Variables whose value is never repeated in a message. */
const secrets = ["DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"];

/** Reads and checks the variables; an empty one counts as unset. Throws a SetupError that names the wrong one. */
export const readEnvironment = (
  source: Readonly<Record<string, string | undefined>> = processEnvironment(),
): Environment => {
  const filled = Object.entries(source).map(([name, value]) => [name, value?.trim() || undefined]);
  const parsed = variables.safeParse(Object.fromEntries(filled));
  if (!parsed.success)
    throw new SetupError(parsed.error.issues.map((issue) => describeIssue(issue, source)).join(" "));
  const values = parsed.data;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    dataFolder: values.BIMS_DATA_DIR,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    fiscalYearStartMonth: values.FISCAL_YEAR_START_MONTH,
    slack: readSlack(values),
    admins: listOf(values.BIMS_ADMINS),
    people: values.BIMS_PEOPLE === "everyone" ? "everyone" : listOf(values.BIMS_PEOPLE),
    inbox: values.BIMS_INBOX,
    quickchartUrl: values.QUICKCHART_URL,
    logLevel: values.LOG_LEVEL,
    nodeEnvironment: values.NODE_ENV,
  });
};

/** The text of .env.example. */
export const environmentExample = (): string => {
  const entries = Object.entries(variables.shape).map(([name, schema]) => {
    const standard = schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : "";
    return `# ${schema.description}\n${standard === "" ? `# ${name}=` : `${name}=${standard}`}`;
  });
  const title =
    "# What BIMS can be told. Copy this file to .env and change what you need; every line may stay away.";
  return `${[title, ...entries].join("\n\n")}\n`;
};

/** The process's own variables, and those of a file .env in the current folder that are not set already. */
const processEnvironment = (): NodeJS.ProcessEnv => {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return process.env;
};

const describeIssue = (
  issue: z.core.$ZodIssue,
  source: Readonly<Record<string, string | undefined>>,
): string => {
  const name = String(issue.path[0]);
  const given = secrets.includes(name) ? "" : `, not "${source[name]}"`;
  return `${name} ${issue.message}${given}.`;
};

const readSlack = (values: z.infer<typeof variables>): SlackEnvironment | undefined => {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_APP_TOKEN: appToken,
  } = values;
  if (botToken === undefined) {
    const lonely = signingSecret ? "SLACK_SIGNING_SECRET" : appToken ? "SLACK_APP_TOKEN" : undefined;
    if (lonely)
      throw new SetupError(
        `${lonely} is set but SLACK_BOT_TOKEN is not. Set both, or neither for the sandbox.`,
      );
    return undefined;
  }
  if (!signingSecret && !appToken) {
    throw new SetupError(
      "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP). Set one of them.",
    );
  }
  return { botToken, signingSecret, appToken };
};
