import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * What befalls a request: the connection is cut before the server has it, cut when the server has done it and its
 * answer is on the way, or the server refuses it with this SQLSTATE.
 */
export type Mishap = "cut before" | "cut after" | { readonly refusedWith: string };

export interface CuttingProxy {
  /** The address given, by way of this proxy. */
  readonly url: string;
  /** Counts requests from now on. What befalls which of them is asked with its number, from 1, and its text. */
  watch(mishapOf: (number: number, text: string) => Mishap | null): void;
  /** Requests counted. */
  count(): number;
  /** While false every new connection is refused. */
  reachable: boolean;
  close(): Promise<void>;
}

/** Stands between BIMS and a PostgreSQL server, understands where requests begin and end, and cuts as it is told. */
export const openCuttingProxy = async (address: string): Promise<CuttingProxy> => {
  const target = new URL(address);
  let mishapOf: Parameters<CuttingProxy["watch"]>[0] = () => null;
  let counted = 0;
  const sockets = new Set<Socket>();
  const proxy = { reachable: true };
  const server = createServer((client) => {
    if (!proxy.reachable) return void client.destroy();
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    joinThem(client, upstream, (text) => mishapOf(++counted, text));
  });
  const port = await listen(server);
  const url = new URL(address);
  url.host = `127.0.0.1:${port}`;
  return Object.assign(proxy, {
    url: url.href,
    watch: (asked: typeof mishapOf) => {
      counted = 0;
      mishapOf = asked;
    },
    count: () => counted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { readonly port: number }).port));
  });

const joinThem = (client: Socket, upstream: Socket, ask: (text: string) => Mishap | null): void => {
  let awaited = false;
  let copyRefusedWith: string | null = null;
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };
  const takeRequest = (request: Request): void => {
    const mishap = ask(request.text);
    if (mishap === "cut before") return cut();
    if (mishap === "cut after") {
      awaited = true;
      // A piece of a COPY is not answered: it is on its way, no more is known of it.
      upstream.write(request.bytes, () => request.isPiece && cut());
    } else if (mishap === null) upstream.write(request.bytes);
    else {
      if (request.isPiece) copyRefusedWith = mishap.refusedWith;
      upstream.write(refusal(request, mishap.refusedWith));
    }
  };
  const takeAnswer = (bytes: Buffer): void => {
    if (awaited) return cut();
    client.write(copyRefusedWith === null ? bytes : restated(bytes, copyRefusedWith));
    copyRefusedWith = null;
  };
  const requests = readRequests(takeRequest, (bytes) => upstream.write(bytes));
  client.on("data", requests).on("close", () => upstream.end());
  upstream.on("data", takeAnswer).on("close", () => client.destroy());
};

interface Request {
  readonly bytes: Buffer;
  readonly text: string;
  readonly isPiece: boolean;
}

/** The server itself is made to refuse, so that its transaction fails as it would. */
const refusal = ({ isPiece }: Request, code: string): Buffer =>
  isPiece
    ? message("f", `SQLSTATE ${code}\0`)
    : message("Q", `DO $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '${code}'; END $$\0`);

/** Of a COPY that its client ends a server says that it was cancelled. */
const restated = (answer: Buffer, code: string): Buffer =>
  Buffer.from(answer.toString("latin1").replace("\0C57014\0", `\0C${code}\0`), "latin1");

const message = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
};

/**
 * Cuts what a client sends into requests: a simple query, the messages of an extended one up to its Sync, or a piece
 * or the end of a COPY. The greeting and the farewell pass by.
 */
const readRequests = (take: (request: Request) => void, pass: (bytes: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  let greeted = false;
  let gathered: Buffer[] = [];
  return (bytes: Buffer): void => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const header = greeted ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = header + rest.readUInt32BE(header);
      if (rest.length < length) return;
      const whole = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = String.fromCharCode(whole[0] ?? 0);
      if (!greeted || type === "X" || type === "p") {
        greeted = true;
        pass(whole);
        continue;
      }
      gathered.push(whole);
      if (!"QSdcf".includes(type)) continue;
      const all = Buffer.concat(gathered);
      gathered = [];
      take({ bytes: all, text: all.toString("latin1", 5), isPiece: "dcf".includes(type) });
    }
  };
};
