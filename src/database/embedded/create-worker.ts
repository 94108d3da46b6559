import { workerData } from "node:worker_threads";
import { migrate } from "../migrations/migrate.ts";
import { openPglite, pgliteFactory } from "./pglite.ts";

/** The thread that makes a new folder and then ends, giving back the memory that making it took. */
const { folder } = workerData as { readonly folder: string };
const pglite = await openPglite(folder);
await migrate(pgliteFactory(pglite));
await pglite.exec("CHECKPOINT");
await pglite.close();
// The schema engine leaves a timer of ten seconds behind, which would keep the thread waiting for nothing.
process.exit();
