import quickChartModule from "quickchart-js";
import { SetupError } from "../errors.ts";
import type { Chart } from "../report.ts";
import { pictureSize } from "./chart-spec.ts";
import { configureChart } from "./configure-chart.ts";
import { ink } from "./style.ts";

/** Its types describe the CommonJS build; what Node imports is the class itself. */
const QuickChart = quickChartModule as unknown as typeof quickChartModule.default;

export interface QuickChartHost {
  draw(chart: Chart): Promise<Buffer>;
  /** An address of the picture, short enough for a message. */
  link(chart: Chart): Promise<string>;
  close(): Promise<void>;
}

const deadlineMilliseconds = 10_000;

/** Sends the figures to a QuickChart server, which draws the same configuration. */
export const connectQuickChart = (address: string): QuickChartHost => {
  const base = readAddress(address);
  return {
    draw: async (chart) => {
      const response = await post(`${base}/chart`, chart);
      const picture = Buffer.from(await response.arrayBuffer());
      if (!isPng(picture)) throw new Error("QuickChart answered with something that is no PNG.");
      return picture;
    },
    link: async (chart) => {
      const answer: unknown = await (await post(`${base}/chart/create`, chart)).json();
      if (typeof answer === "object" && answer && "url" in answer && typeof answer.url === "string")
        return answer.url;
      throw new Error("QuickChart made no address for the chart.");
    },
    close: async () => {},
  };
};

const readAddress = (address: string): string => {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new SetupError(`QUICKCHART_URL is "${address}"; write it as https://quickchart.io.`);
  return address.replace(/\/+$/, "");
};

/** QuickChart refuses every text with "for (" or "while (" in it as a loop; an escaped bracket reads the same. */
const toText = (chart: Chart): string => JSON.stringify(configureChart(chart)).replaceAll("(", "\\u0028");

const post = async (url: string, chart: Chart): Promise<Response> => {
  const request = new QuickChart()
    .setConfig(toText(chart))
    .setVersion("4")
    .setWidth(pictureSize.width)
    .setHeight(pictureSize.height)
    .setDevicePixelRatio(1)
    .setBackgroundColor(ink.paper)
    .setFormat("png");
  const response = await fetch(url, {
    method: "POST",
    redirect: "error",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request.getPostData()),
    signal: AbortSignal.timeout(deadlineMilliseconds),
  });
  if (response.ok) return response;
  throw new Error(
    `QuickChart answered ${response.status}: ${response.headers.get("x-quickchart-error") ?? response.statusText}`,
  );
};

const isPng = (picture: Buffer): boolean => picture.subarray(1, 4).toString("latin1") === "PNG";
