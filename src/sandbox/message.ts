/** JSON as it came: validated by blocks/, drawn by page/. */
export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly [key: string]: unknown;
}

/** One message as one or all of the people see it. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** A person's id, the bot's or Slackbot's. */
  readonly user: string;
  readonly text: string;
  /** The text is to be shown without its markup being read. */
  readonly isPlain?: boolean;
  readonly blocks: readonly Block[];
  readonly files: readonly StoredFile[];
  /** Only this person sees it. */
  readonly visibleTo?: string;
  readonly threadTs?: string;
  readonly edited?: string;
  readonly deleted?: boolean;
  /** Number of the change that last touched it. */
  readonly revision: number;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  /** "announced" until the bytes came, "uploaded" until completed. */
  readonly state: "announced" | "uploaded" | "complete";
  /** Machine's time, in milliseconds, from which blocks may use it. */
  readonly readyAt: number;
}

/** A modal or a home tab. */
export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: "modal" | "home";
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly payload: ViewPayload;
  /** Channel it was opened from: answers to its `response_url_enabled` inputs go there. */
  readonly channel?: string;
}

export interface ViewPayload {
  readonly type: "modal" | "home";
  readonly blocks: readonly Block[];
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly external_id?: string;
  readonly [key: string]: unknown;
}
