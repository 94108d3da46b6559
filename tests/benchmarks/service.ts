import { readEnvironment } from "../../src/environment.ts";
import { startService } from "../../src/main.ts";
import { memoryIo } from "../service/memory-io.ts";
import type { Engine } from "./engines.ts";
import { summarise, type Times, timed } from "./measure.ts";

export interface ServiceFigures {
  /** From the typed command to the finished message with its chart. */
  readonly command: Times;
  /** From a chosen clause to the updated message, its chart included; and where the answer has no chart. */
  readonly press: Times;
  readonly pressWithoutChart: Times;
  /** Twenty people type at the same moment, three times. */
  readonly answersPerSecond: number;
}

interface Answer {
  readonly ts: string;
  readonly channel: string;
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
  const post = async (name: string, body: object): Promise<Answer> => {
    const request = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${service.url}/sandbox/api/${name}`, request);
    const { messages } = (await response.json()) as { messages?: readonly Answer[] };
    const [message] = messages ?? [];
    if (message === undefined) throw new Error(`${JSON.stringify(body)} was not answered`);
    return message;
  };
  const type = (text: string, as: string, channel: string): Promise<Answer> =>
    post("command", { as, channel, text });
  /** Chooses each clause from the menu of the message before. */
  const press = async (message: Answer, as: string, clauses: readonly string[]): Promise<number[]> => {
    const times: number[] = [];
    for (const value of clauses) {
      const { channel, ts } = message;
      const pressed = await timed(() => post("press", { as, channel, ts, action_id: "more", value }));
      times.push(pressed.milliseconds);
    }
    return times;
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
    const pressed: number[] = [];
    const plain: number[] = [];
    for (const market of markets) {
      const message = await type(`/top 5 products by net sales in ${market} FY2024`, person(0), channel);
      pressed.push(...(await press(message, person(0), ["by channel", "by segment", "by quarter"])));
      plain.push(...(await press(message, person(0), ["as table", "by category"])));
    }
    const crowds: number[] = [];
    for (const year of ["FY2023", "FY2024", "FY2025"]) {
      const crowd = commands.map((text) => text.replace("FY2026", year).replace("top 5", "top 4"));
      const asking = await timed(() =>
        Promise.all(crowd.map((text, index) => type(text, person(index), channel))),
      );
      crowds.push(asking.milliseconds);
    }
    return {
      command: summarise(times),
      press: summarise(pressed),
      pressWithoutChart: summarise(plain),
      answersPerSecond: (commands.length / summarise(crowds).median) * 1000,
    };
  } finally {
    await service.stop();
  }
};
