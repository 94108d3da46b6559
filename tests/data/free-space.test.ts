import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { explainDiskFull, requireSpace } from "../../src/data/free-space.ts";
import { DataError } from "../../src/errors.ts";
import { inFolder } from "./import/tiny-company.ts";

const megabyte = 1024 * 1024;
const row = "2020-09-01,P1,101,5\n";
const files = {
  "fact_sales_monthly.csv": row.repeat(megabyte / row.length),
  "fact_forecast_monthly.csv.gz": new Uint8Array(megabyte),
};
const needs = (1 + 10) * 20 + 64;

test("says before a load that the disk has too little room for it", () =>
  inFolder(files, async (folder) => {
    const ask = (free: number) =>
      requireSpace({ paths: [folder], folder: "/data", freeIn: async () => free * megabyte });
    await expect(ask(needs)).resolves.toBeUndefined();
    await expect(ask(100)).rejects.toMatchObject({
      name: "SetupError",
      message: `There is too little room on the disk: to load these files may take ${needs} MB in /data, and 100 MB are free. Nothing was changed; make room, or load fewer files at once.`,
    });
  }));

test("tells a disk that became full from other failures", async () => {
  const full = /The disk is full, and nothing was changed\. Make room in /;
  for (const fields of [{ code: "53100" }, { code: "ENOSPC" }, { message: "write: No space left on device" }])
    expect(await explainDiskFull(Object.assign(new Error("x"), fields), tmpdir())).toMatchObject({
      name: "SetupError",
      message: expect.stringMatching(full),
    });
  const other = new Error("the connection was lost");
  expect(await explainDiskFull(other, tmpdir())).toBe(other);
  const theirs = new DataError("no space left on device is a product's name");
  expect(await explainDiskFull(theirs, tmpdir())).toBe(theirs);
});
