import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { styles } from "./styles.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL("./script/", import.meta.url));
const isSource = import.meta.url.endsWith(".ts");

let compiled: Promise<string> | undefined;

/** Folder of the page's script: beside this file when built; compiled once, elsewhere, when run from source. */
const scriptFolder = (): Promise<string> => {
  if (!isSource) return Promise.resolve(here);
  compiled ??= compile();
  return compiled;
};

const compile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-page-"));
  const compiler = join(require.resolve("typescript/package.json"), "../bin/tsc");
  const options = ["--target", "es2023", "--module", "es2022", "--moduleResolution", "bundler", "--noCheck"];
  await run(process.execPath, [
    compiler,
    join(here, "main.ts"),
    "--ignoreConfig",
    "--rewriteRelativeImportExtensions",
    "--outDir",
    folder,
    ...options,
  ]);
  return folder;
};

const fonts: Readonly<Record<string, string>> = {
  "inter-400.woff2": "inter-latin-400-normal.woff2",
  "inter-600.woff2": "inter-latin-600-normal.woff2",
  "inter-700.woff2": "inter-latin-700-normal.woff2",
};

export interface Asset {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** A file of the page by its name under /page/; nothing when there is none. */
export const findAsset = async (name: string): Promise<Asset | undefined> => {
  if (name === "styles.css") return { type: "text/css; charset=utf-8", body: styles };
  const font = Object.hasOwn(fonts, name) ? fonts[name] : undefined;
  if (font !== undefined) {
    return { type: "font/woff2", body: await readFile(require.resolve(`@fontsource/inter/files/${font}`)) };
  }
  if (!/^[a-z-]+\.js$/.test(name)) return undefined;
  const body = await readFile(join(await scriptFolder(), name)).catch(() => undefined);
  return body === undefined ? undefined : { type: "text/javascript; charset=utf-8", body };
};
