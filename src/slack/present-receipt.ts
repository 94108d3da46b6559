import type { ModalView, SectionBlock } from "@slack/types";
import type { Receipt, ReceiptMetric, ReceiptQuestion, Statement } from "../receipt.ts";
import { escapeCode, escapeMrkdwn } from "./escape.ts";
import { limits } from "./limits.ts";
import { plainText } from "./message.ts";

/** Characters of one statement that are shown, and of its values. */
const sqlMax = 2_600;
const valueMax = 300;

const section = (text: string): SectionBlock => ({
  type: "section",
  expand: true,
  text: { type: "mrkdwn", text, verbatim: true },
});

const code = (text: string, max: number): string => `\`\`\`${escapeCode(text, max)}\`\`\``;

const modal = (blocks: ModalView["blocks"]): ModalView => ({
  type: "modal",
  title: plainText("Receipt", limits.modalTitle),
  close: plainText("Close", limits.modalTitle),
  blocks: fitting(blocks),
});

/** As many blocks as a modal holds; the last one says what is left out. */
const fitting = (blocks: ModalView["blocks"]): ModalView["blocks"] =>
  blocks.length <= limits.modalBlocks
    ? blocks
    : [
        ...blocks.slice(0, limits.modalBlocks - 1),
        section(`${blocks.length - limits.modalBlocks + 1} more parts of this receipt do not fit here.`),
      ];

/** Opened at once: the press's permission to open lasts three seconds. */
export const openingReceipt = (): ModalView => modal([section("Looking it up …")]);

export const refusedReceipt = (message: string): ModalView =>
  modal([section(escapeMrkdwn(message, limits.section))]);

export const presentReceipt = (receipt: Receipt): ModalView =>
  modal([
    { type: "header", text: plainText(receipt.title, limits.header) },
    section(escapeMrkdwn(receipt.reading, limits.section)),
    section(`*To ask it again, type*\n${code(["/bims", receipt.words].join(" "), 1_500)}`),
    ...receipt.metrics.map(metricSection),
    { type: "divider" },
    section(factsText(receipt)),
    { type: "divider" },
    ...receipt.statements.flatMap(statementSections),
    ...(receipt.others ?? []).flatMap(questionBlocks),
  ]);

const factsText = ({ facts }: Pick<Receipt, "facts">): string =>
  facts
    .map(({ term, text }) => `*${escapeMrkdwn(term, 60)}:* ${escapeMrkdwn(text, 250)}`)
    .join("\n")
    .slice(0, limits.section);

/** A further question of the same report: what differs from the first, and how it is read. */
const questionBlocks = (question: ReceiptQuestion, index: number): ModalView["blocks"] => [
  { type: "divider" },
  section(
    [
      `*${index + 2}. ${escapeMrkdwn(question.title, 200)}*`,
      escapeMrkdwn(question.reading, 600),
      factsText(question),
    ]
      .filter((line) => line !== "")
      .join("\n")
      .slice(0, limits.section),
  ),
  ...question.statements.flatMap(statementSections),
];

const metricSection = ({ label, description, formula, trap }: ReceiptMetric): SectionBlock =>
  section(
    [
      `*${escapeMrkdwn(label, 100)}*  ${escapeMrkdwn(description, 700)}`,
      `*Formula:* ${escapeMrkdwn(formula, 700)}`,
      `*Trap:* ${escapeMrkdwn(trap, 700)}`,
    ].join("\n"),
  );

const statementSections = ({ sql, parameters }: Statement, index: number): readonly SectionBlock[] => [
  section(`*SQL${index === 0 ? "" : ` ${index + 1}`}*\n${code(sql, sqlMax)}`),
  ...(parameters.length === 0
    ? []
    : [
        section(
          code(
            parameters
              .map(
                (value, at) =>
                  `$${at + 1} = ${value.length > valueMax ? `${value.slice(0, valueMax)}…` : value}`,
              )
              .join("\n"),
            sqlMax,
          ),
        ),
      ]),
];
