import { statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forward } from "../../src/service/forward.ts";
import { type Run, serveTerminal, type TerminalService } from "../../src/service/serve-terminal.ts";
import { memoryIo } from "./memory-io.ts";

let folder: string;
let socketPath: string;
let service: TerminalService | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bims-socket-"));
  socketPath = join(folder, "service.sock");
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(folder, { recursive: true, force: true });
});

const serve = async (run: Run): Promise<void> => {
  service = await serveTerminal(socketPath, run);
};

test("a command typed elsewhere runs in the service, with its arguments and its terminal", async () => {
  await serve(async (argv, io) => {
    io.out(`${argv.join("|")} ${io.width} ${io.isTTY} ${io.colour} ${io.cwd}\n`);
    io.err("working\n");
    io.out("東 done\n");
    return 2;
  });
  const io = memoryIo();
  expect(await forward(socketPath, ["ask", "net sales", "-", "%", "--json"], io)).toBe(2);
  expect(io.written).toEqual({
    out: "ask|net sales|-|%|--json 77 true false /somewhere\n東 done\n",
    err: "working\n",
  });
});

test("a megabyte of answer arrives whole", async () => {
  const text = "é".repeat(1_000_000);
  await serve(async (_argv, io) => {
    io.out(text);
    return 0;
  });
  const io = memoryIo();
  expect(await forward(socketPath, ["ask"], io)).toBe(0);
  expect(io.written.out === text).toBe(true);
});

test("Ctrl-C reaches the command in the service", async () => {
  const typed = new AbortController();
  await serve(
    (_argv, io) =>
      new Promise((resolve) => {
        io.signal.addEventListener("abort", () => resolve(130));
        setTimeout(() => typed.abort(), 20);
      }),
  );
  expect(await forward(socketPath, ["import", "x"], memoryIo({ signal: typed.signal }))).toBe(130);
});

test("a terminal that goes away stops its command", async () => {
  const stopped = new Promise<void>((resolve, reject) => {
    serve((_argv, io) => {
      io.signal.addEventListener("abort", () => resolve());
      return new Promise(() => undefined);
    }).then(() => {
      const socket = connect(socketPath, () => {
        const { width, colour, isTTY, cwd } = memoryIo();
        socket.write(`${JSON.stringify({ kind: "run", argv: [], width, colour, isTTY, cwd })}\n`);
        setTimeout(() => socket.destroy(), 20);
      });
    }, reject);
  });
  await expect(stopped).resolves.toBeUndefined();
});

test("several terminals are served at once", async () => {
  await serve(async (argv, io) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    io.out(argv.join());
    return 0;
  });
  const terminals = Array.from({ length: 20 }, () => memoryIo());
  await Promise.all(terminals.map((io, index) => forward(socketPath, [`${index}`], io)));
  expect(terminals.map((io) => io.written.out)).toEqual(terminals.map((_, index) => `${index}`));
});

test("only this user may connect", async () => {
  await serve(async () => 0);
  expect(statSync(socketPath).mode & 0o777).toBe(0o600);
});

test("without a service nothing is forwarded", async () => {
  expect(await forward(socketPath, ["ask"], memoryIo())).toBeUndefined();
});

test("a file left over from a killed service is no service, and the next one replaces it", async () => {
  await writeFile(socketPath, "");
  expect(await forward(socketPath, ["ask"], memoryIo())).toBeUndefined();
  await serve(async () => 7);
  expect(await forward(socketPath, ["ask"], memoryIo())).toBe(7);
});

test("a service that dies in the middle is said, with what to do", async () => {
  await serve(() => new Promise(() => void setTimeout(() => service?.close(), 20)));
  await expect(forward(socketPath, ["ask"], memoryIo())).rejects.toThrow(
    "The running BIMS stopped before it was done. Start it again (npx bims start), then repeat the command.",
  );
});

test("a line that is no request is hung up on, and the service goes on", async () => {
  await serve(async () => 0);
  for (const line of ["no json\n", '{"kind":"run","argv":[1]}\n', "\n"]) {
    const closed = await new Promise((resolve) => {
      const socket = connect(socketPath, () => socket.write(line));
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(true));
    });
    expect(closed).toBe(true);
  }
  expect(await forward(socketPath, ["ask"], memoryIo())).toBe(0);
});
