import { describe, expect, test } from "vitest";
import { limits } from "../../src/sandbox/blocks/limits.ts";
import { validateBlocks, validateView } from "../../src/sandbox/blocks/validate.ts";

const plain = (length: number): object => ({ type: "plain_text", text: "x".repeat(length) });
const marked = (length: number): object => ({ type: "mrkdwn", text: "x".repeat(length) });
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const divider = { type: "divider" };
const header = (length: number): object => ({ type: "header", text: plain(length) });
const section = (length: number): object => ({ type: "section", text: marked(length) });
const fields = (count: number, length = 1): object => ({
  type: "section",
  fields: times(count, () => marked(length)),
});
const context = (count: number): object => ({ type: "context", elements: times(count, () => marked(1)) });
const button = (index: number, more: object = {}): object => ({
  type: "button",
  action_id: `a${index}`,
  text: plain(1),
  value: "v",
  ...more,
});
const actions = (elements: readonly object[]): object => ({ type: "actions", elements });
const option = (text: number, value: number): object => ({ text: plain(text), value: "v".repeat(value) });
const select = (count: number, text = 1, value = 1): object =>
  actions([{ type: "static_select", action_id: "s", options: times(count, () => option(text, value)) }]);
const image = (more: object): object => ({
  type: "image",
  alt_text: "A chart",
  image_url: "https://a.example/b.png",
  ...more,
});
const cell = (text: string): object => ({ type: "raw_text", text });
const dataTable = (rows: number, columns: number, more: object = {}): object => ({
  type: "data_table",
  caption: "c",
  rows: times(rows + 1, () => times(columns, () => cell("x"))),
  ...more,
});
const table = (rows: number, columns: number): object => ({
  type: "table",
  rows: times(rows, () => times(columns, () => cell("x"))),
});
const points = (count: number): readonly object[] =>
  times(count, (index) => ({ label: `c${index}`, value: index }));
const bars = (series: number, categories: number, more: object = {}): object => ({
  type: "data_visualization",
  title: "t",
  chart: {
    type: "bar",
    series: times(series, (index) => ({ name: `s${index}`, data: points(categories) })),
    axis_config: { categories: points(categories).map((point) => (point as { label: string }).label) },
  },
  ...more,
});
const pie = (segments: number, value = 1): object => ({
  type: "data_visualization",
  title: "t",
  chart: { type: "pie", segments: times(segments, (index) => ({ label: `s${index}`, value })) },
});
const container = (children: readonly object[]): object => ({
  type: "container",
  title: plain(1),
  child_blocks: children,
});

const refused = (...blocks: readonly object[]): readonly string[] | undefined => {
  const refusal = validateBlocks(blocks, "message");
  return refusal === undefined ? undefined : [refusal.error, ...refusal.messages];
};

describe("takes what is at the limit and refuses one more", () => {
  test.each<[string, readonly object[], readonly object[]]>([
    ["blocks of a message", times(50, () => divider), times(51, () => divider)],
    ["header text", [header(150)], [header(151)]],
    ["section text", [section(3_000)], [section(3_001)]],
    ["section fields", [fields(10)], [fields(11)]],
    ["field text", [fields(1, 2_000)], [fields(1, 2_001)]],
    ["context elements", [context(10)], [context(11)]],
    ["action elements", [actions(times(25, (i) => button(i)))], [actions(times(26, (i) => button(i)))]],
    ["button text", [actions([button(0, { text: plain(75) })])], [actions([button(0, { text: plain(76) })])]],
    [
      "button value",
      [actions([button(0, { value: "v".repeat(2_000) })])],
      [actions([button(0, { value: "v".repeat(2_001) })])],
    ],
    ["options", [select(100)], [select(101)]],
    ["option text", [select(1, 75)], [select(1, 76)]],
    ["option value", [select(1, 1, 150)], [select(1, 1, 151)]],
    ["alt text", [image({ alt_text: "x".repeat(2_000) })], [image({ alt_text: "x".repeat(2_001) })]],
    ["data_table rows", [dataTable(100, 2)], [dataTable(101, 2)]],
    ["data_table columns", [dataTable(1, 20)], [dataTable(1, 21)]],
    ["data_table page size", [dataTable(1, 1, { page_size: 100 })], [dataTable(1, 1, { page_size: 101 })]],
    ["table rows", [table(100, 2)], [table(101, 2)]],
    ["table columns", [table(1, 20)], [table(1, 21)]],
    ["tables of a message", [table(1, 1)], [table(1, 1), table(1, 1)]],
    ["charts of a message", [pie(1), pie(2)], [pie(1), pie(2), pie(3)]],
    ["chart title", [bars(1, 1, { title: "t".repeat(50) })], [bars(1, 1, { title: "t".repeat(51) })]],
    ["chart series", [bars(12, 2)], [bars(13, 2)]],
    ["chart categories", [bars(1, 20)], [bars(1, 21)]],
    ["pie segments", [pie(12)], [pie(13)]],
    ["container children", [container(times(10, () => divider))], [container(times(11, () => divider))]],
  ])("%s", (_name, good, bad) => {
    expect(refused(...good)).toBeUndefined();
    expect(refused(...bad)?.[0]).toBe("invalid_blocks");
  });
});

