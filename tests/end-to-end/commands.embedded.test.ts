import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { type RunningService, type Seen, startRunningService } from "./support/running-service.ts";

/** Every command, whatever it is: its examples answer, and whatever its answer offers can be pressed. */

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
}, 180_000);
afterAll(() => service?.stop());

const headerOf = ({ blocks }: Seen): string | undefined =>
  blocks.find(({ type }) => type === "header")?.text.text;

interface Pressable {
  readonly id: string;
  readonly value: string;
}

/** What an answer to a question offers; verbs have tests of their own. */
const offersOf = ({ blocks }: Seen): readonly Pressable[] =>
  blocks
    .filter(({ type, block_id }) => type === "actions" && block_id.startsWith("q:"))
    .flatMap(({ elements }) => elements)
    .flatMap(({ action_id, value, option_groups = [] }) =>
      value === undefined
        ? option_groups.flatMap(({ options }: { options: { value: string }[] }) =>
            options.map((option) => ({ id: action_id, value: option.value })),
          )
        : [{ id: action_id, value }],
    )
    .filter(({ id, value }) => !id.startsWith("verb:") && value !== "keep");

const clicks = 5;

describe.each(commands.map((command) => [command.name, command] as const))("%s", (name, command) => {
  test("answers each of its examples", async () => {
    for (const example of command.examples) {
      const [message] = await service.type(`/bims ${name} ${example}`);
      expect(message && headerOf(message), `${name} ${example}: ${message?.text}`).toBeDefined();
    }
  });

  test("leads on wherever one clicks, and gives its receipt", async () => {
    const [first] = await service.type(`/bims ${name} ${command.examples[0] ?? ""}`);
    let message = first as Seen;
    if (offersOf(message).length === 0) return;
    expect(await service.modal(message, "verb:receipt")).toContain("SELECT");
    for (let click = 0; click < clicks; click += 1) {
      const offers = offersOf(message);
      const offer = offers[(click * 7) % offers.length] as Pressable;
      const told = `${name}: ${offer.value} after ${message.text.split("\n")[0]}`;
      const [answer] = await service.press(message, offer);
      expect(answer?.text, told).not.toContain("something went wrong");
      if (answer?.ephemeral && answer.ts !== message.ts) continue;
      expect(answer && headerOf(answer), told).toBeDefined();
      message = answer as Seen;
    }
  });
});
