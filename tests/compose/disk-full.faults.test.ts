import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bims-disk-"));
  await mkdir(join(folder, "disk"));
  await cp(inject("templateFolder"), join(folder, "template"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

interface Seen {
  readonly first: string;
  readonly full: string;
  readonly unchanged: boolean;
  readonly unchangedAfterwards: boolean;
  readonly again: string;
}

/** A load on a disk of memory with so many megabytes left, in a mount namespace that ends with it. */
const loadWith = (left: number): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const disk = join(folder, "disk");
    const program = `${process.execPath} --import tsx ${join(import.meta.dirname, "load-on-small-disk.ts")}`;
    const script = [
      `mount -t tmpfs -o size=400m tmpfs ${disk}`,
      `mkdir ${disk}/data`,
      `cp -r ${folder}/template ${disk}/data/database`,
      `exec ${program} ${disk} ${left}`,
    ].join(" && ");
    const asRoot = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
    const child = spawn("unshare", [...asRoot, "sh", "-c", script]);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => (status === 0 ? resolve(JSON.parse(out)) : reject(new Error(err))));
  });

test("a disk that becomes full in the middle of a load leaves nothing changed, says so, and takes the load once there is room", async () => {
  const failed: Seen[] = [];
  const sizes = [1, 12, 24];
  for (const left of sizes) {
    const seen = await loadWith(left);
    expect(seen.first).toBe("loaded");
    if (seen.full === "loaded") continue;
    failed.push(seen);
    expect(seen).toMatchObject({
      full: expect.stringMatching(/^SetupError: The disk is full, and nothing was changed\. Make room in /),
      unchanged: true,
      unchangedAfterwards: true,
      again: "loaded",
    });
  }
  process.stdout.write(
    `Disk full in the middle of a load: old numbers changed 0, n ${failed.length} (of ${sizes.length} sizes)\n`,
  );
  expect(failed.length).toBeGreaterThan(1);
}, 240_000);
