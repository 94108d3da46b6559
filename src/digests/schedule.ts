import { z } from "zod";

/**
 * When a digest is sent, as plain data. `zone` is missing only while the words named none;
 * a stored schedule always has it.
 */

const hour = z.int().min(0).max(23);
const minute = z.int().min(0).max(59);
const zone = z.string().min(1).optional();

/** 1 is Monday. All seven are "every day", the first five "every weekday". */
const days = z
  .array(z.int().min(1).max(7))
  .min(1)
  .refine(
    (list) => list.every((day, index) => index === 0 || day > (list[index - 1] ?? 0)),
    "ascending, without repeats",
  );

export const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("weekly"), days, hour, minute, zone }),
  /** A day that a month lacks is left out in that month; "last" is in every month. */
  z.strictObject({
    kind: z.literal("monthly"),
    day: z.union([z.int().min(1).max(31), z.literal("last")]),
    hour,
    minute,
    zone,
  }),
  z.strictObject({ kind: z.literal("after-load") }),
]);
export type Schedule = Readonly<z.infer<typeof schedule>>;

export const weekdayNames = Object.freeze([
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
]);

/** The canonical words, which `readSchedule` reads back: "every Monday at 8:00 in Asia/Kolkata". */
export const scheduleWords = (when: Schedule): string => {
  switch (when.kind) {
    case "weekly":
      return `every ${daysWords(when.days)} ${timeWords(when)}`;
    case "monthly":
      return `every month on the ${when.day === "last" ? "last day" : ordinal(when.day)} ${timeWords(when)}`;
    case "after-load":
      return "after each load";
  }
};

/** The same schedule in this zone, unless its words named another. */
export const inZone = (when: Schedule, zone: string): Schedule =>
  when.kind === "after-load" || when.zone !== undefined ? when : { ...when, zone };

const daysWords = (days: readonly number[]): string => {
  const key = days.join("");
  if (key === "1234567") return "day";
  if (key === "12345") return "weekday";
  return days.map((day) => weekdayNames[day - 1]).join(", ");
};

const timeWords = (when: {
  readonly hour: number;
  readonly minute: number;
  readonly zone?: string | undefined;
}): string =>
  `at ${when.hour}:${String(when.minute).padStart(2, "0")}${when.zone === undefined ? "" : ` in ${when.zone}`}`;

/** 1st, 2nd, 3rd, 4th, 11th, 21st … */
export const ordinal = (day: number): string => {
  const teen = day >= 11 && day <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
};
