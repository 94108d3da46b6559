import type { DemoOptions } from "../../src/data/demo.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { openTestDatabase, testEngine } from "./database.ts";
import { copyDemoFolder } from "./demo-folder.ts";
import { fillDemo } from "./fill-demo.ts";

/** Filled embedded databases of this process, by what is in them. */
const filled = new Map<string, Promise<Database>>();

/**
 * The demo company, or a part of it, to ask and never to change: on the embedded engine all files of a process share
 * one, which `close` leaves open.
 */
export const openDemoDatabase = async (options: DemoOptions = {}): Promise<Database> => {
  if (testEngine === "postgres") return fill(options);
  const key = JSON.stringify(options);
  const database = filled.get(key) ?? (key === "{}" ? openWhole() : fill(options));
  filled.set(key, database);
  return { ...(await database), close: async () => undefined };
};

/** Filling the whole company takes ten times as long as copying it. */
const openWhole = async (): Promise<Database> => openDatabase({ folder: await copyDemoFolder() });

const fill = async (options: DemoOptions): Promise<Database> => {
  const database = await openTestDatabase();
  await fillDemo(database, options);
  return database;
};
