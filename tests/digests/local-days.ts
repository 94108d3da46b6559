import { firesBetween } from "../../src/digests/next-fire.ts";
import { readSchedule } from "../../src/digests/read-schedule.ts";
import { inZone } from "../../src/digests/schedule.ts";

/** A stretch of time in a zone, in which every local day must have exactly one fire of a daily schedule. */
export interface Stretch {
  readonly zone: string;
  readonly from: Date;
  readonly until: Date;
}

/** Half-hour shift, gaps at midnight, both hemispheres, a skipped day, a change of rules, no summer time. */
const zones: readonly (readonly [zone: string, year: number])[] = [
  ["America/New_York", 2026],
  ["America/Los_Angeles", 2026],
  ["America/Santiago", 2026],
  ["America/Havana", 2026],
  ["America/St_Johns", 2026],
  ["Africa/Cairo", 2026],
  ["Africa/Casablanca", 2026],
  ["Europe/London", 2026],
  ["Asia/Beirut", 2026],
  ["Asia/Kolkata", 2026],
  ["Asia/Kathmandu", 2026],
  ["Australia/Lord_Howe", 2026],
  ["Australia/Sydney", 2026],
  ["Pacific/Apia", 2011],
];
export const times = ["0:00", "0:30", "1:30", "2:00", "2:30", "8:00", "23:45"] as const;

export const twoYears: readonly Stretch[] = zones.map(([zone, year]) => ({
  zone,
  from: new Date(Date.UTC(year, 0, 1)),
  until: new Date(Date.UTC(year + 2, 0, 1)),
}));

/** The months in which clocks change. */
export const aroundChanges: readonly Stretch[] = zones.flatMap(([zone, year]) =>
  [2, 9].map((month) => ({
    zone,
    from: new Date(Date.UTC(year, month, 1)),
    until: new Date(Date.UTC(year, month + 2, 10)),
  })),
);

/** Local calendar days that exist in the zone, by walking the hours: written apart from the product's arithmetic. */
export const localDays = ({ zone, from, until }: Stretch): readonly string[] => {
  const days = new Set<string>();
  const format = localDay(zone);
  for (let at = from.getTime(); at < until.getTime(); at += 3_600_000) days.add(format(new Date(at)));
  // The first and last day of the stretch are cut by the zone's offset from UTC.
  return [...days].slice(1, -1);
};

const localDay = (zone: string): ((instant: Date) => string) => {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  return (instant) => format.format(instant);
};

/** Each local day without exactly one fire of a daily schedule, told in a line. */
export const wrongDays = (stretch: Stretch): readonly string[] => {
  const { zone, from, until } = stretch;
  const format = localDay(zone);
  const expected = localDays(stretch);
  return times.flatMap((time) => {
    const fires = new Map<string, number>();
    for (const fire of firesBetween(inZone(readSchedule(`every day at ${time}`), zone), from, until)) {
      fires.set(format(fire), (fires.get(format(fire)) ?? 0) + 1);
    }
    return expected
      .filter((day) => fires.get(day) !== 1)
      .map((day) => `${zone} ${time} ${day}: ${fires.get(day) ?? 0}`);
  });
};
