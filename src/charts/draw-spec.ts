import { createRequire } from "node:module";
import { createCanvas } from "@napi-rs/canvas";
import type { ChartConfiguration } from "chart.js";
import sharp from "sharp";
import { type ChartSpec, pictureSize } from "./chart-spec.ts";
import { registerFonts } from "./fonts.ts";
import { ink } from "./style.ts";

/** The label plug-in requires Chart.js; an imported second copy would not know its bars from its points. */
const require = createRequire(import.meta.url);
const { Chart, registerables } = require("chart.js") as typeof import("chart.js");
Chart.register(...registerables, require("chartjs-plugin-datalabels"));
registerFonts();

const { width, height } = pictureSize;

/** An opaque PNG of 1440 × 810. */
export const drawSpec = async (spec: ChartSpec): Promise<Buffer> => {
  const pixels = drawPixels(spec);
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 3 })
    .toBuffer();
};

/** Chart.js asks for a canvas of a browser; this one has all that it uses. */
const drawPixels = (spec: ChartSpec): Buffer => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, width, height);
  const chart = new Chart(canvas as unknown as HTMLCanvasElement, withPaper(spec));
  const pixels = canvas.data();
  chart.destroy();
  return pixels;
};

/** Chart.js clears the canvas before it draws; the paper is laid again under it. */
const withPaper = (spec: ChartSpec): ChartConfiguration => ({
  ...(structuredClone(spec) as unknown as ChartConfiguration),
  plugins: [
    {
      id: "paper",
      beforeDraw: ({ ctx }) => {
        ctx.fillStyle = ink.paper;
        ctx.fillRect(0, 0, width, height);
      },
    },
  ],
});
