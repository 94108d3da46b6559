import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DataError, QuestionError } from "../../src/errors.ts";
import { runTerminal } from "../../src/terminal/run-terminal.ts";
import type { TerminalIo } from "../../src/terminal/terminal-io.ts";
import type { Tools } from "../../src/terminal/tools.ts";
import { exampleTools } from "./example-tools.ts";

const type = async (
  argv: readonly string[],
  tools: Tools = exampleTools().tools,
  io: Partial<TerminalIo> = {},
) => {
  let out = "";
  let err = "";
  const status = await runTerminal(
    argv,
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTTY: false,
      width: 100,
      colour: false,
      cwd: "/home/asha",
      signal: new AbortController().signal,
      ...io,
    },
    tools,
  );
  return { status, out, err };
};

test.each([
  [["ask", "top", "5", "markets", "by", "net", "sales"], "top 5 markets by net sales"],
  [["ask", "top 5 markets by net sales"], "top 5 markets by net sales"],
  [["ask", "gross", "margin", "%", "2020", "-", "2021", "--json"], "gross margin % 2020 - 2021"],
  [["ask", "net sales over", "-5", "--csv"], "net sales over -5"],
  [["ask", "--json", "net", "sales"], "net sales"],
  [["net", "sales", "by", "month", "--json"], "net sales by month"],
  [["net sales by month"], "net sales by month"],
])("%j asks %j", async (argv, words) => {
  const { tools, asked } = exampleTools();
  const { status } = await type(argv, tools);
  expect(asked).toEqual([words]);
  expect(status).toBe(0);
});

test("an answer is shown as text, as JSON or as CSV, on standard output alone", async () => {
  expect((await type(["ask", "x"])).out).toContain("Top 3 markets by net sales\n");
  expect(JSON.parse((await type(["ask", "x", "--json"])).out).rows).toHaveLength(2);
  const csv = await type(["ask", "x", "--csv"]);
  expect(csv.out).toMatch(/^rank,market,net_sales\r\n/);
  expect(csv.err).toBe("");
});

test.each([
  [["top", "products", "by", "net", "sales"], "top products by net sales\n"],
  [["top products by net sales"], "top products by net sales\n"],
])("%j runs the command of that name", async (argv, shown) => {
  const { status, out } = await type(argv);
  expect(out.startsWith(shown)).toBe(true);
  expect(status).toBe(0);
});

test("a command's --json is its report", async () => {
  const { out } = await type(["top", "products", "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    title: "top products",
    footer: "Data through Aug 2021 · load 3 · 14 ms",
  });
});

test("--chart draws into the file, seen from where the command was typed", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "bims-chart-"));
  const { status, err } = await type(["ask", "x", "--chart", "a.png"], exampleTools().tools, { cwd });
  expect((await readFile(join(cwd, "a.png")))[0]).toBe(137);
  expect(err).toBe(`Drawn: ${join(cwd, "a.png")}\n`);
  expect(status).toBe(0);
  await rm(cwd, { recursive: true });
});

test("--chart says when there is nothing to draw, and where it cannot write", async () => {
  const undrawn = await type(
    ["ask", "x", "--chart", "a.png"],
    exampleTools({ draw: async () => undefined }).tools,
  );
  expect(undrawn).toMatchObject({ status: 2, out: "" });
  expect(undrawn.err).toContain("There is nothing to draw in this answer");
  const unwritten = await type(["ask", "x", "--chart", "/nowhere/at/all.png"]);
  expect(unwritten.status).toBe(1);
  expect(unwritten.err).toContain("The picture cannot be written to /nowhere/at/all.png: ENOENT");
});

const refusing = exampleTools({
  desk: () =>
    Promise.reject(
      new QuestionError("unknown-word", "I don't know 'Norlnd'.", [{ label: "Norland", words: "x" }]),
    ),
}).tools;

test("words that cannot be read: status 2, a sentence on standard error", async () => {
  expect(await type(["ask", "Norlnd"], refusing)).toEqual({
    status: 2,
    out: "",
    err: "I don't know 'Norlnd'.\nYou can type:\n  npx bims x\n",
  });
});

test("words that cannot be read, under --json: status 2, the error on standard output", async () => {
  expect(await type(["ask", "Norlnd", "--json"], refusing)).toEqual({
    status: 2,
    out: '{"error":{"kind":"unknown-word","message":"I don\'t know \'Norlnd\'.","choices":["Norland"]}}\n',
    err: "",
  });
});

