import type { Socket } from "node:net";
import { z } from "zod";

/** What travels over the service's socket: one JSON value a line, in both directions. */

/** The asker's first line. */
export const request = z.strictObject({
  kind: z.literal("run"),
  argv: z.array(z.string()),
  cwd: z.string(),
  width: z.int().min(1),
  colour: z.boolean(),
  isTTY: z.boolean(),
});
export type Request = z.infer<typeof request>;

/** What may follow it: Ctrl-C. */
export const cancel = z.strictObject({ kind: z.literal("cancel") });

export const reply = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("out"), text: z.string() }),
  z.strictObject({ kind: z.literal("err"), text: z.string() }),
  z.strictObject({ kind: z.literal("exit"), status: z.int() }),
]);
export type Reply = z.infer<typeof reply>;

export const send = (socket: Socket, frame: Request | Reply | z.infer<typeof cancel>): void => {
  if (socket.writable) socket.write(`${JSON.stringify(frame)}\n`);
};

/** Longest line that is taken, in characters: an answer of 1,000 rows is far below. */
const longestFrame = 64 * 1024 * 1024;

/** Every JSON value that arrives until the socket ends; a line that is no JSON ends it with an error. */
export async function* receive(socket: Socket): AsyncGenerator<unknown> {
  socket.setEncoding("utf8");
  let rest = "";
  for await (const chunk of socket) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestFrame) throw new Error("A line on the service's socket is too long.");
    for (const line of lines) yield JSON.parse(line);
  }
}
