import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { readMigrations } from "../../src/database/migrations/migration-files.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { copyTemplateDatabase, copyTemplateFolder, testEngine } from "../support/database.ts";

let where: { url?: string; folder: string };
let drop = async () => {};
beforeAll(async () => {
  where = { folder: testEngine === "embedded" ? await copyTemplateFolder() : "/nowhere" };
  if (testEngine === "postgres") {
    const copy = await copyTemplateDatabase();
    where.url = copy.url;
    drop = copy.drop;
  }
});
afterAll(() => drop());

const using = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase(where);
  return work(database).finally(() => database.close());
};
const change = (text: string) => using((database) => database.session(({ run }) => run(text)));

const history = () =>
  using(async (database) => {
    const { rows } = await database.session(({ run }) =>
      run(
        "SELECT migration_name, checksum, applied_steps_count, rolled_back_at FROM _prisma_migrations ORDER BY started_at",
      ),
    );
    return rows;
  });

describe("migrations", () => {
  it("are recorded as Prisma's own tools record them, and once", async () => {
    const expected = (await readMigrations()).map(({ name, checksum }) => ({
      migration_name: name,
      checksum,
      applied_steps_count: "1",
      rolled_back_at: null,
    }));
    expect(await history()).toEqual(expected);
    expect(await history()).toEqual(expected);
  });

  it("refuse a database made by a newer BIMS", async () => {
    await change(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29990101000000_future', now())",
    );
    const opening = openDatabase(where);
    await expect(opening).rejects.toMatchObject({
      name: "SetupError",
      message: expect.stringMatching(/newer BIMS \(migration 29990101000000_future is unknown here\)/),
    });
  });
});
