import { type Choice, QuestionError, type QuestionErrorKind } from "../errors.ts";
import { readDays } from "./read-days.ts";
import { readTime, type TimeOfDay } from "./read-time.ts";
import { type Schedule, scheduleWords } from "./schedule.ts";
import { readZone } from "./zones.ts";

export interface DigestWords {
  /** What is asked each time: "kpi", "top products by net sales last month". */
  readonly request: string;
  readonly schedule: Schedule;
}

/** Splits `kpi every monday at 8:00`; throws a QuestionError that says what to type. */
export const splitDigest = (words: string): DigestWords => {
  const text = words.replace(/\s+/g, " ").trim();
  const start = scheduleStart(text);
  const request = (start < 0 ? text : text.slice(0, start))
    .replace(/^(?:send|post)(?: (?:me|us))? /i, "")
    .replace(/[\s,;:]+$/, "");
  if (start < 0) throw noSchedule(request);
  const said = text.slice(start);
  if (request !== "") return { request, schedule: readSchedule(said, request) };
  const when = scheduleWords(readSchedule(said));
  throw refusal("unknown-word", `What should I send ${when}?`, "kpi", [when]);
};

/** Reads `every … at …` or `after each load`; `request` only completes the choices of its errors. */
export const readSchedule = (words: string, request = "kpi"): Schedule => {
  const text = words
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.,;!]+$/, "");
  if (afterLoad.test(text)) return { kind: "after-load" };
  const {
    days: daysSaid,
    time: timeSaid,
    zone: early,
  } = partsOf(text.replace(/^every(?=day)|^every\b ?/, ""));
  const days = readDays(daysSaid);
  if (days.kind === "refused")
    throw refusal(
      "unknown-word",
      days.message,
      request,
      days.instead.map((instead) => `${instead} at 8:00`),
    );
  const withoutTime = scheduleWords({ ...days, hour: 8, minute: 0 });
  if (timeSaid === "") throw refusal("unknown-word", "At what time?", request, [withoutTime]);
  const reading = readTime(timeSaid);
  if (reading.kind === "bad") {
    throw refusal(
      "unknown-word",
      `"${reading.said}" is not a time of day; write 8:00, 8:30 pm or noon.`,
      request,
      [withoutTime],
    );
  }
  const zone = zoneOf(early || reading.rest, { ...days, ...reading.time }, request);
  return { ...days, ...reading.time, ...(zone === undefined ? {} : { zone }) };
};

const afterLoad = /\bafter (?:each|every|any|the|a) (?:new )?(?:data )?(?:load|import)s?$/;

/** Where the schedule begins; words in quotes are a name. -1 without one. */
const scheduleStart = (text: string): number => {
  const visible = text.toLowerCase().replace(/"[^"]*"/g, (quoted) => "_".repeat(quoted.length));
  const load = visible.replace(/[.,;!]+$/, "").search(afterLoad);
  if (load >= 0) return load;
  const every = [...visible.matchAll(/\bevery(?:day)?(?=\s|$)|\bdaily(?= at )/g)].at(-1);
  return every?.index ?? -1;
};

/** The clock time may also stand without "at", and the zone before it. */
const partsOf = (text: string): { readonly days: string; readonly time: string; readonly zone: string } => {
  const found =
    /(?:^|[\s,]+)(?:at|@)\s*/.exec(text) ??
    /[\s,]+(?=\d{1,2}(?:[:.]\d{2}|(?:[:.]\d{2})? ?[ap]\.?m\b)|noon\b|midday\b|midnight\b)/.exec(text);
  const before = found ? text.slice(0, found.index) : text;
  const zone = /^(.*?),? in (?!the month|each month|every month)(.+)$/.exec(before);
  return {
    days: (zone?.[1] ?? before)
      .replace(/^daily$/, "day")
      .replace(/[\s,]+$/, "")
      .trim(),
    time: found ? text.slice(found.index + found[0].length).trim() : "",
    zone: zone?.[2] ?? "",
  };
};

type Untimed =
  | { readonly kind: "weekly"; readonly days: number[] }
  | { readonly kind: "monthly"; readonly day: number | "last" };

const zoneOf = (said: string, when: Untimed & TimeOfDay, request: string): string | undefined => {
  const words = said
    .replace(/^[\s,]*(?:in )?/, "")
    .replace(/[()]/g, "")
    .trim();
  if (words === "" || /^(?:my|local|our)(?: (?:local )?time(?: ?zone)?)?$/.test(words)) return undefined;
  const reading = readZone(words);
  switch (reading.kind) {
    case "zone":
      return reading.zone;
    case "several":
      throw refusal(
        "ambiguous",
        `"${words}" is not one time zone all year round; name a city.`,
        request,
        suggestions(when, reading.zones),
      );
    case "unknown": {
      const zones = reading.nearest.length > 0 ? reading.nearest : ["Asia/Kolkata", "UTC"];
      const message = `I don't know the time zone "${words}"; name a city or a zone.`;
      throw refusal("unknown-word", message, request, suggestions(when, zones));
    }
  }
};

const suggestions = (when: Untimed & TimeOfDay, zones: readonly string[]): readonly string[] =>
  zones.map((zone) => scheduleWords({ ...when, zone }));

const noSchedule = (request: string): QuestionError => {
  const timeless = request.replace(/ ?\bat [^ ]+$/, "") || "kpi";
  return refusal("unknown-word", "When should it be sent?", timeless, [
    "every Monday at 8:00",
    "every month on the 1st at 8:00",
    "after each load",
  ]);
};

/** Every refusal ends with a whole example, and offers each alternative as one click. */
const refusal = (
  kind: QuestionErrorKind,
  message: string,
  request: string,
  schedules: readonly string[],
): QuestionError => {
  const choices: Choice[] = schedules.map((when) => ({ label: when, words: `digest ${request} ${when}` }));
  const example = choices[0] ? ` For example: /${choices[0].words}` : "";
  return new QuestionError(kind, `${message}${example}`, choices);
};
