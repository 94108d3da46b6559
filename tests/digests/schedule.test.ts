import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSchedule, splitDigest } from "../../src/digests/read-schedule.ts";
import { inZone, ordinal, schedule, scheduleWords } from "../../src/digests/schedule.ts";
import { QuestionError } from "../../src/errors.ts";

const refusalOf = (words: string): QuestionError => {
  try {
    splitDigest(words);
  } catch (error) {
    if (error instanceof QuestionError) return error;
    throw error;
  }
  throw new Error(`"${words}" was not refused`);
};

describe("the schedule in a person's words becomes its canonical words", () => {
  test.each([
    ["every monday at 8:00", "every Monday at 8:00"],
    ["every Mondays at 8am", "every Monday at 8:00"],
    ["EVERY MON, THU AT 8 PM", "every Monday, Thursday at 20:00"],
    ["every thursday and monday at 20:00", "every Monday, Thursday at 20:00"],
    ["every tues & weds at 8.30 pm", "every Tuesday, Wednesday at 20:30"],
    ["every mon-fri at 8", "every weekday at 8:00"],
    ["every monday to friday at 8", "every weekday at 8:00"],
    ["every sat to mon at 7 in the evening", "every Monday, Saturday, Sunday at 19:00"],
    ["every wensday at 8:00", "every Wednesday at 8:00"],
    ["every weekend at 9", "every Saturday, Sunday at 9:00"],
    ["every day at noon", "every day at 12:00"],
    ["everyday at midnight", "every day at 0:00"],
    ["every working day at 0830", "every weekday at 8:30"],
    ["every day at 12am", "every day at 0:00"],
    ["every day at 12:15 p.m.", "every day at 12:15"],
    ["every week on monday at 8 o'clock", "every Monday at 8:00"],
    ["every monday 8:00", "every Monday at 8:00"],
    ["every month on the 1st at 8:00", "every month on the 1st at 8:00"],
    ["every month on 31 at 8:00", "every month on the 31st at 8:00"],
    ["every month on the first at 8:00", "every month on the 1st at 8:00"],
    ["every month on the last day at 18:00", "every month on the last day at 18:00"],
    ["every last day of the month at 18:00", "every month on the last day at 18:00"],
    ["every 15th of the month at 9", "every month on the 15th at 9:00"],
    ["every monday at 8:00 in Asia/Kolkata", "every Monday at 8:00 in Asia/Kolkata"],
    ["every monday at 8:00 in kolkata", "every Monday at 8:00 in Asia/Kolkata"],
    ["every monday at 8:00 in Asia/Calcutta", "every Monday at 8:00 in Asia/Kolkata"],
    ["every monday at 8:00 New York time", "every Monday at 8:00 in America/New_York"],
    ["every monday in new york at 8am", "every Monday at 8:00 in America/New_York"],
    ["every monday at 8:00 in São Paulo", "every Monday at 8:00 in America/Sao_Paulo"],
    ["every monday at 8:00 in US/Eastern", "every Monday at 8:00 in America/New_York"],
    ["every monday at 8:00 UTC", "every Monday at 8:00 in UTC"],
    ["every monday at 8:00 GMT", "every Monday at 8:00 in UTC"],
    ["every monday at 8:00 my time", "every Monday at 8:00"],
    ["after each load", "after each load"],
    ["after every import.", "after each load"],
  ])("%s", (words, canonical) => {
    expect(scheduleWords(readSchedule(words))).toBe(canonical);
  });
});

describe("what is asked stands before the schedule", () => {
  test.each([
    ["kpi every monday at 8:00", "kpi"],
    ["send me kpi, every monday at 8:00", "kpi"],
    ["top products by net sales last month every weekday at 8:00", "top products by net sales last month"],
    ["net sales by month vs last year after each load", "net sales by month vs last year"],
    ['net sales of "Every Day Shop" every day at 8', 'net sales of "Every Day Shop"'],
    ["net sales monthly daily at 8", "net sales monthly"],
  ])("%s", (words, request) => {
    expect(splitDigest(words).request).toBe(request);
  });
});

