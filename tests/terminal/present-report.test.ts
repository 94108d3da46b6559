import { expect, test } from "vitest";
import type { Report } from "../../src/report.ts";
import { displayWidth } from "../../src/terminal/display-width.ts";
import { presentReport } from "../../src/terminal/present-report.ts";
import { exampleReport } from "./example-report.ts";

const plain = { width: 100, colour: false };

test("shows the answer first, then figures, bars, notes, next questions and where it comes from", async () => {
  await expect(presentReport(exampleReport(), plain)).toMatchFileSnapshot("golden/report.txt");
});

test("fits a narrow terminal", async () => {
  const text = presentReport(exampleReport(), { width: 40, colour: false });
  await expect(text).toMatchFileSnapshot("golden/report-narrow.txt");
  const body = text.slice(0, text.indexOf("Next:"));
  expect(Math.max(...body.split("\n").map(displayWidth))).toBeLessThanOrEqual(40);
});

test("says how many columns do not fit", () => {
  const text = presentReport(exampleReport(), { width: 24, colour: false });
  expect(text).toContain("1 column does not fit in this terminal; --csv has it.");
});

test("colours bars and headings where the terminal shows colours", async () => {
  await expect(presentReport(exampleReport(), { width: 80, colour: true })).toMatchFileSnapshot(
    "golden/report-colour.txt",
  );
});

test("draws a chart that has no table as bars", async () => {
  const sections: Report["sections"] = [
    {
      kind: "chart",
      chart: {
        kind: "line",
        title: "Net sales rose to $1.2M in Aug 2021",
        unit: "money",
        measure: "Net sales",
        categories: ["Jul 2021", "Aug 2021"],
        series: [
          { name: "Net sales", role: "current", values: [null, 1_200_000] },
          { name: "A year before", role: "previous", values: [900_000, 1_000_000] },
        ],
        alt: "Two months",
      },
    },
  ];
  await expect(presentReport(exampleReport({ sections }), plain)).toMatchFileSnapshot("golden/chart.txt");
});

test("a name cannot move the cursor, hide text or start a line", () => {
  const evil = "\u001b[2J\u202eevil\r\nmarket\u0007\u200b";
  const text = presentReport(
    exampleReport({ title: evil, notes: [evil], sections: [{ kind: "text", text: evil }], footer: evil }),
    plain,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
  expect(text.split("\n")[0]).toBe("�[2Jevil  market�");
});

test("an empty report is an empty line's worth of text, not an error", () => {
  const nothing: Report = {
    title: "",
    reading: "",
    headline: "",
    sections: [],
    notes: [],
    next: [],
    footer: "",
  };
  expect(presentReport(nothing, plain)).toBe("\n");
});

test("shows beside a figure how it changed and what of its target is reached", () => {
  const figures = [
    {
      label: "Units",
      value: "26 units",
      change: "▲ 2.0% (better)",
      target: "20% of the FY2026 target of 130 units",
    },
    { label: "Net sales", value: "$1,000", target: "40% of the FY2026 target of $2,500" },
  ];
  const text = presentReport({ ...exampleReport(), sections: [{ kind: "figures", figures }] }, plain);
  expect(text).toContain("Units      26 units  ▲ 2.0% (better) · 20% of the FY2026 target of 130 units\n");
  expect(text).toContain("Net sales    $1,000  40% of the FY2026 target of $2,500\n");
});

test("carries sentences at the end of a row on below it", () => {
  const table = {
    caption: "",
    columns: [
      { label: "Who", align: "left" as const },
      { label: "Reason", align: "left" as const },
    ],
    rows: [[{ text: "Tent Peg" }, { text: "Gross margin 34.8% after 43.1%: $26k at today's sales." }]],
  };
  const report = { ...exampleReport(), sections: [{ kind: "table" as const, table }] };
  const lines = presentReport(report, { width: 48, colour: false }).split("\n");
  const at = lines.findIndex((line) => line.startsWith("Tent Peg"));
  expect(lines[at]).toBe("Tent Peg  Gross margin 34.8% after 43.1%: $26k");
  expect(lines[at + 1]).toBe("          at today's sales.");
});
