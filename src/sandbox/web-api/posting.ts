import { type Backstage, SlackError } from "../backstage.ts";
import { limits } from "../blocks/limits.ts";
import { type Fields, isFields } from "../blocks/problems.ts";
import { hasNativeData, isNativeData, validateBlocks } from "../blocks/validate.ts";
import type { Block } from "../message.ts";

/** Text and blocks of a message, checked. */
export interface Content {
  readonly text: string;
  readonly isPlain: boolean;
  readonly blocks: readonly Block[];
}

/** Checks what a message is to say, pictures included; refuses as Slack would. */
export const checkContent = async (
  raw: { readonly text: string | undefined; readonly blocks: unknown; readonly mrkdwn: unknown },
  backstage: Backstage,
  method: string,
): Promise<Content> => {
  const blocks = raw.blocks ?? [];
  const refusal = validateBlocks(blocks, "message");
  if (refusal !== undefined) throw new SlackError(refusal.error, refusal.messages);
  const checked = blocks as readonly Block[];
  const text = (raw.text ?? "").slice(0, limits.message.text);
  if (text === "" && checked.length === 0) throw new SlackError("no_text");
  refuseNativeWhenTold(checked, backstage, method);
  await checkPictures(checked, backstage);
  return { text, isPlain: String(raw.mrkdwn) === "false", blocks: checked };
};

const refuseNativeWhenTold = (blocks: readonly Block[], backstage: Backstage, method: string): void => {
  if (!hasNativeData(blocks)) return;
  if (backstage.faults.take(method, "native-blocks-refused") === undefined) return;
  const index = blocks.findIndex((block) => hasNativeData([block]));
  const type = blocks[index]?.type ?? "";
  throw new SlackError("invalid_blocks", [
    `[ERROR] unsupported block type: ${type} [json-pointer:/blocks/${index}/type]`,
  ]);
};

/** Every picture of the blocks with where it stands. */
const picturesIn = (value: unknown, pointer: string): readonly { pointer: string; image: Fields }[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => picturesIn(item, `${pointer}/${index}`));
  if (!isFields(value) || isNativeData(value)) return [];
  if (value.type === "image") return [{ pointer, image: value }];
  return Object.entries(value).flatMap(([key, item]) => picturesIn(item, `${pointer}/${key}`));
};

const checkPictures = async (blocks: readonly Block[], backstage: Backstage): Promise<void> => {
  for (const { pointer, image } of picturesIn(blocks, "/blocks")) {
    if (isFields(image.slack_file)) checkSlackFile(image.slack_file, `${pointer}/slack_file`, backstage);
    else await checkAddress(String(image.image_url), `${pointer}/image_url`, backstage);
  }
};

const checkSlackFile = (reference: Fields, pointer: string, { store }: Backstage): void => {
  const id = fileIdOf(reference);
  const file = id === undefined ? undefined : store.file(id);
  const isUsable =
    file?.state === "complete" && file.readyAt <= Date.now() && file.mimeType.startsWith("image/");
  if (!isUsable)
    throw new SlackError("invalid_blocks", [`[ERROR] invalid slack file [json-pointer:${pointer}]`]);
};

/** A file is named by id, or by its address in this sandbox. */
export const fileIdOf = (reference: Fields): string | undefined => {
  if (typeof reference.id === "string") return reference.id;
  return typeof reference.url === "string" ? /\/files\/([^/]+)\//.exec(reference.url)?.[1] : undefined;
};

/** Slack fetches a picture before it takes the message; the sandbox fetches only from the bot itself. */
const checkAddress = async (address: string, pointer: string, backstage: Backstage): Promise<void> => {
  const own = [backstage.url(), backstage.appUrl()].find(
    (base) => base !== undefined && address.startsWith(`${base}/`),
  );
  const appUrl = backstage.appUrl();
  if (own === undefined || appUrl === undefined || address.startsWith(`${backstage.url()}/files/`)) return;
  const response = await fetch(`${appUrl}${address.slice(own.length)}`, {
    signal: AbortSignal.timeout(3_000),
  }).catch(() => undefined);
  await response?.body?.cancel();
  if (response?.ok === true && (response.headers.get("content-type") ?? "").startsWith("image/")) return;
  throw new SlackError("invalid_blocks", [`[ERROR] downloading image failed [json-pointer:${pointer}]`]);
};
