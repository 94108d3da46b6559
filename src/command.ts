import type { Desk } from "./desk.ts";
import type { Report } from "./report.ts";

/** Something a person can type: `/NAME …` where it is global, `/bims NAME …` and `npx bims NAME …` always. */
export interface Command {
  readonly name: string;
  /** One line for help, the manifest and autocomplete. */
  readonly summary: string;
  /** What may follow the name: "[N] GROUP by METRIC [in MEMBER] [PERIOD]". */
  readonly usage: string;
  /** At least three real ones, without the name: "products by net sales". */
  readonly examples: readonly string[];
  /** Registered as a slash command of its own. */
  readonly global: boolean;
  /** Its answer is that of its question alone: asked again, the question needs no command. */
  readonly plain?: true;
  /** `words` is what was typed after the name. Throws the errors of errors.ts. */
  respond(words: string, desk: Desk): Promise<Report>;
}

export const defineCommand = (command: Command): Command => Object.freeze(command);
