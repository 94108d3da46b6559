import { createRequire, syncBuiltinESMExports } from "node:module";

const names = ["open", "read", "write", "writev", "close"] as const;
type Name = (typeof names)[number];
type Call = (...given: unknown[]) => unknown;

export interface FailingFiles {
  /** Counts the calls for files whose path matches; the n-th fails with this code. */
  watch(path: RegExp, n?: number, code?: string): void;
  counted(): number;
  heal(): void;
}

/** From now on this process's streams read and write files that fail as they are told. */
export const startFailingFiles = (): FailingFiles => {
  const fs = createRequire(import.meta.url)("node:fs") as Record<Name, Call>;
  const real = Object.fromEntries(names.map((name) => [name, fs[name]])) as Record<Name, Call>;
  const paths = new Map<number, string>();
  let watched: { readonly path: RegExp; readonly n: number; readonly code: string } | null = null;
  let count = 0;
  const failureOf = (name: Name, path: string): Error | null => {
    if (!watched?.path.test(path) || ++count !== watched.n) return null;
    return Object.assign(new Error(`${watched.code}: injected, ${name} '${path}'`), {
      code: watched.code,
      syscall: name,
    });
  };
  for (const name of names) {
    fs[name] = (...given) => {
      const callback = given.at(-1) as Call;
      const path = name === "open" ? String(given[0]) : (paths.get(given[0] as number) ?? "");
      const failure = failureOf(name, path);
      if (failure !== null && name === "close") return real.close(given[0], () => callback(failure));
      if (failure !== null) return void process.nextTick(callback, failure);
      if (name !== "open") return real[name](...given);
      return real.open(...given.slice(0, -1), (error: unknown, fd: number) => {
        if (!error) paths.set(fd, path);
        callback(error, fd);
      });
    };
  }
  syncBuiltinESMExports();
  const watch = (path: RegExp, n = 0, code = ""): void => {
    watched = { path, n, code };
    count = 0;
  };
  return {
    watch,
    counted: () => count,
    heal: () => {
      watched = null;
    },
  };
};
