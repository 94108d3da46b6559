import type { ChartSeries } from "../report.ts";
import type { Json } from "./chart-spec.ts";

/** Subsets of the bundled Inter, as they are registered for drawing; a character takes the first that has it. */
export const fontSubsets = Object.freeze({
  latin: "Inter",
  "latin-ext": "Inter Latin Extended",
  greek: "Inter Greek",
  cyrillic: "Inter Cyrillic",
  "cyrillic-ext": "Inter Cyrillic Extended",
  vietnamese: "Inter Vietnamese",
});

export const fontWeights = Object.freeze([400, 600] as const);

const family = [...Object.values(fontSubsets).map((name) => `'${name}'`), "sans-serif"].join(", ");

export const font = (size: number, weight: (typeof fontWeights)[number] = 400): Json => ({
  family,
  size,
  weight,
  lineHeight: 1.25,
});

/** Sizes in pixels of a 1440 wide picture, which a phone shows at a quarter. */
export const sizes = Object.freeze({ title: 42, label: 30, tick: 26, note: 24, margin: 56 });

export const ink = Object.freeze({ strong: "#1B2733", soft: "#56636F", grid: "#E4E9ED", paper: "#FFFFFF" });

/** A white rim keeps labels readable where they cross a line. */
export const halo = Object.freeze({ textStrokeColor: ink.paper, textStrokeWidth: 6 });

/** Okabe and Ito's colours, told apart by colour-blind people, without the yellow that white swallows. */
export const palette = Object.freeze([
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#D55E00",
  "#56B4E9",
  "#CC79A7",
] as const);

/** Of a waterfall: levels, and steps up and down, which their signs tell apart as well. */
export const flow = Object.freeze({ level: palette[0], up: palette[2], down: palette[3] });

const previousColour = "#A9C6DA";

/** The current series is strong, the one before it lighter, others take the next colours. */
export const colourOf = (series: readonly ChartSeries[], index: number): string => {
  if (series[index]?.role === "previous") return previousColour;
  const before = series.slice(0, index).filter((other) => other.role !== "previous").length;
  return palette[before % palette.length] ?? palette[0];
};

/** The same colour on white, at 22% strength: a bar that is not to be trusted whole. */
export const pale = (colour: string): string =>
  `#${[1, 3, 5].map((at) => paleChannel(colour.slice(at, at + 2))).join("")}`;

const paleChannel = (hex: string): string =>
  Math.round(255 - (255 - Number.parseInt(hex, 16)) * 0.22)
    .toString(16)
    .padStart(2, "0")
    .toUpperCase();
