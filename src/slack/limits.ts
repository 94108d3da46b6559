/**
 * Every limit of Slack that BIMS must stay within, once, with where it is written.
 * Reference pages are below https://docs.slack.dev/reference/block-kit/; lengths are counted in UTF-16 units,
 * which is never less than what Slack counts.
 */
export const limits = Object.freeze({
  /** blocks: "up to 50 blocks in messages". */
  blocks: 50,
  /** blocks/header-block. */
  header: 150,
  /** blocks/section-block, `text`. */
  section: 3_000,
  /** blocks/section-block, `fields`: 10 items of 2,000 characters. */
  fields: 10,
  field: 2_000,
  /** blocks/context-block: 10 elements; a text object holds 3,000, BIMS keeps an element to 2,000. */
  contextElements: 10,
  contextText: 2_000,
  /** blocks/actions-block. */
  actions: 25,
  /** block-elements/button-element: text 75, value 2,000. */
  buttonText: 75,
  buttonValue: 2_000,
  /** composition-objects/option-object, block-elements/select-menu-element. */
  optionText: 75,
  optionValue: 150,
  options: 100,
  /** surfaces/modals. */
  modalBlocks: 100,
  modalTitle: 24,
  /** blocks/image-block. */
  altText: 2_000,
  /** blocks/data-table-block: 100 rows beside the header, 20 columns, 10,000 characters in all cells of a message. */
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** Not documented; a caption longer than a section has not been tried. */
  tableCaption: 500,
  /** blocks/data-table-block: 1–100, Slack's default 5. BIMS shows a whole top ten. */
  tablePage: 12,
  /** blocks/data-visualization-block. */
  chartTitle: 50,
  chartAxisLabel: 50,
  chartLabel: 20,
  chartSeries: 12,
  chartSegments: 12,
  chartCategories: 20,
  charts: 2,
  /** Above about 12,000 characters of block text Slack answers `msg_blocks_too_long` (reported by others). */
  blockText: 12_000,
  /** methods/chat.postMessage: best under 4,000, cut above 40,000. */
  text: 4_000,
  /** interactivity/handling-user-interaction: a response_url takes 5 messages in 30 minutes. */
  responseUses: 5,
  responseMinutes: 30,
  /** reference/app-manifest. */
  commands: 50,
  commandName: 32,
  commandDescription: 2_000,
  commandUsage: 1_000,
  displayName: 35,
  displayDescription: 140,
  longDescription: 4_000,
  /** apis/web-api/rate-limits: one message a second in a channel. */
  messageGapMs: 1_000,
  /** interactivity/handling-user-interaction: a trigger_id opens a modal for three seconds. */
  triggerMs: 3_000,
  /** authentication/verifying-requests-from-slack: older than five minutes may be a replay; ahead is never Slack. */
  signatureAgeSeconds: 300,
  signatureAheadSeconds: 60,
  /** A slash command or press is a few kilobytes. */
  bodyBytes: 1_000_000,
});
