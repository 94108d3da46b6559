import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { madeBy } from "../../src/database/embedded/version.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { sql } from "../../src/database/sql.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bims-folder-"));
});
afterAll(() => rm(root, { recursive: true }));

const refusal = (folder: string) =>
  openDatabase({ folder }).then(
    () => "opened",
    (error: Error) => error.message,
  );

describe("the folder of the embedded database", () => {
  it("is made beside, whole and migrated, whatever an earlier kill left", async () => {
    const folder = join(root, "new");
    await mkdir(join(folder, "database.making"), { recursive: true });
    await writeFile(join(folder, "database.making", "PG_VERSION"), "half");
    const database = await openDatabase({ folder });
    expect(await database.query(sql`SELECT count(*)::int AS markets FROM dim_market`)).toEqual([
      { markets: 0 },
    ]);
    expect((await readdir(folder)).sort()).toEqual(["database", "database.lock"]);
    expect((await readFile(join(folder, "database", "PG_VERSION"), "utf8")).trim()).toBe(madeBy);

    const second = await refusal(folder);
    expect(second).toContain(`${folder} is used by process ${process.pid}.`);
    await database.close();
    expect(existsSync(join(folder, "database.lock"))).toBe(false);
  });

  it.each([
    ["17", "was made by an older BIMS (its format is 17, this one reads 18)"],
    ["19", "was made by a newer BIMS (its format is 19, this one reads 18)"],
  ])("of format %s is refused", async (version, words) => {
    const folder = join(root, version);
    await mkdir(join(folder, "database"), { recursive: true });
    await writeFile(join(folder, "database", "PG_VERSION"), `${version}\n`);
    expect(await refusal(folder)).toContain(words);
    expect(existsSync(join(folder, "database.lock"))).toBe(false);
  });

  it("is refused when it holds something else", async () => {
    const folder = join(root, "other");
    await mkdir(join(folder, "database"), { recursive: true });
    await writeFile(join(folder, "database", "notes.txt"), "");
    expect(await refusal(folder)).toContain("is not a database of BIMS (it holds notes.txt)");
  });
});
