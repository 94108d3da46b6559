import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json and prisma/, found alike from source and from dist. */
export const repositoryRoot = (): string => {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, "prisma", "schema.prisma"))) return folder;
  }
  throw new Error("prisma/schema.prisma is missing: BIMS must run from a complete copy of its folder");
};
