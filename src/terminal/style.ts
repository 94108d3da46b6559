/** How parts of an answer stand out; plain where the terminal shows no colour. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly bar: (text: string) => string;
  readonly warning: (text: string) => string;
}

const paint = (open: number, close: number) => (text: string) =>
  text === "" ? text : `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string): string => text;

const coloured: Style = Object.freeze({
  strong: paint(1, 22),
  faint: paint(2, 22),
  bar: paint(36, 39),
  warning: paint(33, 39),
});
const colourless: Style = Object.freeze({ strong: plain, faint: plain, bar: plain, warning: plain });

export const styleFor = (colour: boolean): Style => (colour ? coloured : colourless);
