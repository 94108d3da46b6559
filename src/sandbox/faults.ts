/** What can be told to go wrong, once or a few times, as Slack goes wrong. */
export type Fault =
  /** Refused for now; the whole client waits `retryAfter` seconds. */
  | { readonly kind: "429"; readonly retryAfter: number }
  /** Done, yet answered with a failure: the outcome is unknown to the caller. */
  | { readonly kind: "500-after-store" }
  | { readonly kind: "500" }
  /** The connection ends without an answer, before or after the work. */
  | { readonly kind: "dropped-socket"; readonly after?: "store" }
  /** A workspace that refuses the newer data blocks. */
  | { readonly kind: "native-blocks-refused" }
  /** A file that Slack is still processing for so many milliseconds; told of files.completeUploadExternal. */
  | { readonly kind: "invalid-slack-file"; readonly milliseconds: number }
  /** Any error word of Slack's: "token_revoked", "is_archived". */
  | { readonly kind: "error"; readonly error: string }
  /** The same event again, with the same event_id; told of "event". */
  | { readonly kind: "repeated-event" };

interface Planned {
  readonly fault: Fault;
  times: number;
}

/** Faults wait for the next call of their method, in the order they were told. */
export class Faults {
  readonly #planned = new Map<string, Planned[]>();
  #isRevoked = false;

  /** `method` is one of the Web API's, "response_url" or "event". */
  next(method: string, fault: Fault, times = 1): void {
    const planned = this.#planned.get(method) ?? [];
    this.#planned.set(method, [...planned, { fault, times }]);
  }

  /** From now on every call answers token_revoked. */
  revokeToken(): void {
    this.#isRevoked = true;
  }

  get tokenIsRevoked(): boolean {
    return this.#isRevoked;
  }

  clear(): void {
    this.#planned.clear();
    this.#isRevoked = false;
  }

  /** The fault to show now, if any; it is used up. */
  take(method: string, ...kinds: readonly Fault["kind"][]): Fault | undefined {
    const planned = this.#planned.get(method) ?? [];
    const first = planned[0];
    if (first === undefined || (kinds.length > 0 && !kinds.includes(first.fault.kind))) return undefined;
    first.times -= 1;
    if (first.times <= 0) this.#planned.set(method, planned.slice(1));
    return first.fault;
  }
}
