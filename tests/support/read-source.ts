import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Node, parseSync } from "oxc-parser";

/** One file of the house with everything it imports, as the architecture test needs it. */
export interface SourceFile {
  /** From the repository's folder: "src/slack/app.ts". */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly program: Node;
}

export interface Import {
  /** A file of the house ("src/report.ts"), else as it is written ("node:fs", "@slack/bolt"). */
  readonly target: string;
  readonly isFile: boolean;
  /** Erased at compile time: decides direction, makes no cycle at run time. */
  readonly typeOnly: boolean;
}

/** Every TypeScript or JavaScript file under the folders, generated code excepted. */
export const readSources = (root: string, folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap((folder) => listFiles(join(root, folder)))
    .map((file) => readSource(relative(root, file), readFileSync(file, "utf8")));

const listFiles = (path: string): readonly string[] => {
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== "generated")
    .flatMap((name) => listFiles(join(path, name)))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file));
};

/** Parses one file; a file that cannot be parsed is an error, never an empty one. */
export const readSource = (path: string, text: string): SourceFile => {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const imports: Import[] = [];
  walk(program, (node) => {
    const found = importOf(node);
    if (found) imports.push(resolve(path, found.source, found.typeOnly));
  });
  return { path, imports, program };
};

/** Static, re-exported, side-effect, dynamic and type imports, and worker threads that start from a file. */
const importOf = (node: Node): { source: string; typeOnly: boolean } | undefined => {
  switch (node.type) {
    case "ImportDeclaration": {
      const inline = node.specifiers.length > 0 && node.specifiers.every(isTypeSpecifier);
      return { source: node.source.value, typeOnly: node.importKind === "type" || inline };
    }
    case "ExportAllDeclaration":
      return { source: node.source.value, typeOnly: node.exportKind === "type" };
    case "ExportNamedDeclaration":
      return node.source ? { source: node.source.value, typeOnly: node.exportKind === "type" } : undefined;
    case "ImportExpression":
      return literal(node.source, false);
    case "TSImportType":
      return literal(node.source, true);
    case "CallExpression":
      return literal(startedBy(node), false);
    case "NewExpression":
      return isNamed(node.callee, "URL") && node.arguments.length === 2
        ? sourceFileOnly(literal(node.arguments[0], false))
        : undefined;
    default:
      return undefined;
  }
};

const isTypeSpecifier = (specifier: Node): boolean =>
  specifier.type === "ImportSpecifier" && specifier.importKind === "type";

/** `startWorker(import.meta.url, "./worker")`, `require("x")`. */
const startedBy = (node: Extract<Node, { type: "CallExpression" }>): Node | undefined => {
  if (isNamed(node.callee, "startWorker")) return node.arguments[1];
  return isNamed(node.callee, "require") ? node.arguments[0] : undefined;
};

const isNamed = (node: Node, name: string): boolean => node.type === "Identifier" && node.name === name;

const literal = (node: Node | undefined, typeOnly: boolean) =>
  node?.type === "Literal" && typeof node.value === "string" ? { source: node.value, typeOnly } : undefined;

/** `new URL("./x.ts", import.meta.url)` is an import only when it names code. */
const sourceFileOnly = (found: { source: string; typeOnly: boolean } | undefined) =>
  found && /\.[jt]s$/.test(found.source) ? found : undefined;

const resolve = (from: string, source: string, typeOnly: boolean): Import => {
  if (!source.startsWith(".")) return { target: source, isFile: false, typeOnly };
  const target = join(dirname(from), source);
  return { target: /\.[cm]?[jt]s$/.test(target) ? target : `${target}.ts`, isFile: true, typeOnly };
};

/** Visits a node and everything below it; `ancestors` are nearest first. */
export const walk = (
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => void,
  ancestors: readonly Node[] = [],
): void => {
  visit(node, ancestors);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, [node, ...ancestors]);
    }
  }
};

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
