import { createRequire } from "node:module";
import { cpus } from "node:os";

/** Part of the full number of repetitions: 1 in `npm run proofs`, 0.1 on every push. */
export const scale = Number(process.env.PROOF_SCALE ?? "0.1");
/** Of everything that is chosen by chance; the same seed chooses the same. */
export const seed = Number(process.env.PROOF_SEED ?? "20261122");

interface Figure {
  readonly name: string;
  /** What was counted, in words: "torn 0, lost 0". */
  readonly figure: string;
  /** How often, in words: "200 kills". */
  readonly n: string;
  readonly engine: string;
  readonly notInjected: string;
}

/** One line per proof: figure, n, seed, machine, versions, and what was not injected. */
export const printFigure = ({ name, figure, n, engine, notInjected }: Figure): void => {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() || process.arch}, Node ${process.versions.node}`;
  process.stdout.write(
    `${name}: ${figure} / n = ${n} / seed ${seed}, scale ${scale} / ${machine}, ${engine} / not injected: ${notInjected}\n`,
  );
};

export const pgliteVersion = (): string => {
  const require = createRequire(import.meta.url);
  const { version } = require(`${require.resolve("@electric-sql/pglite")}/../../package.json`) as {
    readonly version: string;
  };
  return `PGlite ${version}`;
};
