import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { configureChart } from "../../src/charts/configure-chart.ts";
import { drawSpec } from "../../src/charts/draw-spec.ts";
import { createPainter } from "../../src/charts/painter.ts";
import { rankedChart } from "./charts.ts";

interface Request {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

const requests: Request[] = [];
let answer: "picture" | "error" | "redirect" | "text" = "picture";

const read = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};

/** Speaks QuickChart's POST: `/chart` answers the picture, `/chart/create` an address. */
const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = JSON.parse(await read(request)) as Record<string, unknown>;
  requests.push({ path: request.url ?? "", body });
  if (answer === "error") return void response.writeHead(400, { "x-quickchart-error": "Chart error" }).end();
  if (answer === "redirect") return void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  if (answer === "text") return void response.end("no picture");
  if (request.url === "/chart/create")
    return void response.end(
      JSON.stringify({ success: true, url: "https://quickchart.io/chart/render/zf-1" }),
    );
  response.setHeader("content-type", "image/png").end(await drawSpec(JSON.parse(String(body.chart))));
};

const server = createServer((request, response) => void serve(request, response));
let address = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests.length = 0;
  answer = "picture";
});
afterAll(() => server.close());

describe("QuickChart", () => {
  it("receives the same configuration for Chart.js 4 and its picture is what comes back", async () => {
    const picture = await createPainter({ quickChartUrl: `${address}/` }).draw(rankedChart);
    expect(requests[0]?.path).toBe("/chart");
    const { chart, ...rest } = requests[0]?.body ?? {};
    expect(JSON.parse(String(chart))).toEqual(configureChart(rankedChart));
    expect(rest).toEqual({
      version: "4",
      width: 1440,
      height: 810,
      devicePixelRatio: 1,
      backgroundColor: "#FFFFFF",
      format: "png",
    });
    expect(picture.equals(await drawSpec(configureChart(rankedChart)))).toBe(true);
  });

  it("makes an address that fits into a message", async () => {
    const url = await createPainter({ quickChartUrl: address }).link?.(rankedChart);
    expect(requests[0]?.path).toBe("/chart/create");
    expect(url).toBe("https://quickchart.io/chart/render/zf-1");
  });

  it("is never sent what it would take for a loop", async () => {
    await createPainter({ quickChartUrl: address }).draw({
      ...rankedChart,
      title: "Cases for (all) cameras",
    });
    expect(requests[0]?.body.chart).not.toMatch(/(for|while)\s*\(/i);
    expect(JSON.parse(String(requests[0]?.body.chart)).options.plugins.title.text).toEqual([
      "Cases for (all) cameras",
    ]);
  });

  it.each([
    ["error", /QuickChart answered 400: Chart error/],
    ["redirect", /fetch failed/],
    ["text", /no PNG/],
  ] as const)("fails clearly at an answer that is no picture: %s", async (kind, message) => {
    answer = kind;
    await expect(createPainter({ quickChartUrl: address }).draw(rankedChart)).rejects.toThrow(message);
  });

  it("says how its address is written", () => {
    expect(() => createPainter({ quickChartUrl: "quickchart" })).toThrow(
      /QUICKCHART_URL .* https:\/\/quickchart\.io/,
    );
  });
});
