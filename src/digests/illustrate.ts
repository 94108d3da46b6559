import type { Report } from "../report.ts";
import { isNotice } from "./digest.ts";
import { firstChart } from "./digest-report.ts";
import { dress, messageOf, mostAttempts, type Sending, within } from "./sending.ts";

/** What follows once a message stands: its name is stored, its picture joins. Never worth a second message. */

interface Posted {
  readonly channel: string;
  readonly ts: string;
}

export const store = async (sending: Sending, posted: Posted, report: Report): Promise<void> => {
  const { claim, digest, ledger, log, reach } = sending;
  if (!(await ledger.posted(claim, posted.ts))) {
    log.error(
      { digest: digest.id, due: claim.dueAt },
      "A digest was posted after its claim had passed to another program",
    );
    return;
  }
  await reach?.("after store");
  await illustrate(sending, posted, report);
};

const illustrate = async (sending: Sending, { channel, ts }: Posted, report: Report): Promise<void> => {
  const { claim, digest, ledger, courier, painter, limits, log } = sending;
  const chart = firstChart(report);
  if (!chart) return ledger.complete(claim);
  try {
    const picture = await within(limits.picture, painter.draw(chart));
    await within(limits.picture, courier.attachPicture(channel, ts, report, picture));
  } catch (error) {
    log.warn({ digest: digest.id, error: messageOf(error) }, "A digest stays without its picture for now");
    return ledger.letGo(claim, limits.settling);
  }
  await ledger.complete(claim);
};

/** Posted, then interrupted: the picture joins later, with figures asked anew. */
export const finish = async (sending: Sending): Promise<void> => {
  const { claim, digest, ledger, courier, limits, log } = sending;
  if (isNotice(claim.target)) return ledger.complete(claim);
  if (claim.attempts > mostAttempts) return ledger.complete(claim, "Posted without its picture.");
  try {
    const report = await within(limits.compose, sending.compose(digest));
    const channel = digest.direct
      ? await within(limits.post, courier.openDirect(claim.target))
      : claim.target;
    await illustrate(sending, { channel, ts: claim.messageTs ?? "" }, await dress(sending, report, claim));
  } catch (error) {
    log.warn({ digest: digest.id, error: messageOf(error) }, "A digest could not be finished for now");
    await ledger.letGo(claim, limits.settling);
  }
};
