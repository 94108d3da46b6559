import { defineConfig } from "vitest/config";

/** Tests are sorted by what they need, told by the end of their name. */
const needs = {
  unit: ["tests/**/*.test.ts"],
  embedded: ["tests/**/*.database.test.ts", "tests/**/*.embedded.test.ts"],
  postgres: ["tests/**/*.database.test.ts", "tests/**/*.postgres.test.ts"],
  browser: ["tests/**/*.browser.test.ts"],
  faults: ["tests/**/*.faults.test.ts"],
};
const special = ["tests/**/*.{database,embedded,postgres,browser,faults}.test.ts"];
const everywhere = process.env.CI === "true";

const project = (name: keyof typeof needs) => ({
  extends: true as const,
  test: {
    name,
    // Files of one process share what they import, and its databases; no test changes a module. Faults end threads.
    isolate: name === "faults",
    include: needs[name],
    exclude: name === "unit" ? special : [],
    env: { TZ: "UTC", BIMS_TEST_ENGINE: name === "postgres" ? "postgres" : "embedded" },
  },
});

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    globalSetup: ["tests/support/services.ts", "tests/support/prepare.ts"],
    setupFiles: ["tests/support/chance.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // Vitest would leave one core idle; with two cores that is half of them.
    maxWorkers: "100%",
    projects: (
      ["unit", "embedded", ...(everywhere ? (["postgres", "browser", "faults"] as const) : [])] as const
    ).map(project),
  },
});
