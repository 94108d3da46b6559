import { limits } from "./limits.ts";
import { type Fields, isFields, type Problems } from "./problems.ts";

/** `data_table`: a header row, then rows of the same length. */
export const checkDataTable = (problems: Problems, pointer: string, block: Fields): void => {
  problems.text(`${pointer}/caption`, block.caption, limits.message.dataTableText);
  const { page_size: pageSize } = block;
  if (pageSize !== undefined && !isWhole(pageSize, 1, limits.dataTable.pageSize)) {
    problems.add(`${pointer}/page_size`, `must be a whole number from 1 to ${limits.dataTable.pageSize}`);
  }
  const rows = problems.list(`${pointer}/rows`, block.rows, limits.dataTable.rows, 2);
  checkRows(problems, `${pointer}/rows`, rows, limits.dataTable.columns);
  for (const [index, cell] of cellsOf(rows[0]).entries()) {
    if (isFields(cell) && cell.type === "rich_text") {
      problems.add(`${pointer}/rows/0/${index}`, "rich_text is not allowed in a header row");
    }
  }
  const column = block.row_header_column_index;
  if (column !== undefined && !isWhole(column, 0, cellsOf(rows[0]).length - 1)) {
    problems.add(`${pointer}/row_header_column_index`, "must be the index of a column");
  }
};

/** `table`: rows of text only. */
export const checkTable = (problems: Problems, pointer: string, block: Fields): void => {
  const rows = problems.list(`${pointer}/rows`, block.rows, limits.table.rows);
  checkRows(problems, `${pointer}/rows`, rows, limits.table.columns);
  if (textLength(rows) > limits.table.text) {
    problems.add(`${pointer}/rows`, `must be less than ${limits.table.text + 1} characters in all`);
  }
  const settings = block.column_settings;
  if (settings === undefined) return;
  const items = problems.list(`${pointer}/column_settings`, settings, limits.table.columns);
  for (const [index, item] of items.entries()) {
    const align = isFields(item) ? item.align : undefined;
    if (align !== undefined) {
      problems.oneOf(`${pointer}/column_settings/${index}/align`, align, ["left", "center", "right"]);
    }
  }
};

const checkRows = (problems: Problems, pointer: string, rows: readonly unknown[], columns: number): void => {
  const width = cellsOf(rows[0]).length;
  for (const [index, row] of rows.entries()) {
    const cells = problems.list(`${pointer}/${index}`, row, columns);
    if (cells.length !== width)
      problems.add(`${pointer}/${index}`, "all rows must have the same number of cells");
    for (const [column, cell] of cells.entries()) checkCell(problems, `${pointer}/${index}/${column}`, cell);
  }
};

const checkCell = (problems: Problems, pointer: string, value: unknown): void => {
  const cell = problems.fields(pointer, value);
  if (cell === undefined) return;
  problems.oneOf(`${pointer}/type`, cell.type, ["raw_text", "raw_number", "rich_text"]);
  if (cell.type === "rich_text") {
    problems.list(`${pointer}/elements`, cell.elements, Number.POSITIVE_INFINITY);
    return;
  }
  problems.text(`${pointer}/text`, cell.text, limits.message.dataTableText);
  if (cell.type === "raw_number" && !isFiniteNumber(cell.value)) {
    problems.add(`${pointer}/value`, "must provide a finite number");
  }
};

/** `data_visualization`: a pie of segments, or series over shared categories. */
export const checkChart = (problems: Problems, pointer: string, block: Fields): void => {
  problems.text(`${pointer}/title`, block.title, limits.chart.title);
  const chart = problems.fields(`${pointer}/chart`, block.chart);
  if (chart === undefined) return;
  problems.oneOf(`${pointer}/chart/type`, chart.type, ["pie", "bar", "area", "line"]);
  if (chart.type === "pie") checkPie(problems, `${pointer}/chart`, chart);
  else checkSeries(problems, `${pointer}/chart`, chart);
};

const checkPie = (problems: Problems, pointer: string, chart: Fields): void => {
  const segments = problems.list(`${pointer}/segments`, chart.segments, limits.chart.segments);
  for (const [index, item] of segments.entries()) {
    const at = `${pointer}/segments/${index}`;
    const segment = problems.fields(at, item);
    if (segment === undefined) continue;
    problems.text(`${at}/label`, segment.label, limits.chart.label);
    const { value } = segment;
    if (!isFiniteNumber(value) || value <= 0) problems.add(`${at}/value`, "must be a number above 0");
  }
};

const checkSeries = (problems: Problems, pointer: string, chart: Fields): void => {
  const axes = problems.fields(`${pointer}/axis_config`, chart.axis_config);
  const at = `${pointer}/axis_config/categories`;
  const categories = problems.list(at, axes?.categories, limits.chart.categories);
  for (const [index, label] of categories.entries())
    problems.text(`${at}/${index}`, label, limits.chart.label);
  problems.unique(at, categories, "category");
  const series = problems.list(`${pointer}/series`, chart.series, limits.chart.series);
  problems.unique(
    `${pointer}/series`,
    series.map((one) => (isFields(one) ? one.name : undefined)),
    "series",
  );
  for (const [index, item] of series.entries())
    checkOneSeries(problems, `${pointer}/series/${index}`, item, categories);
};

const checkOneSeries = (
  problems: Problems,
  pointer: string,
  value: unknown,
  categories: readonly unknown[],
): void => {
  const series = problems.fields(pointer, value);
  if (series === undefined) return;
  problems.text(`${pointer}/name`, series.name, limits.chart.label);
  const points = problems.list(`${pointer}/data`, series.data, limits.chart.categories);
  const labels = points.map((point) => (isFields(point) ? point.label : undefined));
  const sameLabels =
    labels.length === categories.length && categories.every((label) => labels.includes(label));
  if (!sameLabels) problems.add(`${pointer}/data`, "must have one point for each category");
  for (const [index, point] of points.entries()) {
    if (!isFields(point) || !isFiniteNumber(point.value)) {
      problems.add(`${pointer}/data/${index}/value`, "must provide a finite number");
    }
  }
};

/** Characters of every text in a value, however deep: what counts against a message's total. */
export const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (typeof item === "string" ? (countedKeys.has(key) ? item.length : 0) : textLength(item)),
    0,
  );
};

const countedKeys = new Set(["text", "caption", "title", "label"]);

const cellsOf = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : []);
const isFiniteNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
const isWhole = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
