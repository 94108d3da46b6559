import type { IncomingMessage } from "node:http";
import { SlackError } from "../backstage.ts";
import { mediaType } from "../http.ts";

/** The arguments of one call, however they were sent. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
  }

  /** Refuses with Slack's `invalid_arguments` when it is not there. */
  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") {
      throw new SlackError("invalid_arguments", [`[ERROR] missing required field: ${name}`]);
    }
    return value;
  }

  flag(name: string): boolean {
    return String(this.#values[name]) === "true";
  }

  /** Nested values travel as JSON text inside a form, and as they are inside JSON. */
  json(name: string): unknown {
    const value = this.#values[name];
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackError("invalid_arguments", [`[ERROR] invalid JSON: ${name}`]);
    }
  }
}

/** Reads a form or a JSON body; refuses other types as Slack does. */
export const parseArguments = (request: IncomingMessage, body: Buffer): Arguments => {
  const query = Object.fromEntries(new URL(request.url ?? "/", "http://sandbox").searchParams);
  const type = mediaType(request);
  if (body.length === 0) return new Arguments(query);
  if (type === "application/json") return new Arguments({ ...query, ...parseJson(body) });
  if (type === "application/x-www-form-urlencoded") {
    return new Arguments({ ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) });
  }
  throw new SlackError("invalid_post_type");
};

const parseJson = (body: Buffer): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // falls through to Slack's word for it
  }
  throw new SlackError("invalid_json");
};
