import type { TerminalIo } from "../../src/terminal/terminal-io.ts";

/** A terminal that remembers what was written to it. */
export const memoryIo = (
  overrides: Partial<TerminalIo> = {},
): TerminalIo & { readonly written: { out: string; err: string } } => {
  const written = { out: "", err: "" };
  return {
    written,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    isTTY: true,
    width: 77,
    colour: false,
    cwd: "/somewhere",
    signal: new AbortController().signal,
    ...overrides,
  };
};
