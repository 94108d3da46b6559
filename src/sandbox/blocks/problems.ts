export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Gathers what is wrong, in Slack's words: "[ERROR] … [json-pointer:/blocks/0/text]". */
export class Problems {
  readonly #messages: string[] = [];

  get messages(): readonly string[] {
    return this.#messages;
  }

  add(pointer: string, message: string): void {
    this.#messages.push(`[ERROR] ${message} [json-pointer:${pointer}]`);
  }

  /** The value when it is text of `min` to `max` characters. */
  text(pointer: string, value: unknown, max: number, min = 1): string | undefined {
    if (typeof value !== "string") return this.#missing(pointer, value, "string");
    if (value.length < min) this.add(pointer, `must be more than ${min - 1} characters`);
    if (value.length > max) this.add(pointer, `must be less than ${max + 1} characters`);
    return value;
  }

  optionalText(pointer: string, value: unknown, max: number, min = 1): void {
    if (value !== undefined) this.text(pointer, value, max, min);
  }

  /** The items when there are `min` to `max` of them. */
  list(pointer: string, value: unknown, max: number, min = 1): readonly unknown[] {
    if (!Array.isArray(value)) {
      this.#missing(pointer, value, "array");
      return [];
    }
    if (value.length < min) this.add(pointer, `no fewer than ${min} items allowed`);
    if (value.length > max) this.add(pointer, `no more than ${max} items allowed`);
    return value;
  }

  fields(pointer: string, value: unknown): Fields | undefined {
    return isFields(value) ? value : this.#missing(pointer, value, "object");
  }

  oneOf(pointer: string, value: unknown, allowed: readonly string[]): void {
    if (typeof value !== "string" || !allowed.includes(value)) {
      this.add(pointer, `must be one of: ${allowed.join(", ")}`);
    }
  }

  unique(pointer: string, values: readonly unknown[], what: string): void {
    const seen = new Set<unknown>();
    for (const value of values) {
      if (value !== undefined && seen.has(value))
        this.add(pointer, `${what} "${String(value)}" already exists`);
      seen.add(value);
    }
  }

  #missing(pointer: string, value: unknown, expected: string): undefined {
    this.add(pointer, value === undefined ? "missing required field" : `must provide a(n) ${expected}`);
    return undefined;
  }
}

/** A text object; `plain` where Slack takes no markup. */
export const checkText = (
  problems: Problems,
  pointer: string,
  value: unknown,
  rule: { max: number; plain?: boolean },
): void => {
  const text = problems.fields(pointer, value);
  if (text === undefined) return;
  problems.oneOf(
    `${pointer}/type`,
    text.type,
    rule.plain === true ? ["plain_text"] : ["plain_text", "mrkdwn"],
  );
  problems.text(`${pointer}/text`, text.text, rule.max);
};

export const checkOptionalText = (
  problems: Problems,
  pointer: string,
  value: unknown,
  rule: { max: number; plain?: boolean },
): void => {
  if (value !== undefined) checkText(problems, pointer, value, rule);
};
