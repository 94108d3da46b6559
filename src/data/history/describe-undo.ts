import type { UndoReport } from "./undo-load.ts";

const number = (amount: number): string => amount.toLocaleString("en-US");

/** What an undo did, in calm lines of plain text. */
export const describeUndo = ({
  load,
  undone,
  tables,
  replacedDemo,
  warnings,
}: UndoReport): readonly string[] => [
  `Load ${undone} is undone by load ${load}: answers are those before it.`,
  ...tables.map(({ table, removed, restored }) => {
    const said = [
      ...(removed > 0 ? [`${number(removed)} removed`] : []),
      ...(restored > 0 ? [`${number(restored)} put back as they were`] : []),
    ];
    return `${table}: ${said.join(", ")}`;
  }),
  ...(replacedDemo
    ? [
        "It had taken the place of the invented demo company, which does not come back by itself: npx bims demo loads it into an empty database.",
      ]
    : []),
  ...warnings,
];
