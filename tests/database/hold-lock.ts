import { takeLock } from "../../src/database/embedded/lock.ts";

/** A process that takes the lock of the folder it is given, says so, and keeps it until it is killed. */
const outcome = await takeLock(process.argv[2] ?? "", process.argv[3]).then(
  () => "taken",
  (error: Error) => error.message,
);
process.stdout.write(`${outcome}\n`);
if (outcome === "taken") setInterval(() => {}, 1_000);
