import type { ImageBlock, SectionBlock } from "@slack/types";
import type { Chart, Figure, Report, Section } from "../report.ts";
import { questionActions, type Shown } from "./buttons.ts";
import { escapeMrkdwn, plain, plainLines } from "./escape.ts";
import { limits } from "./limits.ts";
import {
  askAction,
  blockTextSize,
  buttons,
  context,
  header,
  type Message,
  type MessageBlock,
} from "./message.ts";
import { nativeChart } from "./native-chart.ts";
import { presentList } from "./present-list.ts";
import { presentTable, presentTableAsText, type TableRoom } from "./present-table.ts";
import { presentText } from "./present-text.ts";

/** How the chart reaches the message: as a picture by address, as an uploaded file, or drawn by Slack. */
export type Picture =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "file"; readonly id: string }
  | { readonly kind: "native" };

const headlineMax = 1_500;
const readingMax = 600;
const noteMax = 300;
const figuresMax = 20;
/** Characters kept for what the presenter itself has to say. */
const reserve = 600;

export interface PresentOptions {
  /** The remembered question, which the next steps change; without it they are whole words. */
  readonly shown?: Shown;
  /** Id of the person who made everyone see it. */
  readonly sharedBy?: string;
  /** Nobody has shared anything in this channel before. */
  readonly isFirstShare?: boolean;
}

/** The Report as Slack shows it, in the order of reading: what, how read, the answer, table, chart, notes, next, footer. */
export const presentReport = (report: Report, picture?: Picture, options: PresentOptions = {}): Message =>
  present(report, picture, "native", options);

/** The same for a workspace that refuses the newer blocks: the table as text, no chart. */
export const withoutNativeBlocks = (report: Report, options: PresentOptions = {}): Message =>
  present(report, undefined, "plain", options);

const present = (
  report: Report,
  picture: Picture | undefined,
  tables: "native" | "plain",
  { shown, sharedBy, isFirstShare = false }: PresentOptions,
): Message => {
  const head = [
    header(report.title),
    ...shared(sharedBy, isFirstShare),
    ...reading(report),
    ...headline(report),
  ];
  const charts = chartBlocks(report, picture);
  const foot = [
    ...nextBlocks(report, shown),
    ...(report.footer === "" ? [] : [context([report.footer], readingMax)]),
  ];
  const first = noteLines(report.notes);
  const used = blockTextSize([...head, ...charts, ...foot]) + first.join("").length + reserve;
  const body = bodyBlocks(report, tables, {
    characters: limits.blockText - used,
    blocks: limits.blocks - 10 - charts.length,
  });
  const undrawn =
    picture?.kind === "native" && mainChart(report) !== undefined && charts.length === 0 ? [notDrawn] : [];
  const notes = noteLines([...report.notes, ...body.notes, ...undrawn]);
  const noted = notes.length === 0 ? [] : [context(notes, noteMax)];
  const blocks =
    picture?.kind === "file"
      ? [...head, ...body.blocks, ...noted, ...foot, ...charts]
      : [...head, ...body.blocks, ...charts, ...noted, ...foot];
  return { text: presentText(report), blocks };
};

const nextBlocks = (report: Report, shown: Shown | undefined): MessageBlock[] => {
  if (shown === undefined)
    return buttons(
      "next",
      report.next.map((step) => ({ ...step, action: askAction })),
    );
  const actions = questionActions(report, shown);
  return actions.elements.length === 0 ? [] : [actions];
};

/** Slack shows the person's name; they see themselves mentioned, nobody else is. */
const shared = (user: string | undefined, isFirst: boolean): MessageBlock[] => {
  if (user === undefined || !/^[UW][A-Z0-9]+$/.test(user)) return [];
  const text = `Shared by <@${user}>${isFirst ? `. ${everyoneSees}` : ""}`;
  return [{ type: "context", elements: [{ type: "mrkdwn", text }] }];
};

const everyoneSees = "Everyone in this channel sees what is shared here; other answers are private.";

const reading = (report: Report): MessageBlock[] =>
  report.reading === "" ? [] : [context([report.reading], readingMax)];

const figuresOf = (report: Report): Figure[] =>
  report.sections.flatMap((section) => (section.kind === "figures" ? section.figures : []));

const field = (figure: Figure): string => {
  const change = figure.change === undefined ? "" : `  ${escapeMrkdwn(figure.change, 100)}`;
  const target = figure.target === undefined ? "" : `\n${escapeMrkdwn(figure.target, 150)}`;
  return `*${escapeMrkdwn(figure.label, 100)}*\n${escapeMrkdwn(figure.value, 100)}${change}${target}`;
};

