import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        optionalDependencies: z.record(z.string(), z.string()).default({}),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")));

/** Folders in which Node looks for a package that `path` asks for, nearest first. */
const places = (path: string, name: string): readonly string[] => {
  const parents = path
    .split("/node_modules/")
    .map((_, index, parts) => parts.slice(0, index + 1).join("/node_modules/"));
  return [...parents.reverse().map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
};

test("the lock file names the packages of every platform: npm ci refuses it otherwise", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !places(path, name).some((place) => place in lock.packages))
      .map((name) => `${path} → ${name}`),
  );
  expect(missing).toEqual([]);
});

test("PGlite is one version, the one that was proved", () => {
  const versions = Object.entries(lock.packages)
    .filter(([path]) => path.endsWith("/@electric-sql/pglite"))
    .map(([, { version }]) => version);
  expect(versions).toEqual(["0.5.16"]);
});
