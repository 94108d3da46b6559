import { createHash } from "node:crypto";
import type { Report } from "../report.ts";
import type { Outcome } from "./courier.ts";
import { courierTarget, isNotice } from "./digest.ts";
import { finish, store } from "./illustrate.ts";
import { keyOf, type Ledger, type Send } from "./ledger.ts";
import { missedReason, tooLate } from "./plan.ts";
import {
  compose,
  type DeliveryOptions,
  dress,
  giveUp,
  messageOf,
  mostAttempts,
  type Sending,
  within,
} from "./sending.ts";

/** Takes one open row of the ledger as far as it goes, unless somebody else holds it. */
export const deliver = async (open: Send, options: DeliveryOptions): Promise<void> => {
  const { ledger, reach } = options;
  await reach?.("before claim");
  const claim = await ledger.claim(open);
  if (!claim) return;
  await reach?.("after claim");
  const digest = await options.findDigest(claim.digestId);
  if (!digest) return drop(claim, ledger);
  const sending: Sending = { ...options, claim, digest };
  if (claim.state === "posted") return finish(sending);
  return claim.state === "posting" ? resolveUnknown(sending) : send(sending);
};

/** Its digest was deleted in the meantime. */
const drop = (claim: Send, ledger: Ledger): Promise<void> =>
  claim.state === "posted"
    ? ledger.complete(claim)
    : ledger.settle(claim, "skipped", "The digest was deleted.");

const send = async (sending: Sending): Promise<void> => {
  const reason = refusedBeforehand(sending);
  if (reason !== undefined) return giveUp(sending, "skipped", reason);
  const report = await compose(sending);
  if (!report) return;
  await sending.reach?.("after query");
  await post(sending, report, sending.claim.repeated);
};

const refusedBeforehand = ({ claim, digest, clock }: Sending): string | undefined => {
  if (claim.attempts > mostAttempts)
    return `It was tried ${mostAttempts} times. ${claim.reason ?? ""}`.trim();
  if (isNotice(claim.target)) return undefined;
  if (digest.ended) return `The digest had ended: ${digest.ended.reason}`;
  const timed = digest.schedule.kind !== "after-load";
  return timed && clock.now().getTime() - claim.dueAt.getTime() > tooLate
    ? (claim.reason ?? missedReason)
    : undefined;
};

const post = async (sending: Sending, report: Report, repeated: boolean): Promise<void> => {
  const { claim, digest, ledger, courier, limits, reach } = sending;
  const late = isLate(sending);
  const dressed = await dress(sending, report, { late, repeated });
  const hash = createHash("sha256").update(JSON.stringify(dressed)).digest("hex");
  if (!(await ledger.beginPosting(claim, { hash, late, repeated }))) return;
  const outcome = await heard(limits.post, () =>
    courier.post(courierTarget(digest, claim.target), dressed, keyOf(claim)),
  );
  await reach?.("after send");
  await take(sending, outcome, { report: dressed, repeated });
};

const isLate = ({ claim, digest, clock, limits }: Sending): boolean =>
  digest.schedule.kind !== "after-load" &&
  !isNotice(claim.target) &&
  clock.now().getTime() - claim.dueAt.getTime() > limits.late;

/** What a courier throws, or never says, leaves the outcome unknown. */
const heard = async (deadline: number, post: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await within(deadline, post());
  } catch (error) {
    return { kind: "unknown", message: messageOf(error) };
  }
};

interface Message {
  readonly report: Report;
  readonly repeated: boolean;
}

const take = async (sending: Sending, outcome: Outcome, { report, repeated }: Message): Promise<void> => {
  const { claim, digest, ledger, limits, log } = sending;
  switch (outcome.kind) {
    case "posted":
      return store(sending, outcome, report);
    case "rate-limited": {
      const reason = isNotice(claim.target) ? {} : { reason: "Slack took no more messages for a while." };
      return ledger.postpone(claim, { milliseconds: outcome.retryAfterMs, counts: false, ...reason });
    }
    case "unknown":
      log.warn({ digest: digest.id, error: outcome.message }, "Nobody knows whether a digest was posted");
      if (repeated && !isReadable(sending)) return giveUp(sending, "held", unconfirmed);
      return ledger.letGo(claim, limits.settling);
    case "refused":
      return refused(sending, outcome);
  }
};

const unconfirmed =
  "It was sent more than once, and Slack confirmed none of them: please look whether it is there.";

const refused = async (sending: Sending, outcome: Extract<Outcome, { kind: "refused" }>): Promise<void> => {
  const { claim, digest, end } = sending;
  switch (outcome.reason) {
    case "channel_gone":
      if (!isNotice(claim.target)) await end(digest.id, "its channel is gone.");
      return giveUp(
        sending,
        "held",
        "Its channel is gone or archived, so it has ended. Set it again in another one.",
      );
    case "not_in_channel": {
      if (!isNotice(claim.target)) await end(digest.id, "BIMS is not in its channel.");
      const again = `Invite me there, then type /digest run ${digest.id} to take it up again.`;
      return giveUp(sending, "held", `I am no longer in its channel, so it has ended. ${again}`);
    }
    case "other":
      return giveUp(sending, "held", `Slack refused it: ${outcome.message}`);
  }
};

/** Where the program may look for what it posted. */
const isReadable = ({ claim, digest, courier }: Sending): boolean =>
  courier.find !== undefined && (digest.direct || isNotice(claim.target));

/** Past `posting` without an answer: looked up where BIMS may read, sent once more and marked where it may not. */
const resolveUnknown = async (sending: Sending): Promise<void> => {
  const { claim, ledger, limits } = sending;
  const found = await lookUp(sending);
  if (found.kind === "found") {
    if (!(await ledger.posted(claim, found.ts))) return;
    return finish({ ...sending, claim: { ...claim, messageTs: found.ts, attempts: 0 } });
  }
  if (found.kind === "failed" && claim.attempts <= mostAttempts) return ledger.letGo(claim, limits.settling);
  const hidden = found.kind !== "absent";
  if ((hidden && claim.repeated) || claim.attempts > mostAttempts * 2)
    return giveUp(sending, "held", unconfirmed);
  const report = await compose(sending);
  if (!report) return;
  await sending.reach?.("after query");
  await post(sending, report, hidden);
};

type Found =
  | { readonly kind: "found"; readonly ts: string }
  | { readonly kind: "absent" | "hidden" | "failed" };

const lookUp = async (sending: Sending): Promise<Found> => {
  const { claim, digest, courier, limits } = sending;
  const target = courierTarget(digest, claim.target);
  if (!isReadable(sending) || !("user" in target)) return { kind: "hidden" };
  const look = async (): Promise<string | undefined> =>
    courier.find?.(await courier.openDirect(target.user), keyOf(claim));
  try {
    const ts = await within(limits.post, look());
    return ts === undefined ? { kind: "absent" } : { kind: "found", ts };
  } catch {
    return { kind: "failed" };
  }
};
