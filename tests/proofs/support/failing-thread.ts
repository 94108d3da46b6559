import { createRequire, syncBuiltinESMExports } from "node:module";
import type { WorkerOptions } from "node:worker_threads";

/** How a call of the embedded engine to the file system fails; `trap` is WebAssembly giving up. */
export const callFailures = ["ENOSPC", "EIO", "trap"] as const;
export type CallFailure = (typeof callFailures)[number];

export interface FailingThread {
  /** The n-th call to the file system from now on fails; `lasting`: and all after it. */
  failCall(n: number, failure: CallFailure, lasting?: boolean): void;
  /** The thread ends at the n-th request from now on: before it is done, or done but not answered. */
  endAt(n: number, when: "before" | "after"): void;
  /** Ends it at the first request of this text instead. */
  endAtText(text: string, when: "before" | "after"): void;
  /** All is well from now on; counting starts again. */
  heal(): void;
  counted(): { readonly calls: number; readonly requests: number };
  /** Threads that start from now on are as they always were, for other tests of this process. */
  end(): void;
}

/** Cells shared with the thread: calls made, the call that fails, how, and whether all after it fail. */
const [made, failing, how, lasts] = [0, 1, 2, 3] as const;

/** Runs in the thread before anything else: its file system's writing side counts, and fails when told. */
const insideThread = `{
  const fs = require("node:fs");
  const cells = require("node:worker_threads").workerData.faults;
  for (const name of ["writeSync", "ftruncateSync", "openSync", "renameSync"]) {
    const real = fs[name];
    fs[name] = (...given) => {
      const number = Atomics.add(cells, ${made}, 1) + 1;
      const at = Atomics.load(cells, ${failing});
      if (at === 0 || number < at || (number > at && Atomics.load(cells, ${lasts}) === 0)) return real(...given);
      const failure = ${JSON.stringify(callFailures)}[Atomics.load(cells, ${how})];
      if (failure === "trap") throw new WebAssembly.RuntimeError("unreachable (injected)");
      throw Object.assign(new Error(failure + ": injected"), { code: failure, syscall: name });
    };
  }
  require("node:module").syncBuiltinESMExports();
}
`;

/** From now on the threads of this process are started with a file system that fails, and end, as they are told. */
export const startFailingThreads = (): FailingThread => {
  const cells = new Int32Array(new SharedArrayBuffer(16));
  const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Worker };
  const Worker = threads.Worker as unknown as typeof import("node:worker_threads").Worker;
  let requests = 0;
  let ending: { readonly is: (n: number, text: string) => boolean; readonly when: string } | null = null;
  class FailingWorker extends Worker {
    #unanswered = false;

    constructor(source: URL, options: WorkerOptions = {}) {
      const data = { ...(options.workerData as object), faults: cells };
      super(`${insideThread}import("${source.href}");`, { ...options, workerData: data, eval: true });
    }

    override postMessage(...given: Parameters<InstanceType<typeof Worker>["postMessage"]>): void {
      const { script, text, kind } = given[0] as Readonly<Record<string, string | undefined>>;
      requests++;
      if (ending?.is(requests, script ?? text ?? kind ?? "")) {
        const { when } = ending;
        ending = null;
        if (when === "before") return void this.terminate();
        this.#unanswered = true;
      }
      super.postMessage(...given);
    }

    override emit(event: string | symbol, ...given: unknown[]): boolean {
      if (event !== "message" || !this.#unanswered)
        return super.emit(event as "message", ...(given as [unknown]));
      void this.terminate();
      return true;
    }
  }
  threads.Worker = FailingWorker as unknown as typeof threads.Worker;
  syncBuiltinESMExports();
  return {
    failCall: (n, failure, lasting = false) => {
      cells.set([0, n, callFailures.indexOf(failure), lasting ? 1 : 0], made);
    },
    endAt: (n, when) => {
      requests = 0;
      ending = { is: (number) => number === n, when };
    },
    endAtText: (wanted, when) => {
      ending = { is: (_, text) => text === wanted, when };
    },
    heal: () => {
      ending = null;
      requests = 0;
      for (const cell of [made, failing, how, lasts]) Atomics.store(cells, cell, 0);
    },
    counted: () => ({ calls: Atomics.load(cells, made), requests }),
    end: () => {
      threads.Worker = Worker as unknown as typeof threads.Worker;
      syncBuiltinESMExports();
    },
  };
};
