import { afterEach, expect, test } from "vitest";
import { printFigure, scale } from "../proofs/support/figure.ts";
import { aroundChanges, localDays, times, twoYears, wrongDays } from "./local-days.ts";

const own = process.env.TZ;
afterEach(() => {
  process.env.TZ = own;
});

/** A4. On every host two years at full scale; else two years in UTC and the months of the changes elsewhere. */
test.each(["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe"])(
  "every local day has exactly one fire, in 14 zones at 7 times, on a host in %s",
  (host) => {
    process.env.TZ = host;
    const stretches = host === "UTC" || scale >= 1 ? twoYears : aroundChanges;
    const wrong = stretches.flatMap(wrongDays);
    const days = stretches.flatMap(localDays).length * times.length;
    printFigure({
      name: `A4 on a host in ${host}`,
      figure: `local days without exactly one fire: ${wrong.length}`,
      n: `${days} local days`,
      engine: "croner",
      notInjected: "clocks that jump",
    });
    expect(wrong).toEqual([]);
  },
  120_000,
);
