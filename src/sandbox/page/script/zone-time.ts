/** Wall-clock time in a zone. Month counts from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

export const wallTime = (at: Date, zone: string): WallTime & { readonly weekday: number } => {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part("year"), part("month"), part("day")];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour: part("hour"), minute: part("minute"), weekday };
};

/** The moment at which a zone's clocks show `wall`; days past the month's end run on. */
export const momentOf = (wall: WallTime, zone: string): Date => {
  const wanted = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  let moment = wanted;
  // Twice: the first guess may lie on the other side of a clock change.
  for (let round = 0; round < 2; round += 1) {
    const shown = wallTime(new Date(moment), zone);
    moment += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  }
  return new Date(moment);
};

/** The next 8:00 in the zone, of any day or of the next Monday. */
export const nextMorning = (now: Date, zone: string, isMonday: boolean): Date => {
  const today = wallTime(now, zone);
  const days = Array.from({ length: 8 }, (_, ahead) => ahead);
  const moments = days
    .filter((ahead) => !isMonday || (today.weekday + ahead) % 7 === 1)
    .map((ahead) => momentOf({ ...today, day: today.day + ahead, hour: 8, minute: 0 }, zone));
  return moments.find((moment) => moment > now) ?? now;
};
