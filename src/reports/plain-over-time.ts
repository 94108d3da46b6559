import type { Desk } from "../desk.ts";
import { type GroupKey, isTimeKey } from "../dimension.ts";
import type { Report } from "../report.ts";
import { answerReading } from "./answer-reading.ts";
import type { Asked } from "./frame-all.ts";
import { reportOf } from "./report-of.ts";

/** Broken down by time a command of many figures shows its first one as a line; undefined where no time is said. */
export const plainOverTime = async (
  { reading, start }: Asked,
  desk: Pick<Desk, "answer" | "say">,
  except?: GroupKey,
): Promise<Report | undefined> =>
  reading.question.by.some((key) => isTimeKey(key) && key !== except)
    ? { ...(await reportOf(await answerReading(reading, desk), desk)), start }
    : undefined;
