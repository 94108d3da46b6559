import type { Clock } from "../clock.ts";
import { AccessError, DataError, QuestionError } from "../errors.ts";
import type { Chart, Report } from "../report.ts";
import type { Courier } from "./courier.ts";
import { type Digest, isNotice, noticeTarget } from "./digest.ts";
import { dressReport, noticeReport, repeatedMark } from "./digest-report.ts";
import type { Ledger, Send } from "./ledger.ts";
import { formatInstant } from "./next-fire.ts";

/** Where a program may die, named for the tests that make it. */
export type CrashPoint = "before claim" | "after claim" | "after query" | "after send" | "after store";

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DeliveryOptions {
  readonly ledger: Ledger;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly painter: { draw(chart: Chart): Promise<Buffer> };
  /** Asks the question anew, as its owner. */
  compose(digest: Digest): Promise<Report>;
  findDigest(id: number): Promise<Digest | undefined>;
  end(id: number, reason: string): Promise<void>;
  readonly limits: Limits;
  readonly log: Log;
  readonly reach?: ((point: CrashPoint) => void | Promise<void>) | undefined;
}

/** One claimed row on its way. */
export interface Sending extends DeliveryOptions {
  readonly claim: Send;
  readonly digest: Digest;
}

/** Milliseconds. */
export interface Limits {
  /** How long a claim holds; longer than everything below that happens between two renewals, and a stall. */
  readonly lease: number;
  readonly compose: number;
  /** Holds the courier's own queue of one message a second and channel. */
  readonly post: number;
  readonly picture: number;
  /** After an outcome that nobody knows: the message may still be on its way. */
  readonly settling: number;
  readonly retryPause: number;
  /** Marked as late from here: a tick comes once a minute. */
  readonly late: number;
}

export const usualLimits: Limits = Object.freeze({
  lease: 150_000,
  compose: 30_000,
  post: 60_000,
  picture: 40_000,
  settling: 30_000,
  retryPause: 45_000,
  late: 120_000,
});
export const mostAttempts = 4;

/** The report, or nothing when it failed: then the ledger and the owner know already. */
export const compose = async (sending: Sending): Promise<Report | undefined> => {
  const { claim, digest, ledger, limits, log } = sending;
  if (isNotice(claim.target)) return noticeReport(digest, claim.reason ?? "");
  try {
    return await within(limits.compose, sending.compose(digest));
  } catch (error) {
    const reason = messageOf(error);
    log.warn({ digest: digest.id, error: reason }, "A digest's question failed");
    if (claim.state === "posting") await ledger.letGo(claim, limits.retryPause);
    else if (isTheirs(error) || claim.attempts >= mostAttempts) {
      await giveUp(sending, "skipped", `Its question could not be answered: ${reason}`);
    } else await ledger.postpone(claim, { milliseconds: limits.retryPause, reason, counts: true });
    return undefined;
  }
};

/** Asking again will not help. */
const isTheirs = (error: unknown): boolean =>
  error instanceof QuestionError || error instanceof AccessError || error instanceof DataError;

/** The report as this sending shows it. */
export const dress = async (
  sending: Sending,
  report: Report,
  marks: Pick<Send, "late" | "repeated">,
): Promise<Report> => {
  const { claim, digest, ledger } = sending;
  if (!isNotice(claim.target)) {
    // What was loaded in between is part of what is sent now: nothing is missing.
    const leftOut = digest.schedule.kind === "after-load" ? [] : await ledger.skippedBefore(claim);
    return dressReport(report, { ...marks, digest, dueAt: claim.dueAt, leftOut });
  }
  return marks.repeated ? { ...report, headline: `${repeatedMark} ${report.headline}` } : report;
};

/** The ledger keeps the reason; the owner is told once, through the ledger as well. */
export const giveUp = async (sending: Sending, state: "held" | "skipped", reason: string): Promise<void> => {
  const { claim, digest, ledger, log } = sending;
  const notice = isNotice(claim.target);
  log.warn(
    { digest: digest.id, due: claim.dueAt, reason },
    notice ? "An owner could not be told" : "A digest was not sent",
  );
  if (!notice && !digest.ended) {
    const text = `The digest due ${formatInstant(claim.dueAt, digest.zone)} ${state === "held" ? "needs a look" : "was not sent"}. ${reason}`;
    const { digestId, dueAt } = claim;
    await ledger.add([
      { digestId, dueAt, target: noticeTarget(digest.owner.user), state: "due", reason: text },
    ]);
  }
  await ledger.settle(claim, state, notice ? (claim.reason ?? reason) : reason);
};

/** Rejects when the work takes longer; the work itself goes on unheard. */
export const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It took longer than ${milliseconds / 1000} seconds.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
