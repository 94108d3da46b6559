import { parentPort, workerData } from "node:worker_threads";
import type { StatementProblem } from "../errors.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Failure, Reply, Request } from "./messages.ts";
import {
  connectPglite,
  copyCsv,
  copyOutCsv,
  hearDiskTrouble,
  openPglite,
  pgliteFactory,
  runStatement,
  textParsers,
} from "./pglite.ts";

/** The thread that owns PGlite and its folder. It does one request at a time and answers each. */
const port = parentPort;
if (!port) throw new Error("this module runs in a worker thread");
const { folder, trouble } = workerData as { readonly folder: string; readonly trouble: Int32Array };

const pglite = await openPglite(folder);
hearDiskTrouble(pglite, (heard) => Atomics.store(trouble, 0, heard));
const adapter = await connectPglite(pglite);
const parsers = await textParsers(pglite);

const answer = (request: Request): Promise<unknown> => {
  switch (request.kind) {
    case "query":
      return adapter.queryRaw(request.query);
    case "execute":
      return adapter.executeRaw(request.query);
    case "script":
      return adapter.executeScript(request.script);
    case "run":
      return runStatement(pglite, parsers, request.text, request.parameters);
    case "copy":
      return copyCsv(pglite, request.table, request.columns, request.csv);
    case "copy-out":
      return copyOutCsv(pglite, request.select);
    case "migrate":
      return migrate(pgliteFactory(pglite));
    case "close":
      return pglite.close();
  }
};

/** Errors after which WebAssembly's memory cannot be trusted. */
const fatal = ["RuntimeError", "ExitStatus"];
/**
 * SQLSTATEs after which the engine refuses everything ("cannot drop active portal", "ERRORDATA_STACK_SIZE exceeded")
 * or answers nothing until it is opened again: too little disk or memory, a failed read or write, faults of its own,
 * and that refusal itself.
 */
const wedging = /^(53|58|57P|XX|24000)/;

const describeFailure = (error: unknown): Failure => {
  const fields = error as StatementProblem & { readonly name?: string; readonly cause?: unknown };
  const { message = String(error), code, detail, constraint, table, column, where, name = "" } = fields;
  return {
    problem: { message, code, detail, constraint, table, column, where },
    ...(name === "DriverAdapterError" ? { prisma: fields.cause } : {}),
    setup: name === "SetupError",
    broken: fatal.includes(name) || wedging.test(code ?? codeOfCause(fields.cause)),
  };
};

/** Prisma's adapter keeps the SQLSTATE inside. */
const codeOfCause = (cause: unknown): string => {
  const { originalCode, code } = (cause ?? {}) as {
    readonly originalCode?: unknown;
    readonly code?: unknown;
  };
  return String(originalCode ?? code ?? "");
};

port.on("message", (request: Request) => {
  answer(request).then(
    (value) => port.postMessage({ ok: true, value } satisfies Reply),
    (error: unknown) => port.postMessage({ ok: false, failure: describeFailure(error) } satisfies Reply),
  );
});
port.postMessage({ ok: true, value: "open" } satisfies Reply);