describe("refuses, naming the place", () => {
  test.each<[string, object, string]>([
    [
      "an unknown block",
      { type: "hologram" },
      "[ERROR] unsupported block type: hologram [json-pointer:/blocks/0/type]",
    ],
    ["an alert in a message", { type: "alert", text: plain(1) }, "unsupported block type: alert"],
    ["an empty text", section(0), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
    ["a header with markup", { type: "header", text: marked(1) }, "/blocks/0/text/type"],
    ["a section of nothing", { type: "section" }, "must provide text or fields"],
    ["an empty cell", dataTable(1, 1, { rows: [[cell("a")], [cell("")]] }), "/blocks/0/rows/1/0/text"],
    ["a table without rows", dataTable(0, 1), "no fewer than 2 items"],
    [
      "rows of different length",
      dataTable(1, 1, { rows: [[cell("a")], [cell("b"), cell("c")]] }),
      "same number of cells",
    ],
    ["a table without caption", dataTable(1, 1, { caption: undefined }), "/blocks/0/caption"],
    [
      "a number that is none",
      dataTable(1, 1, { rows: [[cell("a")], [{ type: "raw_number", text: "–", value: null }]] }),
      "must provide a finite number",
    ],
    [
      "rich text in a header",
      dataTable(1, 1, { rows: [[{ type: "rich_text", elements: [{}] }], [cell("b")]] }),
      "header row",
    ],
    ["a segment of zero", pie(1, 0), "must be a number above 0"],
    ["two pictures in one", image({ slack_file: { id: "F1" } }), "exactly one of image_url, slack_file"],
    ["a picture without alt text", image({ alt_text: undefined }), "/blocks/0/alt_text"],
    ["a picture address that is none", image({ image_url: "chart.png" }), "must be a valid URL"],
    ["two actions of one id", actions([button(1), button(1)]), 'action_id "a1" already exists'],
    ["a chart in a container", container([pie(1)]), "not allowed in a container: data_visualization"],
    ["an unknown element", actions([{ type: "lever" }]), "unsupported type: lever"],
    [
      "a chosen option that is not there",
      actions([
        { type: "static_select", action_id: "s", options: [option(1, 1)], initial_option: option(1, 2) },
      ]),
      "must be one of the provided options",
    ],
  ])("%s", (_name, block, message) => {
    expect(refused(block)?.join("\n")).toContain(message);
  });

  test("two blocks of one id", () => {
    expect(refused({ ...divider, block_id: "b" }, { ...divider, block_id: "b" })?.[1]).toContain(
      '"b" already exists',
    );
  });

  test("categories that a series lacks", () => {
    const chart = {
      type: "line",
      series: [{ name: "s", data: points(1) }],
      axis_config: { categories: ["c0", "c1"] },
    };
    expect(refused({ type: "data_visualization", title: "t", chart })?.[1]).toContain(
      "one point for each category",
    );
  });

  test("a data_table of more than 10,000 characters", () => {
    const rows = times(6, () => [cell("x".repeat(2_000))]);
    expect(refused(dataTable(1, 1, { rows }))?.[1]).toContain("less than 10001 characters");
  });

  test("a message of more than 12,000 characters with its own word", () => {
    expect(refused(...times(4, () => section(3_000)))).toBeUndefined();
    expect(refused(...times(4, () => section(3_000)), section(1))).toEqual(["msg_blocks_too_long"]);
  });
});

describe("views", () => {
  const modal = (more: object): object => ({ type: "modal", title: plain(24), blocks: [], ...more });
  const input = { type: "input", label: plain(1), element: { type: "plain_text_input", action_id: "a" } };

  test("takes 100 blocks, an alert and a title of 24", () => {
    const blocks = [...times(limits.view.blocks - 1, () => divider), { type: "alert", text: plain(200) }];
    expect(validateView(modal({ blocks }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a long title", { title: plain(25) }, "/view/title/text"],
    ["a long submit", { submit: plain(25) }, "/view/submit/text"],
    ["101 blocks", { blocks: times(101, () => divider) }, "no more than 100 items"],
    ["long private metadata", { private_metadata: "x".repeat(3_001) }, "/view/private_metadata"],
    ["an input without a submit button", { blocks: [input] }, "/view/submit"],
    ["a data_table", { blocks: [dataTable(1, 1)] }, "unsupported block type: data_table"],
    ["a long alert", { blocks: [{ type: "alert", text: plain(201) }] }, "/blocks/0/text/text"],
  ])("refuses %s", (_name, more, message) => {
    expect(validateView(modal(more)).join("\n")).toContain(message);
  });
});
