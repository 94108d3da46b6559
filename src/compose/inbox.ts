import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { describeImport } from "../data/import/describe-import.ts";
import type { ImportReport } from "../data/import/import-report.ts";
import type { Courier } from "../digests/courier.ts";
import type { Environment } from "../environment.ts";
import { createInbox, type Inbox } from "../inbox/inbox.ts";
import type { LoadOutcome } from "../inbox/load-round.ts";
import type { Report } from "../report.ts";
import { defaultPeople } from "../sandbox/workspace.ts";
import type { Loading } from "./loading.ts";

/** The inbox of the environment: loads what arrives and tells the admins. Nothing where none is set. */
export const composeInbox = (options: {
  readonly environment: Environment;
  readonly loading: Loading;
  readonly courier: Courier;
  readonly log: Logger;
}): Inbox | undefined => {
  const { environment, loading, courier, log } = options;
  if (!environment.inbox) return undefined;
  const admins = adminsOf(environment);
  return createInbox({
    folder: resolve(environment.inbox),
    load: async (folder, names, signal) =>
      outcomeOf(
        await loading.importFiles({ paths: [folder], quarantine: false, who: "inbox", signal }),
        names,
      ),
    tell: async (report, key) => {
      await Promise.all(admins.map((user) => tellOne({ courier, log, user, report, key })));
    },
    now: () => new Date(),
    log,
  });
};

/** The pretend workspace has an admin of its own. */
const adminsOf = ({ admins, slack }: Environment): readonly string[] =>
  admins.length > 0 || slack !== undefined
    ? admins
    : defaultPeople.filter(({ isAdmin }) => isAdmin).map(({ id }) => id);

const outcomeOf = (report: ImportReport, names: readonly string[]): LoadOutcome => ({
  done: report.outcome !== "refused",
  lines: describeImport(report),
  rejectsFile: report.rejectsFile,
  unread: names.filter((name) => !isRead(name, report)),
});

/** One that holds the same as another was read with it. */
const isRead = (name: string, { files, warnings }: ImportReport): boolean =>
  files.some(({ file }) => file.includes(name)) ||
  warnings.some((warning) => warning.startsWith(`${name} holds the same as`));

/** Milliseconds before each look or further sending. */
const pauses = [5_000, 15_000, 60_000, 300_000];

/** A message whose sending nobody can confirm is looked up, and sent again, marked where that fails. */
const tellOne = async (message: {
  readonly courier: Courier;
  readonly log: Logger;
  readonly user: string;
  readonly report: Report;
  readonly key: string;
}): Promise<void> => {
  const { courier, log, user, report, key } = message;
  let marked = report;
  for (const pause of pauses) {
    const outcome = await courier.post({ user }, marked, key);
    switch (outcome.kind) {
      case "posted":
        return;
      case "refused":
        return log.error({ user, reason: outcome.message }, "An admin could not be told about the inbox");
      case "rate-limited":
        await wait(outcome.retryAfterMs, undefined, { ref: false });
        break;
      case "unknown": {
        await wait(pause, undefined, { ref: false });
        const found = await lookUp(courier, user, key);
        if (found === "there") return;
        if (found === "unknown")
          marked = {
            ...report,
            notes: [...report.notes, "Repeated: I could not confirm the first sending."],
          };
      }
    }
  }
  log.error({ user }, "An admin could not be told about the inbox: Slack did not answer");
};

const lookUp = async (
  courier: Courier,
  user: string,
  key: string,
): Promise<"there" | "missing" | "unknown"> => {
  if (!courier.find) return "unknown";
  try {
    const channel = await courier.openDirect(user);
    return (await courier.find(channel, key)) === undefined ? "missing" : "there";
  } catch {
    return "unknown";
  }
};
