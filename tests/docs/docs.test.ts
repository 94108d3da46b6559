import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defineCommand } from "../../src/command.ts";
import { describeCommands } from "../../src/docs/describe-commands.ts";
import { describeMetrics } from "../../src/docs/describe-metrics.ts";
import { writeDocs } from "../../src/docs/write-docs.ts";
import { defineMetric } from "../../src/metric.ts";

const metric = defineMetric({
  key: "gross_margin_pct",
  label: "Gross margin %",
  description: "What is kept | of net sales.",
  definition: "gross_margin ÷ net_sales",
  trap: "It does not add up.",
  unit: "percent",
  formula: { kind: "ratio", numerator: "gross_margin", denominator: "net_sales_with_margin" },
  pieces: [],
  good: "up",
  shareable: false,
  additive: false,
  fact: "sales",
  owner: "Finance",
  synonyms: ["GM%", "margin"],
  allows: ["market", "fiscal_year"],
});

test("the dictionary's page lists every entry, with a link to its trap and formula", () => {
  expect(describeMetrics([metric])).toBe(`# The data dictionary

Made from the entries beside this page by \`npm run docs\`. Change an entry, not this page.

| metric | unit | what it means |
|---|---|---|
| [Gross margin %](#gross-margin-) | percent | What is kept \\| of net sales. |

## Gross margin %

What is kept | of net sales.

- **Formula:** gross_margin ÷ net_sales
- **Trap:** It does not add up.
- **Unit:** percent; more is better; rows do not add up to the total; has no shares
- **Also called:** GM%, margin
- **Broken down and filtered only by:** markets, fiscal years
- **Column:** \`gross_margin_pct\`
- **Owner:** Finance
`);
});

test("the commands' page shows each as it is typed", () => {
  const command = {
    summary: "rank",
    usage: "[N] GROUP",
    examples: ["5 markets"],
    respond: () => Promise.reject(),
  };
  const text = describeCommands([
    defineCommand({ ...command, name: "top", global: true }),
    defineCommand({ ...command, name: "status", global: false, usage: "", examples: [""] }),
  ]);
  expect(text).toContain("## top\n\nrank\n\n```\n/top [N] GROUP\n/top 5 markets\n```");
  expect(text).toContain("```\n/bims status\n/bims status\n```");
});

test("--check names the pages that are out of date and changes none; without it they are written", async () => {
  const root = await mkdtemp(join(tmpdir(), "bims-docs-"));
  await writeFile(join(root, "fresh.md"), "fresh");
  await writeFile(join(root, "old.md"), "old");
  const pages = [
    { path: "fresh.md", text: "fresh" },
    { path: "old.md", text: "new" },
    { path: "missing.md", text: "here" },
  ];
  const said: string[] = [];
  const options = { root, say: (text: string) => void said.push(text) };
  expect(await writeDocs(pages, { ...options, check: true })).toBe(1);
  expect(said).toEqual([
    "old.md is out of date. Run: npm run docs\n",
    "missing.md is out of date. Run: npm run docs\n",
  ]);
  expect(await readFile(join(root, "old.md"), "utf8")).toBe("old");
  expect(await writeDocs(pages, { ...options, check: false })).toBe(0);
  expect(await writeDocs(pages, { ...options, check: true })).toBe(0);
  expect(await readFile(join(root, "missing.md"), "utf8")).toBe("here");
  await rm(root, { recursive: true });
});
