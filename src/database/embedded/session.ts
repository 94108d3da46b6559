import type { Session } from "../database.ts";
import { cutAtLineEnds } from "./csv-pieces.ts";
import type { EmbeddedEngine, Hold } from "./engine.ts";

/**
 * A session over the worker's only connection; its statements take turns with questions. `onCommit` is told before
 * anyone can read what a transaction wrote.
 */
export const openEmbeddedSession = (
  engine: EmbeddedEngine,
  onCommit: () => void = () => undefined,
): Session => {
  let hold: Hold | undefined;
  const options = () => (hold ? { hold } : {});
  const end = async (script: "COMMIT" | "ROLLBACK") => {
    const ending = hold;
    hold = undefined;
    if (ending) await engine.send({ kind: "script", script }, { hold: ending, holds: "ends" });
  };
  return {
    run: (text, parameters = []) => engine.send({ kind: "run", text, parameters }, options()),
    async copyIn(table, columns, csv) {
      let rows = 0;
      for await (const piece of cutAtLineEnds(csv)) {
        rows += await engine.send({ kind: "copy", table, columns, csv: piece }, options());
      }
      return rows;
    },
    copyOut: (select) => engine.send({ kind: "copy-out", select }, options()),
    async transaction(work) {
      if (hold) throw new Error("a transaction of a session does not nest");
      const own: Hold = { lost: false };
      await engine.send({ kind: "script", script: "BEGIN" }, { hold: own, holds: "begins" });
      hold = own;
      try {
        const value = await work();
        await end("COMMIT");
        onCommit();
        return value;
      } catch (error) {
        await end("ROLLBACK");
        throw error;
      }
    },
  };
};
