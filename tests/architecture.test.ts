import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node } from "oxc-parser";
import { expect, test } from "vitest";
import { findCycles } from "./support/find-cycles.ts";
import { type Import, readSource, readSources, type SourceFile, walk } from "./support/read-source.ts";

/**
 * The import law, as data. A layer holds the files whose path starts with one of `files` (the longest match wins) and
 * may import itself, the layers in `uses`, the types alone of the layers in `types`, the packages in `packages`, and
 * Node's own modules.
 */
interface Layer {
  readonly files: readonly string[];
  readonly uses: readonly LayerName[];
  readonly types?: readonly LayerName[];
  readonly packages?: readonly string[];
}

type LayerName =
  | "nouns"
  | "environment"
  | "question"
  | "metrics"
  | "state"
  | "database"
  | "answer"
  | "insight"
  | "reports"
  | "charts"
  | "data"
  | "digests"
  | "inbox"
  | "commands"
  | "terminal"
  | "service"
  | "slack"
  | "sandbox"
  | "docs"
  | "main"
  | "launcher";

const law: Readonly<Record<LayerName, Layer>> = {
  nouns: {
    files: [
      "src/errors.ts",
      "src/dimension.ts",
      "src/metric.ts",
      "src/format.ts",
      "src/report.ts",
      "src/clock.ts",
      "src/command.ts",
      "src/desk.ts",
      "src/make-folder.ts",
      "src/memory.ts",
      "src/receipt.ts",
      "src/csv.ts",
      "src/while-loading.ts",
      "src/worker-thread.ts",
      "src/access/",
    ],
    uses: [],
    types: ["question", "answer"],
  },
  environment: { files: ["src/environment.ts", "src/environment/"], uses: ["nouns"], packages: ["zod"] },
  question: {
    files: ["src/question/"],
    uses: ["nouns"],
    packages: ["zod", "fastest-levenshtein", "i18n-iso-countries"],
  },
  metrics: { files: ["src/metrics/"], uses: ["nouns"] },
  /** What of data/ the answers read: which rollups there are, and what is loaded. */
  state: {
    files: ["src/data/rollups.ts", "src/data/state.ts", "src/data/status.ts", "src/data/loads.ts"],
    uses: ["nouns", "database"],
    types: ["question"],
  },
  database: {
    files: ["src/database/"],
    uses: ["nouns"],
    packages: ["@prisma/", "@electric-sql/pglite", "pglite-prisma-adapter", "pg", "pg-copy-streams"],
  },
  answer: {
    files: ["src/answer/"],
    uses: ["nouns", "question", "metrics", "state", "database"],
    packages: ["lru-cache", "zod"],
  },
  /** What is computed from answers: bridge, places, concentration. */
  insight: { files: ["src/insight/"], uses: ["nouns", "question", "metrics", "answer"] },
  reports: {
    files: ["src/reports/"],
    uses: ["nouns", "question", "metrics", "answer", "insight"],
    types: ["state"],
  },
  charts: {
    files: ["src/charts/"],
    uses: ["nouns"],
    packages: [
      "chart.js",
      "chartjs-plugin-datalabels",
      "@napi-rs/canvas",
      "sharp",
      "quickchart-js",
      "lru-cache",
    ],
  },
  data: {
    files: ["src/data/"],
    uses: ["nouns", "question", "metrics", "state", "database"],
    packages: ["csv-parse", "saxes", "yauzl", "zod", "lru-cache"],
  },
  digests: {
    files: ["src/digests/"],
    uses: ["nouns", "question", "database"],
    packages: ["croner", "node-cron", "zod", "fastest-levenshtein", "pino"],
  },
  inbox: { files: ["src/inbox/"], uses: ["nouns"] },
  commands: {
    files: ["commands/"],
    uses: ["nouns", "question", "metrics", "reports", "insight"],
    types: ["answer"],
  },
  terminal: {
    files: ["src/terminal/"],
    uses: ["nouns"],
    types: ["answer"],
    packages: ["commander", "cli-progress"],
  },
  service: { files: ["src/service/"], uses: ["nouns", "terminal"], packages: ["zod"] },
  slack: {
    files: ["src/slack/"],
    uses: ["nouns"],
    types: ["question", "answer", "digests", "charts"],
    packages: ["@slack/", "pino", "lru-cache", "zod", "fastest-levenshtein"],
  },
  sandbox: { files: ["src/sandbox/"], uses: ["nouns"], packages: ["@slack/", "ws", "zod"] },
  docs: { files: ["src/docs/"], uses: ["nouns"] },
  main: {
    files: ["src/main.ts", "src/cli.ts", "src/compose/", "src/docs.ts"],
    uses: [
      "nouns",
      "environment",
      "question",
      "metrics",
      "state",
      "database",
      "answer",
      "insight",
      "reports",
      "charts",
      "data",
      "digests",
      "inbox",
      "commands",
      "terminal",
      "service",
      "slack",
      "sandbox",
      "docs",
    ],
    packages: ["pino", "node-cron", "zod"],
  },
  launcher: { files: ["src/bims.js"], uses: [] },
};

