import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import pixelmatch from "pixelmatch";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { startDrawingThread } from "../../src/charts/drawing-thread.ts";
import { createPainter } from "../../src/charts/painter.ts";
import { charts, lineChart, rankedChart, shareChart } from "./charts.ts";

const pictures = new URL("pictures/", import.meta.url);
const painter = createPainter();
afterAll(() => painter.close());

const decode = async (png: Buffer) => {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
};

/** Compares with the blessed picture; a new or changed one is written for a person to look at. */
const expectPicture = async (name: string, png: Buffer): Promise<void> => {
  const blessed = new URL(`${name}.png`, pictures);
  const changed = new URL(`${name}-changed.png`, pictures);
  if (!existsSync(blessed)) {
    await writeFile(blessed, png);
    expect.fail(`${name}.png is new: look at it, and keep it when it is right`);
  }
  const [before, after] = await Promise.all([readFile(blessed).then(decode), decode(png)]);
  expect({ width: after.width, height: after.height }).toEqual({ width: 1440, height: 810 });
  const different = pixelmatch(before.data, after.data, undefined, after.width, after.height, {
    threshold: 0.1,
  });
  if (different > 0.005 * after.width * after.height) {
    await writeFile(changed, png);
    expect.fail(`${different} pixels of ${name}.png differ; see ${name}-changed.png`);
  }
  await rm(changed, { force: true });
};

describe("the painter", () => {
  it.each(Object.entries(charts))("draws %s as blessed", async (name, chart) => {
    await expectPicture(name, await painter.draw(chart));
  });

  it("draws on opaque white", async () => {
    const { hasAlpha } = await sharp(await painter.draw(shareChart)).metadata();
    expect(hasAlpha).toBe(false);
    const { data } = await decode(await painter.draw(shareChart));
    expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  it("draws the same bytes for the same chart, many at once", async () => {
    const drawn = await Promise.all(Array.from({ length: 4 }, () => painter.draw(lineChart)));
    expect(new Set(drawn.map((png) => png.toString("base64"))).size).toBe(1);
  });

  it("hands each picture to whoever asked for it, many at once", async () => {
    const asked = Object.values(charts);
    const alone: Buffer[] = [];
    for (const chart of asked) alone.push(await painter.draw(chart));
    const together = await Promise.all(asked.map((chart) => painter.draw(chart)));
    expect(together.map((png, index) => png.equals(alone[index] as Buffer))).toEqual(asked.map(() => true));
  });

  it("survives no members, only zeros and nothing known", async () => {
    for (const values of [[], [0, 0], [null, null]])
      for (const kind of ["ranked", "line", "pie"] as const) {
        const categories = values.map((_, index) => `Member ${index}`);
        const picture = await painter.draw({
          ...rankedChart,
          kind,
          categories,
          series: [{ name: "s", role: "current", values }],
        });
        expect(picture.length).toBeGreaterThan(1_000);
      }
  });

  it("leaves the thread that answers people free", async () => {
    await painter.draw(lineChart);
    const before = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: 8 }, () => painter.draw(lineChart)));
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });
});

describe("the drawing thread", () => {
  /** Dies at the first chart it is given, or sleeps over it; the next thread draws. */
  const failOnce = (body: string) => {
    let started = 0;
    const answer = `require("node:worker_threads").parentPort.on("message", () => require("node:worker_threads").parentPort.postMessage({ picture: new Uint8Array([1]) }))`;
    return () =>
      new Worker(
        started++ === 0
          ? `require("node:worker_threads").parentPort.on("message", () => { ${body} })`
          : answer,
        { eval: true },
      );
  };

  it.each([
    ["ends", "process.exit(3)", /ended/],
    ["throws", "throw new Error('out of ink')", /failed/],
    ["overruns its deadline", "while (true);", /took longer than 0.3 s/],
  ])("is replaced when it %s, which costs one picture", async (_, body, reason) => {
    const thread = startDrawingThread({ start: failOnce(body), deadlineMilliseconds: 300 });
    const first = thread.draw(lineChart);
    const second = thread.draw(lineChart);
    await expect(first).rejects.toThrow(reason);
    expect([...(await second)]).toEqual([1]);
    await thread.close();
  });

  it("refuses a chart that cannot be configured alone", async () => {
    const good = await painter.draw(lineChart);
    const [bad, next, last] = await Promise.allSettled([
      painter.draw({ ...rankedChart, series: undefined as never }),
      painter.draw(lineChart),
      painter.draw(shareChart),
    ]);
    expect(bad?.status).toBe("rejected");
    expect(next).toMatchObject({ status: "fulfilled", value: good });
    expect(last).toMatchObject({ status: "fulfilled", value: await painter.draw(shareChart) });
  });

  it("refuses what waits when it is closed", async () => {
    const thread = startDrawingThread({ start: failOnce("while (true);") });
    const waiting = Promise.allSettled([thread.draw(lineChart), thread.draw(lineChart)]);
    await thread.close();
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
