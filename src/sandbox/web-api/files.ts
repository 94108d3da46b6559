import { randomBytes } from "node:crypto";
import { type Backstage, SlackError } from "../backstage.ts";
import { isFields } from "../blocks/problems.ts";
import type { StoredFile } from "../message.ts";
import { bot } from "../workspace.ts";
import { type Method, writableChannel } from "./method.ts";

const announce: Method = (call, backstage) => {
  const name = call.needed("filename");
  if (!(Number(call.needed("length")) > 0))
    throw new SlackError("invalid_arguments", ["[ERROR] length must be above 0"]);
  const id = `F${randomBytes(5).toString("hex").toUpperCase()}`;
  backstage.store.saveFile({
    id,
    name,
    title: name,
    mimeType: "application/octet-stream",
    bytes: new Uint8Array(),
    state: "announced",
    readyAt: Number.POSITIVE_INFINITY,
  });
  return { file_id: id, upload_url: `${backstage.url()}/upload/${id}` };
};

const complete: Method = (call, backstage) => {
  const wanted = call.json("files");
  if (!Array.isArray(wanted) || wanted.length === 0) throw new SlackError("invalid_arguments");
  const target = call.text("channel_id") ?? call.text("channels");
  const channel = target === undefined ? undefined : writableChannel(target, backstage);
  const files = wanted.map((item) => completeOne(item, backstage));
  if (channel !== undefined) {
    const threadTs = call.text("thread_ts");
    const text = call.text("initial_comment") ?? "";
    const thread = threadTs === undefined ? {} : { threadTs };
    backstage.store.post({ channel: channel.id, user: bot.userId, text, files, ...thread });
  }
  return { files: files.map((file) => presentFile(file, backstage)) };
};

const completeOne = (item: unknown, { store, faults }: Backstage): StoredFile => {
  const id = isFields(item) ? String(item.id) : "";
  const file = store.file(id);
  if (file?.state !== "uploaded") throw new SlackError("file_not_found");
  const fault = faults.take("files.completeUploadExternal", "invalid-slack-file");
  const delay = fault?.kind === "invalid-slack-file" ? fault.milliseconds : 0;
  const title = isFields(item) && typeof item.title === "string" ? item.title : file.title;
  return store.saveFile({ ...file, title, state: "complete", readyAt: Date.now() + delay });
};

/** Address at which the sandbox gives the file back. */
export const fileAddress = (file: Pick<StoredFile, "id" | "name">, { url }: Pick<Backstage, "url">): string =>
  `${url()}/files/${file.id}/${encodeURIComponent(file.name)}`;

const presentFile = (file: StoredFile, backstage: Backstage): object => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimeType,
  size: file.bytes.length,
  url_private: fileAddress(file, backstage),
  permalink: fileAddress(file, backstage),
});

const signatures: readonly { readonly type: string; readonly bytes: readonly number[] }[] = [
  { type: "image/png", bytes: [0x89, 0x50, 0x4e, 0x47] },
  { type: "image/jpeg", bytes: [0xff, 0xd8, 0xff] },
  { type: "image/gif", bytes: [0x47, 0x49, 0x46] },
];

/** Takes the bytes of an announced file; the type is read off them, as Slack does. */
export const receiveUpload = (id: string, bytes: Uint8Array, { store }: Backstage): void => {
  const file = store.file(id);
  if (file?.state !== "announced") throw new SlackError("file_not_found");
  const signature = signatures.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  const mimeType = signature?.type ?? (file.name.endsWith(".csv") ? "text/csv" : "application/octet-stream");
  store.saveFile({ ...file, bytes, mimeType, state: "uploaded" });
};

export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": announce,
  "files.completeUploadExternal": complete,
};
