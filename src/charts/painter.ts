import type { Chart } from "../report.ts";
import { startDrawingThread } from "./drawing-thread.ts";
import { connectQuickChart } from "./quickchart.ts";

/** Makes pictures of charts. */
export interface Painter {
  /** A PNG of 1440 × 810 on white. Rejects when it takes longer than 10 seconds. */
  draw(chart: Chart): Promise<Buffer>;
  /** An address that anybody can open; only a painter that lives on the internet has them. */
  link?(chart: Chart): Promise<string>;
  close(): Promise<void>;
}

export interface PainterOptions {
  /** Where a QuickChart lives (`https://quickchart.io`). Without it nothing leaves the machine. */
  readonly quickChartUrl?: string | undefined;
}

export const createPainter = ({ quickChartUrl }: PainterOptions = {}): Painter =>
  quickChartUrl ? connectQuickChart(quickChartUrl) : startDrawingThread();
