import type { Command } from "../command.ts";

/** `commands/README.md`: what people can type, in help order. */
export const describeCommands = (commands: readonly Command[]): string =>
  [
    "# What people can type",
    "Made from the commands beside this page by `npm run docs`. Change a command, not this page.",
    "In Slack every command follows `/bims`; those with a slash of their own are marked. In a terminal they follow `npx bims`.",
    ...commands.map(describeCommand),
  ]
    .join("\n\n")
    .concat("\n");

const describeCommand = ({ name, summary, usage, examples, global }: Command): string =>
  [
    `## ${name}`,
    "",
    summary,
    "",
    "```",
    ...[usage, ...examples].map((words) => `${prefix(name, global)} ${words}`.trimEnd()),
    "```",
    "",
    `![The answer to ${[prefix(name, global), examples[0]].join(" ").trim()}](../${picturePath(name)})`,
  ].join("\n");

/** Where `npm run pictures` keeps the answer to a command's first example. */
export const picturePath = (name: string): string => `.github/commands/${name}.png`;

const prefix = (name: string, global: boolean): string => (global ? `/${name}` : `/bims ${name}`);
