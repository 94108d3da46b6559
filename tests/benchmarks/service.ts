import { readEnvironment } from "../../src/environment.ts";
import { startService } from "../../src/main.ts";
import { memoryIo } from "../service/memory-io.ts";
import type { Engine } from "./engines.ts";
import { summarise, type Times, timed } from "./measure.ts";

export interface ServiceFigures {
  /** From the typed command to the finished message with its chart. */
  readonly command: Times;
  /** Twenty people type at the same moment. */
  readonly answersPerSecond: number;
}

const markets = [
  "India",
  "Germany",
  "USA",
  "Norway",
  "Brazil",
  "Japan",
  "France",
  "Canada",
  "Spain",
  "Chile",
];
const commands = markets.flatMap((market) => [
  `/top 5 products by net sales in ${market} FY2026`,
  `/trend net sales in ${market} FY2026`,
]);

/** The whole service as `npm start` runs it, in this process, typed at through the sandbox. */
export const measureService = async ({ folder, url }: Engine): Promise<ServiceFigures> => {
  const environment = readEnvironment({
    ...{ BIMS_DATA_DIR: folder, PORT: "0", LOG_LEVEL: "silent" },
    ...(url === "" ? {} : { DATABASE_URL: url }),
  });
  const service = await startService(environment, memoryIo());
  const type = async (text: string, as: string, channel: string): Promise<void> => {
    const body = JSON.stringify({ as, channel, text });
    const response = await fetch(`${service.url}/sandbox/api/command`, { method: "POST", body });
    const { messages } = (await response.json()) as { messages?: readonly unknown[] };
    if (!messages?.length) throw new Error(`${text} was not answered`);
  };
  try {
    const state = (await (await fetch(`${service.url}/sandbox/api/state`)).json()) as {
      readonly people: readonly { readonly id: string }[];
      readonly channels: readonly { readonly id: string }[];
    };
    const person = (index: number): string => state.people[index % state.people.length]?.id ?? "";
    const channel = state.channels[0]?.id ?? "";
    await type("/top 3 products by net sales FY2025", person(0), channel);
    const times: number[] = [];
    for (const text of commands) times.push((await timed(() => type(text, person(0), channel))).milliseconds);
    const crowd = commands.map((text) => text.replace("FY2026", "FY2025"));
    const { milliseconds } = await timed(() =>
      Promise.all(crowd.map((text, index) => type(text, person(index), channel))),
    );
    return { command: summarise(times), answersPerSecond: (crowd.length / milliseconds) * 1000 };
  } finally {
    await service.stop();
  }
};
