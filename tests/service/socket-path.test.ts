import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { socketPathOf } from "../../src/service/socket-path.ts";

test("the socket lies in the data folder", () => {
  expect(socketPathOf("/data/company")).toBe("/data/company/service.sock");
});

test("a path too long for a socket becomes a short one in the temporary folder, a different one for each folder", () => {
  const long = `/${"a".repeat(100)}`;
  const path = socketPathOf(long);
  expect(dirname(path)).toBe(tmpdir());
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(100);
  expect(socketPathOf(long)).toBe(path);
  expect(socketPathOf(`${long}b`)).not.toBe(path);
});
