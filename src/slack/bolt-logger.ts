import { LogLevel } from "@slack/bolt";
import type { Logger } from "pino";

/**
 * Bolt's messages in our log. Debug is never passed on: at that level Bolt and the Web API client print whole
 * bodies, tokens and figures with them.
 */
export const createBoltLogger = (log: Logger) => {
  const child = log.child({ from: "slack" });
  const say =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]): void => {
      child[level](parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" "));
    };
  return {
    debug: () => {},
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
};

/** For callers that report outcomes themselves: the client's own default writes to the terminal. */
export const silentLogger: ReturnType<typeof createBoltLogger> = Object.freeze({
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
});