test("our failure: status 1 and the reference, also under --json", async () => {
  const { tools } = exampleTools({ desk: () => Promise.reject(new TypeError("boom")) });
  expect(await type(["ask", "x", "--json"], tools)).toEqual({
    status: 1,
    out: "",
    err: "Sorry, that did not work, and the fault is ours. Reference: f00d\n",
  });
});

test.each([
  [["ask"]],
  [["ask", ""]],

  [["import", "x", "--quarantin"]],
  [["ask", "x", "--jsno"]],
])("%j is refused with status 2 and what to do", async (argv) => {
  const { status, err } = await type(argv);
  expect(status).toBe(2);
  expect(err.length).toBeGreaterThan(10);
});

test("import takes absolute paths, seen from where the command was typed", async () => {
  const { tools, asked } = exampleTools();
  expect((await type(["import", "exports", "/data/x.csv", "--quarantine"], tools)).status).toBe(0);
  expect(asked).toEqual(["/home/asha/exports", "/data/x.csv", "true"]);
});

test("whole months are replaced only when that is asked", async () => {
  const { tools, asked } = exampleTools();
  await type(["import", "/a", "--replace-months"], tools);
  expect(asked).toEqual(["/a", "false", "replace months"]);
});

test("undo takes the number of a load, and nothing else", async () => {
  const { tools, asked } = exampleTools();
  expect((await type(["undo", "#3"], tools)).status).toBe(0);
  const refused = await type(["undo", "yesterday"], tools);
  expect(refused.status).toBe(2);
  expect(refused.err).toContain("Say which load by its number, as: npx bims undo 3");
  expect(asked).toEqual(["undo 3"]);
});

test("backup and restore take a file, seen from where the command was typed", async () => {
  const { tools, asked } = exampleTools();
  await type(["backup", "b.tar.gz"], tools);
  await type(["restore", "b.tar.gz"], tools);
  await type(["restore", "/b.tar.gz", "--force"], tools);
  expect(asked).toEqual([
    "backup /home/asha/b.tar.gz",
    "restore /home/asha/b.tar.gz false",
    "restore /b.tar.gz true",
  ]);
});

test("data that breaks a rule is status 2 with its lines on standard error", async () => {
  const { tools } = exampleTools({
    importFiles: () => Promise.reject(new DataError("a.csv, line 3:\nquantity −1")),
  });
  expect(await type(["import", "x"], tools)).toEqual({
    status: 2,
    out: "",
    err: "a.csv, line 3:\nquantity −1\n",
  });
});

test("what was refused is told on standard error", async () => {
  const { status, out, err } = await type(["demo"]);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain("There are other loads\n");
});

test("long work tells its steps in plain lines where nobody watches", async () => {
  const { err, out } = await type(["refresh"]);
  expect(err).toBe("Line table\nRollups\n");
  expect(out).toContain("Refreshed\n");
});

test("long work draws a bar on a terminal and takes it away at the end", async () => {
  const { err } = await type(["refresh"], exampleTools().tools, { isTTY: true });
  expect(err).toContain("█");
  expect(err).toContain("Rollups");
  expect(err.endsWith("\u001b[0K") || err.includes("\u001b[2K")).toBe(true);
});

test("Ctrl-C gives the prompt back with status 130", async () => {
  const typed = new AbortController();
  const { tools } = exampleTools({ refresh: () => new Promise(() => undefined) });
  setTimeout(() => typed.abort(), 10);
  expect((await type(["refresh"], tools, { signal: typed.signal })).status).toBe(130);
});

test.each([[[]], [["help"]], [["--help"]]])(
  "%j lists what can be typed, the commands of Slack included",
  async (argv) => {
    const { status, out } = await type(argv);
    for (const name of ["start", "ask", "top", "import", "refresh", "demo", "migrate", "manifest", "doctor"])
      expect(out).toContain(`  ${name} `);
    expect(status).toBe(0);
  },
);

test("--version tells BIMS's own", async () => {
  expect(await type(["--version"])).toMatchObject({ status: 0, out: "1.2.3\n" });
});

test("help on a command shows its examples", async () => {
  expect((await type(["help", "top"])).out).toContain("  npx bims top products by net sales");
});

test("manifest prints what to paste; doctor passes the channel on", async () => {
  expect((await type(["manifest"])).out).toBe('{"display_information":{}}\n');
  expect((await type(["doctor", "--live", "C123"])).out).toContain("live C123");
});
