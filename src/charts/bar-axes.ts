import { pictureSize } from "./chart-spec.ts";
import { estimateWidth } from "./fit-text.ts";
import type { JsonObject } from "./frame.ts";
import { font, ink, sizes } from "./style.ts";
import type { ValueScale } from "./value-scale.ts";

/** Longer names at horizontal bars end in an ellipsis. */
export const nameWidth = 430;

/** The axis of names beside horizontal bars. */
export const nameAxis = (size: number): JsonObject => ({
  border: { display: false },
  grid: { display: false },
  ticks: { color: ink.strong, font: font(size), autoSkip: false, crossAlign: "far", padding: 14 },
});

/** The axis of values above horizontal bars, but for where it begins and ends. */
export const valueAxisLook = (scale: ValueScale): JsonObject => ({
  border: { display: false },
  grid: { color: ink.grid, drawTicks: false, lineWidth: 2 },
  ticks: {
    color: ink.soft,
    font: font(sizes.note),
    includeBounds: false,
    maxTicksLimit: 6,
    padding: 8,
    maxRotation: 0,
  },
  title: { display: true, text: scale.title, color: ink.soft, font: font(sizes.note), align: "start" },
});

const widest = (texts: readonly string[], size: number): number =>
  Math.max(0, ...texts.map((text) => estimateWidth(text, size)));

/** The widest label as a part of the longest bar that leaves room for it. */
export const labelRoom = (labels: readonly string[], names: readonly string[], size: number): number => {
  const label = widest(labels, size) + 16;
  const plot = pictureSize.width - 2 * sizes.margin - Math.min(widest(names, size), nameWidth) - 20;
  return label / Math.max(1, plot - label);
};
