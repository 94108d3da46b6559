import { distance } from "fastest-levenshtein";
import { ordinal, weekdayNames } from "./schedule.ts";

export type DaysReading =
  | { readonly kind: "weekly"; readonly days: number[] }
  | { readonly kind: "monthly"; readonly day: number | "last" }
  /** `instead` are schedules without their time: "every Monday". */
  | { readonly kind: "refused"; readonly message: string; readonly instead: readonly string[] };

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const groups: readonly { readonly words: RegExp; readonly days: number[] }[] = [
  { words: /^(?:single )?days?$/, days: everyDay },
  { words: /^(?:week ?days?|work(?:ing)? ?days?|business ?days?)$/, days: [1, 2, 3, 4, 5] },
  { words: /^week-?ends?$/, days: [6, 7] },
];
const number = /^(?:the )?(\d+)(?:st|nd|rd|th)?(?: day)?$/;
const last = /^(?:the )?(?:last|final)(?: day)?$/;
const numberWords = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];
const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const longestDay = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What may stand between "every" and "at": day, weekday, Mondays and Thu, month on the 1st … */
export const readDays = (said: string): DaysReading => {
  const words = said.replace(/^on /, "").replace(/^week(?:s)? on (?:the )?/, "");
  const group = groups.find((candidate) => candidate.words.test(words));
  if (group) return { kind: "weekly", days: [...group.days] };
  return readDayOfMonth(words) ?? readDateOfYear(words) ?? readVague(words) ?? readWeekdays(words);
};

const refuse = (message: string, ...instead: string[]): DaysReading => ({
  kind: "refused",
  message,
  instead,
});

const readDayOfMonth = (words: string): DaysReading | undefined => {
  const inMonth =
    /^months?(?:,? on)?\s+(.*)$/.exec(words)?.[1] ??
    /^(.*\S) (?:of|in) (?:the|each|every|a) months?$/.exec(words)?.[1];
  const day = inMonth ?? words;
  if (last.test(day) && (inMonth !== undefined || /day/.test(day))) return { kind: "monthly", day: "last" };
  const ordinalWord = numberWords.indexOf(day.replace(/^the /, "").replace(/ day$/, ""));
  const digits = number.exec(day)?.[1];
  if (digits === undefined && (ordinalWord < 0 || inMonth === undefined)) return undefined;
  const value = digits === undefined ? ordinalWord + 1 : Number(digits);
  if (value >= 1 && value <= 31) return { kind: "monthly", day: value };
  return refuse(
    `That would never be sent: no month has a day ${value}.`,
    "every month on the last day",
    "every month on the 1st",
  );
};

/** "february 30" never comes; "march 3" comes once a year, which is not offered. */
const readDateOfYear = (words: string): DaysReading | undefined => {
  const plain = words.replace(/^(?:year|month)s? on /, "").replace(/\bthe |\bof /g, "");
  const found =
    /^([a-z]+) (\d+)(?:st|nd|rd|th)?$/.exec(plain) ?? /^(\d+)(?:st|nd|rd|th)? ([a-z]+)$/.exec(plain);
  if (!found) return undefined;
  const [name, day] = /^\d/.test(found[1] ?? "")
    ? [found[2] ?? "", Number(found[1])]
    : [found[1] ?? "", Number(found[2])];
  const month = name.length < 3 ? -1 : monthNames.findIndex((candidate) => candidate.startsWith(name));
  const longest = longestDay[month];
  if (longest === undefined) return undefined;
  const monthName = title(monthNames[month] ?? "");
  if (day < 1 || day > longest) {
    return refuse(
      `That would never be sent: ${monthName} has no day ${day}.`,
      "every month on the last day",
      "every month on the 1st",
    );
  }
  return refuse(
    `${monthName} ${day} comes once a year; a digest repeats by days of the week or of the month.`,
    `every month on the ${ordinal(day)}`,
  );
};

const readVague = (words: string): DaysReading | undefined => {
  if (words === "") return refuse("On which days?", "every Monday", "every weekday");
  if (/^weeks?$/.test(words)) return refuse("On which day of the week?", "every Monday", "every Friday");
  if (/^months?$/.test(words))
    return refuse("On which day of the month?", "every month on the 1st", "every month on the last day");
  if (
    /\b(hours?|hourly|minutes?|other|second|third|quarters?|years?|fortnights?|\d+ (?:days|weeks|months))\b/.test(
      words,
    )
  ) {
    return refuse(
      `I cannot send every ${words}; a digest repeats by days of the week or of the month.`,
      "every day",
      "every Monday",
      "every month on the 1st",
    );
  }
  if (/^months? on .*(?:mon|tues|wednes|thurs|fri|satur|sun)day/.test(words)) {
    return refuse(
      "Within a month I can send on a numbered day or on the last one.",
      "every month on the 1st",
      "every month on the last day",
    );
  }
  return undefined;
};

const readWeekdays = (words: string): DaysReading => {
  const days = new Set<number>();
  const ranges = words.replace(
    /([a-z]+)\s*(?:-|–|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b)\s*([a-z]+)/g,
    (whole, from, to) => {
      const [first, end] = [weekdayOf(from), weekdayOf(to)];
      if (first === undefined || end === undefined) return whole;
      for (let day = first; ; day = (day % 7) + 1) {
        days.add(day);
        if (day === end) return " ";
      }
    },
  );
  for (const word of ranges
    .split(/[\s,;&/+]+/)
    .filter((part) => part !== "" && part !== "and" && part !== "on")) {
    const day = weekdayOf(word);
    if (day === undefined)
      return refuse(
        `I don't know "${word}" as a day.`,
        "every Monday",
        "every weekday",
        "every month on the 1st",
      );
    days.add(day);
  }
  return days.size === 0
    ? refuse("On which days?", "every Monday")
    : { kind: "weekly", days: [...days].sort((a, b) => a - b) };
};

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Monday, mondays, mon, and near misses of the full name; 1 is Monday. */
const weekdayOf = (word: string): number | undefined => {
  const plain = word.replace(/[.'’]/g, "").replace(/(?<=day)s$/, "");
  const names = weekdayNames.map((name) => name.toLowerCase());
  const exact = names.findIndex(
    (name) => plain.length >= 3 && plain.length <= 6 && name.startsWith(plain.replace(/s$/, "")),
  );
  const found = names.indexOf(plain) >= 0 ? names.indexOf(plain) : exact;
  if (found >= 0) return found + 1;
  if (plain.length < 5) return undefined;
  const near = names.map((name, index) => ({
    index,
    far: distance(plain, name),
    alike: name[0] === plain[0],
  }));
  const [best, next] = near.sort((a, b) => a.far - b.far);
  return best && next && best.far <= (best.alike ? 2 : 1) && best.far < next.far ? best.index + 1 : undefined;
};