const isNamed = (node: Node, name: string): boolean => node.type === "Identifier" && node.name === name;

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = readSources(root, ["src", "commands"]);
const names = Object.keys(law) as readonly LayerName[];

/** The layer whose entry matches the most of the path. */
const layerOf = (path: string): LayerName | undefined =>
  names
    .flatMap((name) => law[name].files.map((entry) => ({ name, entry })))
    .filter(({ entry }) => (entry.endsWith("/") ? path.startsWith(entry) : path === entry))
    .sort((one, other) => other.entry.length - one.entry.length)[0]?.name;

const allowsPackage = (layer: Layer, target: string): boolean =>
  (layer.packages ?? []).some((name) =>
    name.endsWith("/") ? target.startsWith(name) : target === name || target.startsWith(`${name}/`),
  );

const breaksLaw = (from: LayerName, { target, isFile, typeOnly }: Import): boolean => {
  const layer = law[from];
  if (!isFile) return !target.startsWith("node:") && !allowsPackage(layer, target);
  const to = layerOf(target);
  if (to === undefined) return true;
  return to !== from && !layer.uses.includes(to) && !(typeOnly && layer.types?.includes(to));
};

const offences = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, imports }) => {
    const from = layerOf(path);
    return from === undefined
      ? []
      : imports
          .filter((found) => breaksLaw(from, found))
          .map(({ target, typeOnly }) => `${path} (${from}) imports ${typeOnly ? "types of " : ""}${target}`);
  });

