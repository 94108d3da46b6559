import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Runs once before all tests: builds what they start, and makes sure that nothing is skipped in silence. */
export const setup = async (): Promise<void> => {
  if (process.env.BIMS_TEST_PREPARED) return;
  process.env.BIMS_TEST_PREPARED = "yes";
  build();
  if (process.env.CI === "true") await insistOnServices();
  else process.stdout.write("Not run here: postgres, browser and faults (they need .ci/run, or CI=true).\n");
};

/** A file that is just being written must not keep a developer from testing the others. */
const build = (): void => {
  const { status } = spawnSync(process.execPath, ["src/bims.js", "build"], { cwd: root, stdio: "inherit" });
  if (status !== 0 && process.env.CI === "true") throw new Error("The build failed; see above.");
};

const insistOnServices = async (): Promise<void> => {
  const { BIMS_TEST_DATABASE_URL: url, BIMS_TEST_CHROMIUM: chromium } = process.env;
  if (!url) throw new Error("BIMS_TEST_DATABASE_URL is not set; .ci/run starts a PostgreSQL and sets it.");
  await reach(new URL(url));
  if (!chromium || !existsSync(chromium))
    throw new Error("BIMS_TEST_CHROMIUM names no Chromium; .ci/run installs one and sets it.");
};

const reach = ({ hostname, port }: URL): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port || 5432), hostname, () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", (error) => reject(new Error(`PostgreSQL cannot be reached: ${error.message}`)));
  });
