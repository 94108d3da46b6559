/// <reference lib="dom" />
import { toast } from "./dom.ts";
import type { Fields } from "./fields.ts";
import type { Changes } from "./model.ts";

/** Does something as a person; what went wrong is shown, never thrown. */
export const post = async (name: string, body: object): Promise<Fields> => {
  try {
    const response = await fetch(`/sandbox/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Fields;
    if (!response.ok) toast(String(answer.error ?? "That did not work."));
    return answer;
  } catch {
    toast("The sandbox does not answer. Is it still running?");
    return {};
  }
};

export const fetchChanges = async (person: string, since: number): Promise<Changes> => {
  const response = await fetch(`/sandbox/api/changes?as=${encodeURIComponent(person)}&since=${since}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Changes;
};

/** Calls back whenever something changed, and when the connection comes back. */
export const onChange = (listener: () => void, onState: (isConnected: boolean) => void): void => {
  const events = new EventSource("/sandbox/api/events");
  events.onmessage = listener;
  events.onopen = () => {
    onState(true);
    listener();
  };
  events.onerror = () => onState(false);
};
