import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A page that is made from the code; `path` starts at the repository's folder. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Pages whose file is missing or says something else. */
export const findStale = async (pages: readonly Page[], root: string): Promise<readonly Page[]> => {
  const current = await Promise.all(
    pages.map(({ path }) => readFile(join(root, path), "utf8").catch(() => undefined)),
  );
  return pages.filter(({ text }, index) => text !== current[index]);
};

/** Writes the stale pages; with `check` only says which ones they are. Returns the exit status. */
export const writeDocs = async (
  pages: readonly Page[],
  options: { readonly root: string; readonly check: boolean; readonly say: (text: string) => void },
): Promise<number> => {
  const stale = await findStale(pages, options.root);
  for (const { path, text } of stale) {
    if (options.check) options.say(`${path} is out of date. Run: npm run docs\n`);
    else {
      await writeFile(join(options.root, path), text);
      options.say(`Written: ${path}\n`);
    }
  }
  return options.check && stale.length > 0 ? 1 : 0;
};
