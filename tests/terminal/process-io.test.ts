import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const source = new URL("../../src/terminal/process-io.ts", import.meta.url).href;
/** Writes until long after its reader left, then ends as work that failed would. */
const work = `
  import { drained, processIo } from ${JSON.stringify(source)};
  const io = processIo(new AbortController().signal);
  for (let line = 0; line < 50; line++) {
    io.out("a line of some length that nobody reads\\n".repeat(500));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await drained();
  process.exitCode = 7;
`;

test("a reader that leaves early neither ends the work nor changes its status", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", work], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => {
    complaints += text.toString();
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [status] = await once(child, "exit");
  expect(complaints).toBe("");
  expect(status).toBe(7);
});
