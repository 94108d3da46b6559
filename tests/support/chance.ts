import fc from "fast-check";

/** Properties try other values in each run by hand, the same ones in CI: there a change fails by its own fault alone. */
if (process.env.CI === "true") fc.configureGlobal({ seed: 20261123 });
