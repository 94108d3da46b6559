import type { Worker } from "node:worker_threads";
import { SetupError } from "../../errors.ts";
import { startWorker } from "../../worker-thread.ts";
import type { Reply, Request } from "./messages.ts";

/** The worker thread that owns one folder, asked one thing at a time. */
export class DatabaseThread {
  readonly #worker: Worker;
  readonly #trouble: Int32Array;
  #settle: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void } | undefined;

  #ended = false;

  private constructor(folder: string) {
    this.#trouble = new Int32Array(new SharedArrayBuffer(4));
    const worker = startWorker(import.meta.url, "./worker", {
      workerData: { folder, trouble: this.#trouble },
    });
    this.#worker = worker;
    worker.on("message", (reply: Reply) => this.#take()?.resolve(reply));
    worker.on("error", (error) => this.#take()?.reject(error as Error));
    worker.on("exit", () => {
      this.#ended = true;
      this.#take()?.reject(stopped());
    });
  }

  /** Starts it and waits until the folder is open. */
  static async open(folder: string): Promise<DatabaseThread> {
    const thread = new DatabaseThread(folder);
    try {
      await thread.#next();
      return thread;
    } catch (error) {
      throw new SetupError(`The embedded database in ${folder} did not open: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** The reply; rejects when the thread ends without one. */
  ask(request: Request): Promise<Reply> {
    if (this.#ended) return Promise.reject(stopped());
    const reply = this.#next();
    Atomics.store(this.#trouble, 0, 0);
    this.#worker.postMessage(request, request.kind === "copy" ? [request.csv.buffer as ArrayBuffer] : []);
    return reply;
  }

  /** SQLSTATE of the disk's failure that the request under way met; undefined while all is well. */
  get trouble(): string | undefined {
    const code = Atomics.load(this.#trouble, 0);
    return code === 0 ? undefined : String(code);
  }

  /** Ends it at once, whatever it is doing; a question under way rejects. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #next(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  #take() {
    const settle = this.#settle;
    this.#settle = undefined;
    return settle;
  }
}

const stopped = (): Error => new Error("the embedded database stopped unexpectedly");
