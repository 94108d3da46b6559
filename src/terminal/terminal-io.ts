/**
 * Where a terminal command reads its surroundings and writes: this process's terminal, or the one at the other end
 * of the service's socket. Commands never touch `process.stdout` themselves.
 */
export interface TerminalIo {
  /** Standard output: answers only, so that they can be piped. */
  out(text: string): void;
  /** Standard error: progress, hints and what went wrong. */
  err(text: string): void;
  /** Whether a person watches standard error; a progress bar is drawn only then. */
  readonly isTTY: boolean;
  /** Columns of standard output; 100 where it is no terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Fires on Ctrl-C, or when the asker's terminal is gone. */
  readonly signal: AbortSignal;
}
