import { randomUUID } from "node:crypto";
import { type Logger, pino } from "pino";
import type { Environment } from "../environment.ts";

/** Structured lines on standard error: no row data, no tokens. */
export const createLog = (environment: Pick<Environment, "logLevel">): Logger =>
  pino(
    {
      level: environment.logLevel,
      base: null,
      redact: ["token", "*.token", "authorization", "*.authorization"],
    },
    pino.destination(2),
  );

/** Logs what went wrong on our side; the reference is what the person can quote. */
export const noteFailureIn =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomUUID().slice(0, 8).toUpperCase();
    log.error({ reference, err: error }, "failed");
    return reference;
  };
