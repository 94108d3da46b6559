export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** `rest` is what followed the time: the zone, or nothing. */
export type TimeReading =
  | { readonly kind: "time"; readonly time: TimeOfDay; readonly rest: string }
  /** `said` is the part that looks like a time and is none. */
  | { readonly kind: "bad"; readonly said: string };

const named: readonly { readonly words: RegExp; readonly time: TimeOfDay }[] = [
  { words: /^(?:12 ?)?(?:noon|midday)\b/, time: { hour: 12, minute: 0 } },
  { words: /^(?:12 ?)?midnight\b/, time: { hour: 0, minute: 0 } },
];
const clock =
  /^(\d{1,4})(?:[:.h](\d{1,2}))?(?::00)?\s*(a\.?m\b\.?|p\.?m\b\.?)?(?:\s*(?:o['’]?clock|hrs?|hours?|uhr|h)\b)?(?=$|[\s,;])/;
const partOfDay = /^\s*in the (morning|afternoon|evening)\b/;

/** 8:00, 8am, 8:30 pm, 20:00, 0830, 8, noon; `text` is lower case and begins with the time. */
export const readTime = (text: string): TimeReading => {
  for (const { words, time } of named) {
    const found = words.exec(text);
    if (found) return { kind: "time", time, rest: text.slice(found[0].length).trim() };
  }
  const found = clock.exec(text);
  if (!found) return { kind: "bad", said: text.split(/\s+in\s+/)[0] ?? text };
  const after = text.slice(found[0].length);
  const part = partOfDay.exec(after);
  const said = text.slice(0, text.length - after.length).trim();
  const half = found[3]?.charAt(0) ?? halfOf(part?.[1], Number(found[1]));
  const time = timeOf(found[1] ?? "", found[2], half);
  return time
    ? { kind: "time", time, rest: after.slice(part?.[0].length ?? 0).trim() }
    : { kind: "bad", said };
};

const halfOf = (part: string | undefined, hour: number): string | undefined => {
  if (part === undefined || hour > 12) return undefined;
  return part === "morning" ? "a" : "p";
};

const timeOf = (
  digits: string,
  minutes: string | undefined,
  half: string | undefined,
): TimeOfDay | undefined => {
  const compact = digits.length > 2;
  if (compact && (minutes !== undefined || digits.length === 3)) return undefined;
  if (minutes !== undefined && minutes.length < 2) return undefined;
  const hour = Number(compact ? digits.slice(0, 2) : digits);
  const minute = Number(compact ? digits.slice(2) : (minutes ?? "0"));
  if (minute > 59) return undefined;
  if (half === undefined) return hour <= 23 ? { hour, minute } : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return { hour: (hour % 12) + (half === "p" ? 12 : 0), minute };
};