test("sees the files of the house", () => {
  expect(sources.length).toBeGreaterThan(40);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

test("every file belongs to a layer, and every layer has a file", () => {
  expect(sources.map(({ path }) => path).filter((path) => layerOf(path) === undefined)).toEqual([]);
  const inhabited = new Set(sources.map(({ path }) => layerOf(path)));
  expect(names.filter((name) => !inhabited.has(name))).toEqual([]);
});

test("every import is allowed by the law", () => {
  expect(offences(sources)).toEqual([]);
});

test("every imported file exists", () => {
  const missing = sources.flatMap(({ path, imports }) =>
    imports
      .filter(
        ({ target, isFile }) => isFile && !target.includes("/generated/") && !existsSync(join(root, target)),
      )
      .map(({ target }) => `${path} imports ${target}`),
  );
  expect(missing).toEqual([]);
});

test.each([
  ["static", 'import { App } from "@slack/bolt";'],
  ["dynamic", 'const bolt = await import("@slack/bolt");'],
  ["side-effect", 'import "@slack/bolt";'],
  ["type-only", 'import type { App } from "@slack/bolt";'],
  ["inline type", 'let app: import("@slack/bolt").App;'],
  ["re-exported", 'export { App } from "@slack/bolt";'],
  ["star", 'export * from "@slack/bolt";'],
  ["required", 'const bolt = require("@slack/bolt");'],
  ["upward", 'import { top } from "../reports/top.ts";'],
  ["started as a worker", 'startWorker(import.meta.url, "../reports/top");'],
  ["into no layer", 'import { x } from "../elsewhere/x.ts";'],
])("a forbidden import is found when it is %s", (_, text) => {
  expect(offences([readSource("src/answer/example.ts", text)])).toHaveLength(1);
});

test("only the environment and the launcher read process.env", () => {
  const readers = sources.filter(({ program }) => {
    let reads = false;
    walk(program, (node) => {
      reads ||= node.type === "MemberExpression" && isNamed(node.object, "process") && nameOf(node) === "env";
    });
    return reads;
  });
  const allowed = ["src/bims.js", "src/environment.ts"];
  expect(readers.map(({ path }) => path).filter((path) => !allowed.includes(path))).toEqual([]);
});

/** Edges that exist at run time; a worker or a dynamic import is one too. */
const graphOf = (nameOf: (path: string) => string): ReadonlyMap<string, ReadonlySet<string>> => {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of sources) {
    const from = nameOf(path);
    const edges = graph.get(from) ?? new Set();
    graph.set(from, edges);
    for (const { target, isFile, typeOnly } of imports) {
      const to = nameOf(target);
      if (isFile && !typeOnly && !(to === from && to !== target)) edges.add(to);
    }
  }
  return graph;
};

/** A folder under src/ or commands/; files that stand directly in src/ are each their own. */
const folderOf = (path: string): string =>
  dirname(path) === "src"
    ? path
    : path
        .split("/")
        .slice(0, path.startsWith("src/") ? 2 : 1)
        .join("/");

test("no file reaches itself", () => {
  expect(findCycles(graphOf((path) => path))).toEqual([]);
});

test("no folder reaches itself through another", () => {
  expect(findCycles(graphOf(folderOf))).toEqual([]);
});

/** Fields of reports and errors that carry names and words from data or people. */
const dataFields: ReadonlySet<string> = new Set([
  "alt",
  "caption",
  "categories",
  "change",
  "footer",
  "headline",
  "label",
  "message",
  "reading",
  "term",
  "text",
  "title",
  "words",
]);
const escapes = /^(escape|plain|oneLine|present|quote)/;

/** Pieces of texts that are put together from data and pass no escape function on their way. */
const unescaped = ({ path, program }: SourceFile): readonly string[] => {
  const found: string[] = [];
  walk(program, (node, ancestors) => {
    for (const piece of piecesOf(node)) {
      if (isData(piece) && !ancestors.some(isEscape)) found.push(`${path}: ${nameOf(piece)}`);
    }
  });
  return found;
};

const piecesOf = (node: Node): readonly Node[] => {
  if (node.type === "TemplateLiteral") return node.expressions;
  return node.type === "BinaryExpression" && node.operator === "+" ? [node.left, node.right] : [];
};

/** `step.label`, or `label` taken out of it. */
const nameOf = (node: Node): string => {
  if (node.type === "MemberExpression" && node.property.type === "Identifier") return node.property.name;
  return node.type === "Identifier" ? node.name : "";
};
const isData = (node: Node): boolean => node.type === "MemberExpression" && dataFields.has(nameOf(node));
const isEscape = (node: Node): boolean =>
  node.type === "CallExpression" && node.callee.type === "Identifier" && escapes.test(node.callee.name);

test("presenters put no data into a text without escaping it", () => {
  const presenters = sources.filter(
    ({ path }) => /^src\/(slack|terminal)\//.test(path) && basename(path).startsWith("present-"),
  );
  expect(presenters.length).toBeGreaterThan(3);
  expect(presenters.flatMap(unescaped)).toEqual([]);
});

test.each([
  [`const f = (step) => \`say \${step.label}\`;`, 1],
  ["const f = (step) => 'say ' + step.label;", 1],
  [`const f = (step) => \`say \${escapeText(step.label)}\`;`, 0],
  [`const f = (step) => oneLine(\`say \${step.label}\`);`, 0],
])("a presenter with %j has %i offences", (text, count) => {
  expect(unescaped(readSource("src/slack/present-example.ts", text))).toHaveLength(count);
});

/** Tests of the whole, which belong to no one folder of the house. */
const unmirrored = /^tests\/(support|fixtures|benchmarks|end-to-end|proofs)\/|^tests\/[^/]+$/;

test("tests mirror the house", () => {
  const strays = readSources(root, ["tests"])
    .map(({ path }) => path)
    .filter((path) => path.endsWith(".test.ts") && !unmirrored.test(path))
    .filter((path) => {
      const folder = dirname(path).replace(/^tests\//, "");
      return !existsSync(join(root, "src", folder)) && !existsSync(join(root, folder));
    });
  expect(strays).toEqual([]);
});
