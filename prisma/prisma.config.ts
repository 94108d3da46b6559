import { defineConfig } from "prisma/config";

/** For `prisma generate` and Prisma's own tools; BIMS applies its migrations itself when it starts. */
export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
});
