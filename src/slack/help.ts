import type { Command } from "../command.ts";
import type { Report } from "../report.ts";

const typedName = (command: Command): string => `${command.global ? "/" : "/bims "}${command.name}`;

/** `/bims` alone: every command with one real example to press. */
export const helpReport = (commands: readonly Command[]): Report => ({
  title: "What you can ask BIMS",
  reading: "",
  headline: "Type a command, or /bims and a question in your own words. Only you see the answer.",
  sections: [
    {
      kind: "list",
      items: commands.map((command) => ({
        term: `${typedName(command)} ${command.usage}`.trim(),
        text: command.summary,
        ...(command.examples[0] === undefined
          ? {}
          : { words: `${command.name} ${command.examples[0]}`.trim() }),
      })),
    },
  ],
  notes: [],
  next: [],
  footer: "Typing a command in a channel is invisible to the others there.",
});

/** `/top help`: what may follow the name, and every example to press. */
export const commandHelpReport = (command: Command): Report => ({
  title: `${typedName(command)} ${command.usage}`.trim(),
  reading: "",
  headline: `${command.summary}.`,
  sections: [
    {
      kind: "list",
      items: command.examples.map((example) => ({
        term: `${typedName(command)} ${example}`.trim(),
        text: "",
        words: `${command.name} ${example}`.trim(),
      })),
    },
  ],
  notes: [],
  next: [],
  footer: "",
});