describe("what cannot be sent is refused with what to type", () => {
  test.each([
    ["kpi", "When should it be sent?", "digest kpi every Monday at 8:00"],
    ["", "When should it be sent?", "digest kpi every Monday at 8:00"],
    ["every monday at 8:00", "What should I send every Monday at 8:00?", "digest kpi every Monday at 8:00"],
    ["kpi every", "On which days?", "digest kpi every Monday at 8:00"],
    ["kpi every monday", "At what time?", "digest kpi every Monday at 8:00"],
    ["kpi every week at 8", "On which day of the week?", "digest kpi every Monday at 8:00"],
    ["kpi every month at 8", "On which day of the month?", "digest kpi every month on the 1st at 8:00"],
    ["kpi every monday at 25:00", '"25:00" is not a time of day', "digest kpi every Monday at 8:00"],
    ["kpi every monday at 8:75", '"8:75" is not a time of day', "digest kpi every Monday at 8:00"],
    ["kpi every monday at 13pm", '"13pm" is not a time of day', "digest kpi every Monday at 8:00"],
    ["kpi every monday at lunch", '"lunch" is not a time of day', "digest kpi every Monday at 8:00"],
    [
      "kpi every february 30 at 8:00",
      "February has no day 30",
      "digest kpi every month on the last day at 8:00",
    ],
    [
      "kpi every month on 30 feb at 8:00",
      "February has no day 30",
      "digest kpi every month on the last day at 8:00",
    ],
    [
      "kpi every month on the 32nd at 8:00",
      "no month has a day 32",
      "digest kpi every month on the last day at 8:00",
    ],
    ["kpi every march 3 at 8:00", "March 3 comes once a year", "digest kpi every month on the 3rd at 8:00"],
    ["kpi every hour", "I cannot send every hour", "digest kpi every day at 8:00"],
    ["kpi every other monday at 8", "I cannot send every other monday", "digest kpi every day at 8:00"],
    [
      "kpi every month on the first monday at 8",
      "numbered day or on the last",
      "digest kpi every month on the 1st at 8:00",
    ],
    ["kpi every blursday at 8", 'I don\'t know "blursday" as a day', "digest kpi every Monday at 8:00"],
    [
      "kpi every monday at 8:00 in Kolkatta",
      'time zone "kolkatta"',
      "digest kpi every Monday at 8:00 in Asia/Kolkata",
    ],
    [
      "kpi every monday at 8:00 in Narnia",
      'time zone "narnia"',
      "digest kpi every Monday at 8:00 in Asia/Kolkata",
    ],
    [
      "kpi every monday at 8:00 EST",
      "not one time zone all year",
      "digest kpi every Monday at 8:00 in America/New_York",
    ],
  ])("%s", (words, reason, example) => {
    const refusal = refusalOf(words);
    expect(refusal.message).toContain(reason);
    expect(refusal.choices[0]?.words).toBe(example);
    expect(refusal.message).toContain(`/${example}`);
  });

  test("every choice of a refusal is itself a schedule", () => {
    for (const words of [
      "kpi every hour",
      "kpi",
      "kpi every month at 8",
      "kpi every monday at 8 IST",
      "kpi every feb 30 at 8",
    ]) {
      for (const choice of refusalOf(words).choices) {
        expect(splitDigest(choice.words.replace(/^digest /, "")).request).toBe("kpi");
      }
    }
  });
});

const anyZone = fc.option(
  fc.constantFrom(
    "UTC",
    "Asia/Kolkata",
    "America/New_York",
    "America/Argentina/Buenos_Aires",
    "America/Port-au-Prince",
    ...Intl.supportedValuesOf("timeZone").slice(0, 60),
  ),
  { nil: undefined },
);
const anyTime = { hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) };
const anySchedule = fc.oneof(
  fc.record({
    kind: fc.constant("weekly" as const),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    ...anyTime,
  }),
  fc.record({
    kind: fc.constant("monthly" as const),
    day: fc.oneof(fc.constant("last" as const), fc.integer({ min: 1, max: 31 })),
    ...anyTime,
  }),
  fc.constant({ kind: "after-load" as const }),
);

test("reading the canonical words gives the schedule back", () => {
  fc.assert(
    fc.property(anySchedule, anyZone, (bare, zone) => {
      const when = zone === undefined ? bare : inZone(bare, zone);
      expect(readSchedule(scheduleWords(when))).toEqual(schedule.parse(when));
      expect(splitDigest(`kpi ${scheduleWords(when)}`)).toEqual({ request: "kpi", schedule: when });
    }),
    { numRuns: 500 },
  );
});

test("no text does worse than a QuestionError", () => {
  const word = fc.constantFrom(
    "every",
    "day",
    "month",
    "on",
    "the",
    "31st",
    "at",
    "8:00",
    "in",
    "UTC",
    "february",
    "and",
    "-",
    "99",
    "\u0000",
    "é",
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 80 }),
        fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
      ),
      (text) => {
        try {
          splitDigest(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QuestionError);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test("days are counted as people say them", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(ordinal).join(" ")).toBe(
    "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st",
  );
});
