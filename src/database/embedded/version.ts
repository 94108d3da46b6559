/** Content of PG_VERSION in the folders that the PGlite of package.json makes. */
export const madeBy = "18";
