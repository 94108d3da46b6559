/**
 * What Slack refuses, as the sandbox knows it: lengths in characters, counts in items. Kept apart from what
 * the presenter believes, so that one can prove the other. Source: docs.slack.dev/reference/block-kit.
 */
export const limits = Object.freeze({
  message: { blocks: 50, text: 40_000, blockText: 12_000, tables: 1, charts: 2, dataTableText: 10_000 },
  view: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3_000, callbackId: 255, depth: 3 },
  blockId: 255,
  actionId: 255,
  header: { text: 150 },
  section: { text: 3_000, fields: 10, field: 2_000 },
  context: { elements: 10, text: 3_000 },
  actions: { elements: 25 },
  markdown: { text: 12_000 },
  image: { altText: 2_000, title: 2_000, url: 3_000 },
  alert: { text: 200 },
  input: { label: 2_000, hint: 2_000, placeholder: 150, initial: 3_000 },
  container: { children: 10, title: 150, subtitle: 150 },
  card: { title: 150, subtitle: 150, body: 200, actions: 3 },
  carousel: { cards: 10 },
  button: { text: 75, value: 2_000, url: 3_000 },
  option: { text: 75, value: 150, description: 75, url: 3_000 },
  select: { options: 100, groups: 100, groupLabel: 75, placeholder: 150 },
  overflow: { options: 5 },
  choices: { options: 10 },
  confirm: { title: 100, text: 300, button: 30 },
  dataTable: { rows: 101, columns: 20, pageSize: 100 },
  table: { rows: 100, columns: 20, text: 10_000 },
  chart: { title: 50, label: 20, segments: 12, series: 12, categories: 20 },
});
