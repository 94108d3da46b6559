import { setTimeout as sleep } from "node:timers/promises";
import { runTerminal } from "../terminal/run-terminal.ts";
import type { TerminalIo } from "../terminal/terminal-io.ts";
import type { Composition } from "../terminal/tools.ts";
import { forward } from "./forward.ts";
import { serveTerminal } from "./serve-terminal.ts";

/** How a command line finds the database that only one process may hold. */
export interface Household {
  /** Where the process that holds it listens; `undefined` when nobody holds it. */
  findSocket(): Promise<string | undefined>;
  /** Where this process listens while it holds it; absent for a server, which many may use. */
  readonly socketPath?: string | undefined;
  compose(): Promise<Composition>;
  /** Whether opening failed because another process has it by now. */
  isTaken(error: unknown): boolean;
  /** How long a holder that starts or ends may take before it is said, milliseconds. */
  readonly patience?: number;
}

/** Between two looks at a holder that does not listen yet, or no more; milliseconds. */
const interval = 25;

/** After Ctrl-C a statement that still runs is not waited for longer, milliseconds; the database survives that. */
const longestGoodbye = 2_000;

/** Has the process that holds the database run the command; without one, holds it here for as long as it runs. */
export const runOrForward = async (
  argv: readonly string[],
  io: TerminalIo,
  household: Household,
): Promise<number> => {
  const giveUp = Date.now() + (household.patience ?? 30_000);
  for (;;) {
    const status = (await runThere(argv, io, household)) ?? (await runHere(argv, io, household, giveUp));
    if (status !== undefined) return status;
    await sleep(interval);
  }
};

const runThere = async (
  argv: readonly string[],
  io: TerminalIo,
  { findSocket }: Household,
): Promise<number | undefined> => {
  const socket = await findSocket();
  return socket === undefined ? undefined : forward(socket, argv, io);
};

/** `undefined` when another process was faster, or is just starting or ending. */
const runHere = async (
  argv: readonly string[],
  io: TerminalIo,
  { compose, isTaken, socketPath }: Household,
  giveUp: number,
): Promise<number | undefined> => {
  const { tools, open, close } = await compose();
  try {
    await open();
  } catch (error) {
    await close();
    if (isTaken(error) && Date.now() < giveUp && !io.signal.aborted) return undefined;
    throw error;
  }
  const service =
    socketPath === undefined
      ? undefined
      : await serveTerminal(socketPath, (theirs, their) => runTerminal(theirs, their, tools));
  try {
    return await runTerminal(argv, io, tools);
  } finally {
    if (io.signal.aborted)
      await Promise.race([Promise.all([service?.close(), close()]), sleep(longestGoodbye)]);
    else {
      await service?.finish();
      await close();
    }
  }
};