const headline = (report: Report): SectionBlock[] => {
  const fields = figuresOf(report)
    .slice(0, figuresMax)
    .map((figure) => ({ type: "mrkdwn" as const, text: field(figure), verbatim: true }));
  const text =
    report.headline === ""
      ? {}
      : { text: { type: "plain_text" as const, text: plain(report.headline, headlineMax), emoji: false } };
  const first = fields.slice(0, limits.fields);
  const rest = fields.slice(limits.fields);
  return [
    ...(report.headline === "" && first.length === 0
      ? []
      : [
          {
            type: "section" as const,
            expand: true,
            ...text,
            ...(first.length === 0 ? {} : { fields: first }),
          },
        ]),
    ...(rest.length === 0 ? [] : [{ type: "section" as const, fields: rest }]),
  ];
};

const chartsOf = (report: Report): Chart[] =>
  report.sections.flatMap((section) => (section.kind === "chart" ? [section.chart] : []));

/** The chart that is drawn as a picture, when the report has one. */
export const mainChart = (report: Report): Chart | undefined => chartsOf(report)[0];

const image = (
  chart: Chart,
  source: { readonly image_url: string } | { readonly slack_file: { readonly id: string } },
): ImageBlock => ({
  type: "image",
  alt_text: plain(chart.alt, limits.altText),
  ...source,
});

const chartBlocks = (report: Report, picture: Picture | undefined): MessageBlock[] => {
  const charts = chartsOf(report);
  const chart = charts[0];
  if (chart === undefined || picture === undefined) return [];
  switch (picture.kind) {
    case "url":
      return [image(chart, { image_url: picture.url })];
    case "file":
      return [image(chart, { slack_file: { id: picture.id } })];
    case "native":
      return charts.slice(0, limits.charts).flatMap((one) => nativeChart(one) ?? []);
  }
};

interface Room extends TableRoom {
  readonly blocks: number;
}

/** Tables, texts and lists in their order, each with what the ones before have left. */
const bodyBlocks = (
  report: Report,
  tables: "native" | "plain",
  room: Omit<Room, "cells">,
): { blocks: MessageBlock[]; notes: string[] } => {
  const blocks: MessageBlock[] = [];
  const notes: string[] = [];
  report.sections.forEach((section, index) => {
    const left = {
      characters: room.characters - blockTextSize(blocks),
      cells: limits.tableCharacters - blockTextSize(blocks.filter((block) => block.type === "data_table")),
      blocks: room.blocks - blocks.length,
    };
    const fitted =
      left.blocks < 1 ? { blocks: [], notes: [tooLong] } : bodyBlock(section, `list${index}`, tables, left);
    blocks.push(...fitted.blocks);
    notes.push(...fitted.notes);
  });
  return { blocks, notes: [...new Set(notes)] };
};

const notDrawn = "The chart has gaps or too many points for the kind that Slack draws itself.";
const tooLong = "The rest does not fit into one message.";

const bodyBlock = (
  section: Section,
  id: string,
  tables: "native" | "plain",
  room: Room,
): { blocks: readonly MessageBlock[]; notes: readonly string[] } => {
  switch (section.kind) {
    case "table":
      return tables === "native"
        ? presentTable(section.table, room)
        : presentTableAsText(section.table, room.characters);
    case "text":
      return textBlock(section.text, Math.min(limits.section, room.characters));
    case "list":
      return presentList(section, id, room);
    case "figures":
    case "chart":
      return { blocks: [], notes: [] };
  }
};

const textBlock = (
  text: string,
  room: number,
): { blocks: readonly MessageBlock[]; notes: readonly string[] } => {
  if (room < 2) return { blocks: [], notes: [tooLong] };
  const shown = plainLines(text, room);
  const block: SectionBlock = {
    type: "section",
    expand: true,
    text: { type: "plain_text", emoji: false, text: shown },
  };
  return { blocks: [block], notes: text.length > room ? [tooLong] : [] };
};

const noteLines = (notes: readonly string[]): string[] => {
  const lines = notes.filter((note) => note.trim() !== "");
  if (lines.length <= limits.contextElements) return lines.map((line) => plain(line, noteMax));
  const shown = limits.contextElements - 1;
  return [
    ...lines.slice(0, shown).map((line) => plain(line, noteMax)),
    `And ${lines.length - shown} more notes.`,
  ];
};
