import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import { DeadlineError, SetupError } from "../../errors.ts";
import { LostError, StatementError } from "../errors.ts";
import type { Failure, Replies, Reply, Request } from "./messages.ts";
import { DatabaseThread } from "./thread.ts";

/** A transaction holds the only connection: nobody else's statement runs before it ends. */
export interface Hold {
  /** True once its connection is gone; its statements are then refused, since they would run outside of it. */
  lost: boolean;
}

export interface SendOptions {
  /** Milliseconds from the start of its work; none: it may take as long as it needs. */
  readonly deadline?: number;
  readonly hold?: Hold;
  /** The hold begins when this statement begins (`BEGIN`) or ends when it is done (`COMMIT`, `ROLLBACK`). */
  readonly holds?: "begins" | "ends";
}

interface Job extends SendOptions {
  readonly request: Request;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * PGlite in its worker thread, one statement at a time in the order of asking. A statement that overruns its deadline
 * is stopped with its thread (PGlite ignores `statement_timeout`) and the folder is reopened for the next one.
 */
export class EmbeddedEngine {
  readonly #folder: string;
  #thread: DatabaseThread | undefined;
  #waiting: Job[] = [];
  #hold: Hold | undefined;
  #busy = false;
  #running: Job | undefined;
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves when the folder is open; throws a SetupError when it cannot be. */
  async open(): Promise<void> {
    this.#thread = await DatabaseThread.open(this.#folder);
  }

  send<K extends Request["kind"]>(
    request: Extract<Request, { readonly kind: K }>,
    options: SendOptions = {},
  ): Promise<Replies[K]> {
    return new Promise<unknown>((resolve, reject) => {
      // What a transaction under way still has to say (its end, above all) is let through: close() waits for it.
      const isUnderWay = options.hold !== undefined && options.hold === this.#hold;
      if (this.#closed && !isUnderWay) return reject(new Error("the database is closed"));
      this.#waiting.push({ ...options, request, resolve, reject });
      void this.#pump();
    }) as Promise<Replies[K]>;
  }

  /** Everything else waits: a transaction holds the connection, or a statement runs that may take any time. */
  get isTaken(): boolean {
    return this.#hold !== undefined || (this.#running !== undefined && this.#running.deadline === undefined);
  }

  /** Waits for what was asked before, then closes the folder and ends the thread. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const done = this.send({ kind: "close" });
    this.#closed = true;
    await done;
    await this.#thread?.stop();
  }

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let job = this.#next(); job; job = this.#next()) await this.#run(job);
    this.#busy = false;
  }

  #next(): Job | undefined {
    const index = this.#hold ? this.#waiting.findIndex(({ hold }) => hold === this.#hold) : 0;
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #run(job: Job): Promise<void> {
    if (job.holds === "begins") this.#hold = job.hold;
    let held = job.holds !== "ends";
    this.#running = job;
    try {
      job.resolve(job.hold?.lost ? refuseLost(job.request) : await this.#perform(job));
    } catch (error) {
      held &&= job.holds !== "begins";
      job.reject(error);
    }
    this.#running = undefined;
    if (!held) this.#hold = undefined;
  }

  async #perform({ request, deadline }: Job): Promise<unknown> {
    this.#thread ??= await DatabaseThread.open(this.#folder);
    const reply = await this.#watch(this.#thread, request, deadline);
    if (reply.ok) return reply.value;
    const { trouble } = this.#thread;
    if (reply.failure.broken) await this.#abandon();
    throw restoreError(reply.failure, request.kind, trouble);
  }

  async #watch(thread: DatabaseThread, request: Request, deadline?: number): Promise<Reply> {
    let overrun = false;
    let stuck: string | undefined;
    const stop = () => {
      overrun = true;
      void thread.stop();
    };
    const timer = deadline === undefined ? undefined : setTimeout(stop, deadline);
    const watch = watchDisk(thread, (code) => {
      stuck = code;
      void thread.stop();
    });
    try {
      return await thread.ask(request);
    } catch (error) {
      await this.#abandon();
      if (stuck !== undefined) throw new StatementError({ message: "the disk failed", code: stuck });
      throw overrun
        ? new DeadlineError(deadline ?? 0)
        : new LostError((error as Error).message, { cause: error });
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
    }
  }

  /** The next statement opens the folder anew; a transaction under way is gone. */
  async #abandon(): Promise<void> {
    if (this.#hold) this.#hold.lost = true;
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.stop();
  }
}

/** Milliseconds that the engine gets to say itself that the disk failed. */
const patience = 5_000;

/**
 * The engine does not always survive a failed write: now and then it runs in circles from there on and answers nobody.
 * Calls `stop`, with the SQLSTATE, when it has said nothing for so long since.
 */
const watchDisk = (thread: DatabaseThread, stop: (code: string) => void): NodeJS.Timeout => {
  let since: number | undefined;
  const look = (): void => {
    if (thread.trouble === undefined) return;
    since ??= performance.now();
    if (performance.now() - since >= patience) stop(thread.trouble);
  };
  return setInterval(look, 500).unref();
};

/** Rolling back what is lost is done already; anything else would run outside of its transaction. */
const refuseLost = (request: Request): undefined => {
  if (request.kind === "script" && request.script === "ROLLBACK") return;
  throw new LostError("the transaction was lost and nothing of it was kept");
};

/** SQLSTATEs by which even a broken engine tells what is the matter: too little disk or memory, a failed write. */
const said = /^(53|58)/;

const restoreError = (
  { problem, prisma, setup, broken }: Failure,
  kind: Request["kind"],
  trouble: string | undefined,
): Error => {
  if (setup) return new SetupError(problem.message);
  if (broken && !said.test(problem.code ?? ""))
    return trouble === undefined
      ? new LostError(problem.message)
      : new StatementError({ ...problem, code: trouble });
  if (prisma !== undefined) {
    return new DriverAdapterError(prisma as ConstructorParameters<typeof DriverAdapterError>[0]);
  }
  if (kind === "run" || kind === "copy" || kind === "copy-out") return new StatementError(problem);
  return Object.assign(new Error(problem.message), { code: problem.code });
};
