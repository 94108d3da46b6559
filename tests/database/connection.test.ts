import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { describePlace } from "../../src/database/postgres/connection.ts";

const refusal = (url: string) =>
  openDatabase({ url, folder: "/nowhere" }).then(
    () => "opened",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("DATABASE_URL", () => {
  it.each([
    ["not an address", /^SetupError: DATABASE_URL is not an address\. Write it as postgresql:/],
    [
      "mysql://root:hunter2@db/bims",
      /^SetupError: DATABASE_URL begins with "mysql:\/\/"; BIMS speaks PostgreSQL/,
    ],
    ["postgresql://bims:hunter2@db", /^SetupError: DATABASE_URL names no database/],
    [
      "postgresql://bims:hunter2@db.invalid/bims",
      /^SetupError: The host db\.invalid of DATABASE_URL is not known/,
    ],
    [
      "postgresql://bims:hunter2@127.0.0.1:1/bims",
      /^SetupError: Nothing answers at 127\.0\.0\.1:1\. Start PostgreSQL/,
    ],
  ])("%s is refused with what to change, never with its password", async (url, sentence) => {
    const said = await refusal(url);
    expect(said).toMatch(sentence);
    expect(said).not.toContain("hunter2");
  });

  it("that leads to something else than PostgreSQL is refused", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(
      0,
      "127.0.0.1",
    );
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const said = await refusal(`postgresql://bims:hunter2@127.0.0.1:${port}/bims`);
    server.close();
    expect(said).toMatch(
      /^SetupError: PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: .+ Check DATABASE_URL\.$/s,
    );
    expect(said).not.toContain("hunter2");
  });

  it("is told without user and password", () => {
    expect(describePlace(new URL("postgresql://bims:hunter2@db/sales%20data"))).toBe("sales data on db:5432");
  });
});
