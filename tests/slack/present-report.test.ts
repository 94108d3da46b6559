import { describe, expect, test } from "vitest";
import { presentReport, withoutNativeBlocks } from "../../src/slack/present-report.ts";
import { buildChart, buildHostileReport, buildReport, buildTable } from "./support/reports.ts";

const golden = (name: string): string => `./golden/${name}.json.txt`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe("presentReport", () => {
  test("shows what, how read, the answer, table, chart, notes, next steps and footer in this order", async () => {
    const message = presentReport(buildReport(), { kind: "url", url: "https://bims.example/pictures/a.png" });
    expect(message.blocks.map((block) => block.type)).toEqual([
      "header",
      "context",
      "section",
      "data_table",
      "image",
      "context",
      "actions",
      "context",
    ]);
    await expect(json(message)).toMatchFileSnapshot(golden("top"));
  });

  test("shows under a figure what of its target is reached", () => {
    const figures = [{ label: "Units", value: "26 units", target: "20% of the FY2026 target of 130 units" }];
    const message = presentReport({ ...buildReport(), sections: [{ kind: "figures", figures }] });
    expect(json(message)).toContain("*Units*\\n26 units\\n20% of the FY2026 target of 130 units");
  });

  test("lets Slack draw the chart where no picture can reach it", async () => {
    await expect(json(presentReport(buildReport(), { kind: "native" }))).toMatchFileSnapshot(
      golden("top-native"),
    );
  });

  test("appends an uploaded picture below everything that was there before", () => {
    const before = presentReport(buildReport());
    const after = presentReport(buildReport(), { kind: "file", id: "F1" });
    expect(after.blocks.slice(0, -1)).toEqual(before.blocks);
    expect(after.blocks.at(-1)).toMatchObject({ type: "image", slack_file: { id: "F1" } });
  });

  test("gives the table as text and no chart to a workspace that refuses the newer blocks", async () => {
    await expect(json(withoutNativeBlocks(buildReport()))).toMatchFileSnapshot(golden("top-plain"));
  });

  test("lists help with an example to press for each command", async () => {
    const items = [
      {
        term: "/top [N] GROUP by METRIC",
        text: "Ranks members by a metric",
        words: "top products by net sales",
      },
      { term: "/kpi", text: "The figures of the month", words: "kpi" },
    ];
    const report = buildReport({
      title: "What you can ask",
      reading: "",
      sections: [{ kind: "list", items }],
      notes: [],
      next: [],
      footer: "",
    });
    await expect(json(presentReport(report))).toMatchFileSnapshot(golden("help"));
  });

  test("keeps hostile names from mentioning, linking or formatting", async () => {
    await expect(json(presentReport(buildHostileReport(), { kind: "native" }))).toMatchFileSnapshot(
      golden("hostile"),
    );
  });

  test("says how many rows were left off", () => {
    const row = buildTable().rows[0] ?? [];
    const table = buildTable({ rows: Array.from({ length: 240 }, () => row) });
    const message = presentReport(buildReport({ sections: [{ kind: "table", table }], notes: [] }));
    expect(message.blocks.find((block) => block.type === "data_table")).toMatchObject({
      rows: { length: 101 },
    });
    expect(JSON.stringify(message.blocks)).toContain(
      'First 100 of 240 rows; ask again with \\"as csv\\" for all of them.',
    );
  });

  test("says how many columns were left off", () => {
    const columns = Array.from({ length: 25 }, (_, index) => ({
      label: `C${index}`,
      align: "left" as const,
    }));
    const table = buildTable({ columns, rows: [columns.map((column) => ({ text: column.label }))] });
    const message = presentReport(buildReport({ sections: [{ kind: "table", table }] }));
    expect(JSON.stringify(message.blocks)).toContain("First 20 of 25 columns");
  });

  test("sends no table without rows", () => {
    const message = presentReport(
      buildReport({ sections: [{ kind: "table", table: buildTable({ rows: [] }) }] }),
    );
    expect(message.blocks.map((block) => block.type)).not.toContain("data_table");
  });

  test("carries the answer in the text alone", () => {
    const { text } = presentReport(buildReport());
    for (const part of [
      "Top 3 products",
      "Trail Camera leads with $3.8M",
      "$3,812,345",
      "▲ 2.1% (better)",
      "Total net sales $8,260,000",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("leaves the chart out, and says so, when it would not be true as Slack draws it", () => {
    const chart = buildChart({ kind: "pie", series: [{ name: "a", role: "current", values: [1, null, 3] }] });
    const message = presentReport(buildReport({ sections: [{ kind: "chart", chart }] }), { kind: "native" });
    expect(message.blocks.map((block) => block.type)).not.toContain("data_visualization");
    expect(JSON.stringify(message.blocks)).toContain("The chart has gaps or too many points");
  });
});
