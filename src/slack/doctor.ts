import type { WebClient } from "@slack/web-api";
import { type Belief, beliefs, type LiveOptions } from "./beliefs.ts";
import { botScopes, scopeReasons } from "./manifest.ts";
import { outcomeOf } from "./web-api-outcome.ts";
import { type ClientSettings, clientOptions, createClient } from "./web-client.ts";

/** One thing that was looked at. `skipped` says what is needed to look. */
export interface Finding {
  readonly check: string;
  readonly state: "ok" | "wrong" | "skipped";
  /** What was found, and what to do when it is wrong. */
  readonly message: string;
}

export interface ExamineOptions extends ClientSettings {
  readonly tokens: { readonly bot?: string; readonly signingSecret?: string; readonly app?: string };
  /** Posts one message of each kind BIMS uses there; the bot must be a member. */
  readonly live?: LiveOptions;
}

const reasonOf = (error: unknown): string => {
  const outcome = outcomeOf(error);
  if (outcome.kind === "rate-limited") return `rate limited for ${outcome.retryAfterMs / 1000} s`;
  return outcome.kind === "refused" ? [outcome.error, ...outcome.details].join("; ") : outcome.error;
};

const examineBot = async (client: WebClient): Promise<{ findings: Finding[]; reached: boolean }> => {
  try {
    const me = await client.auth.test();
    const granted = new Set(me.response_metadata?.scopes ?? []);
    const missing = botScopes.filter((scope) => !granted.has(scope));
    const scopes: Finding =
      missing.length === 0
        ? { check: "Scopes", state: "ok", message: `All ${botScopes.length} are granted.` }
        : {
            check: "Scopes",
            state: "wrong",
            message: `Missing: ${missing.map((scope) => `${scope} (${scopeReasons[scope]})`).join(", ")}. Update the app with npx bims manifest and install it again.`,
          };
    return {
      findings: [
        {
          check: "Bot token",
          state: "ok",
          message: `Slack knows it: ${me.user ?? "a bot"} in ${me.team ?? "a workspace"} (${me.team_id ?? "?"}).`,
        },
        scopes,
      ],
      reached: true,
    };
  } catch (error) {
    return {
      findings: [
        {
          check: "Bot token",
          state: "wrong",
          message: `${reasonOf(error)}. Copy SLACK_BOT_TOKEN again from "OAuth & Permissions".`,
        },
      ],
      reached: false,
    };
  }
};

const examineDoor = async (options: ExamineOptions): Promise<Finding> => {
  const { app, signingSecret } = options.tokens;
  if (app !== undefined) {
    try {
      await createClient(app, options).apps.connections.open({});
      return { check: "Socket Mode", state: "ok", message: "Slack opens a connection." };
    } catch (error) {
      return {
        check: "Socket Mode",
        state: "wrong",
        message: `${reasonOf(error)}. Create an app-level token with connections:write and set SLACK_APP_TOKEN.`,
      };
    }
  }
  if (signingSecret === undefined) {
    return {
      check: "Requests",
      state: "wrong",
      message: "Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).",
    };
  }
  return /^[0-9a-f]{32}$/.test(signingSecret)
    ? {
        check: "Requests",
        state: "ok",
        message: "The signing secret looks like one; only a request from Slack can prove it.",
      }
    : {
        check: "Requests",
        state: "wrong",
        message: 'SLACK_SIGNING_SECRET is not 32 hexadecimal digits; copy it from "Basic Information".',
      };
};

const tryBelief = async (belief: Belief, client: WebClient, live: LiveOptions): Promise<Finding> => {
  const missing = belief.needs.filter((need) => live[need] === undefined);
  if (missing.length > 0)
    return {
      check: belief.says,
      state: "skipped",
      message: `Needs ${missing.map((need) => needWords[need]).join(" and ")}.`,
    };
  try {
    await belief.prove(client, live);
    return { check: belief.says, state: "ok", message: "Slack took it; look whether it is shown." };
  } catch (error) {
    return {
      check: belief.says,
      state: "wrong",
      message: `Refused: ${reasonOf(error)}. ${belief.otherwise}`,
    };
  }
};

const needWords = {
  person: "a person's id (BIMS_ADMINS)",
  picture: "a drawn picture",
  pictureUrl: "a picture's public address (PUBLIC_URL)",
} as const;

/** Looks at everything that concerns Slack and prints nothing. Throws a SetupError only for an address that may not be used. */
export const examine = async (options: ExamineOptions): Promise<readonly Finding[]> => {
  clientOptions(options);
  const { bot } = options.tokens;
  if (bot === undefined)
    return [
      { check: "Bot token", state: "skipped", message: "SLACK_BOT_TOKEN is not set: the sandbox is used." },
    ];
  const client = createClient(bot, options);
  const { findings, reached } = await examineBot(client);
  findings.push(await examineDoor(options));
  if (options.live === undefined || !reached) return findings;
  for (const belief of beliefs) findings.push(await tryBelief(belief, client, options.live));
  return findings;
};
