import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let house: string;
const at = (...parts: string[]): string => join(house, ...parts);

const cli = (said: string): string =>
  `import { twice } from "./twice.ts";
export const words: string[] = process.argv.slice(2);
console.log([${JSON.stringify(said)}, twice("x"), process.env["TZ"], ...words].join(" "));
`;

/** A house of two rooms with the launcher, the tools and nothing built. */
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "bims-launcher-"));
  for (const folder of ["src/database", "commands", "prisma", ".config", "node_modules"])
    mkdirSync(at(folder), { recursive: true });
  for (const file of [
    "src/bims.js",
    "tsconfig.json",
    ".config/tsconfig.build.json",
    "prisma/prisma.config.ts",
  ])
    cpSync(join(root, file), at(file));
  for (const name of ["prisma", "@prisma", "typescript", "@typescript", "@types", "undici-types"])
    symlinkSync(join(root, "node_modules", name), at("node_modules", name));
  const schema = readFileSync(join(root, "prisma/schema.prisma"), "utf8");
  const header = schema.slice(0, schema.search(/^(\/\/\/.*\n)*(model|enum) /m));
  writeFileSync(at("prisma/schema.prisma"), `${header}\nmodel Thing {\n  id Int @id\n}\n`);
  writeFileSync(at("package.json"), '{ "type": "module" }');
  writeFileSync(at("src/twice.ts"), "export const twice = (text: string): string => text + text;\n");
  writeFileSync(at("src/page.html"), "<p>page</p>");
  writeFileSync(at("src/cli.ts"), cli("first"));
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    const said = { out: "", err: "" };
    child.stdout?.on("data", (chunk) => {
      said.out += String(chunk);
    });
    child.stderr?.on("data", (chunk) => {
      said.err += String(chunk);
    });
    child.on("close", (status) => resolve({ status, ...said }));
  });

/** Registries are out of reach: a build that needs the network fails. */
const offline = {
  npm_config_registry: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  TZ: "Asia/Tokyo",
};
const launch = (...argv: string[]): Promise<Ended> =>
  ended(
    spawn(process.execPath, [at("src/bims.js"), ...argv], {
      cwd: tmpdir(),
      env: { ...process.env, ...offline },
    }),
  );

const building = "Building BIMS (once after each change of its sources, a few seconds) …\n";

test("two at once on a fresh copy: both answer, from anywhere and offline, and it is built once", async () => {
  const both = await Promise.all([launch("ask", "net sales", "-"), launch("ask", "net sales", "-")]);
  expect(both.map(({ out, status }) => ({ out, status }))).toEqual(
    Array(2).fill({ out: "first xx UTC ask net sales -\n", status: 0 }),
  );
  expect(both.map(({ err }) => err).join("")).toBe(building);
  expect(readFileSync(at("dist/src/page.html"), "utf8")).toBe("<p>page</p>");
}, 60_000);

test("nothing is built again while nothing changed, and build alone starts nothing", async () => {
  const before = statSync(at("dist/src/cli.js")).mtimeMs;
  expect(await launch("ask")).toEqual({ status: 0, out: "first xx UTC ask\n", err: "" });
  expect(await launch("build")).toEqual({ status: 0, out: "", err: "" });
  expect(statSync(at("dist/src/cli.js")).mtimeMs).toBe(before);
});

test("a changed source is built again, also after a builder was killed with the lock in its hand", async () => {
  writeFileSync(at("node_modules/.bims-build.lock"), "999999999");
  writeFileSync(at("src/cli.ts"), cli("second"));
  expect(await launch("ask")).toEqual({ status: 0, out: "second xx UTC ask\n", err: building });
}, 60_000);

test("a removed source is gone from the build", async () => {
  rmSync(at("src/page.html"));
  await launch("build");
  expect(statSync(at("dist/src/page.html"), { throwIfNoEntry: false })).toBeUndefined();
}, 60_000);

test("a source that cannot be compiled: status 1, the compiler's words, and the old build stays", async () => {
  writeFileSync(at("src/twice.ts"), "export const = ;\n");
  const { status, err } = await launch("ask");
  expect(status).toBe(1);
  expect(err).toContain("tsc failed:");
  expect(err).toContain("twice.ts");
  expect(statSync(at("dist/src/cli.js")).isFile()).toBe(true);
}, 60_000);

test("without its packages it says what to run", async () => {
  rmSync(at("node_modules"), { recursive: true });
  rmSync(at("dist"), { recursive: true });
  const { status, err } = await launch("ask");
  expect(status).toBe(1);
  expect(err).toBe("The folder node_modules is missing. Run: npm ci\n");
});

test("the committed launcher can be executed", () => {
  expect(statSync(join(root, "src/bims.js")).mode & 0o111).toBe(0o111);
});
