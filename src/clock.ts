/** Time is passed in, so that tests and the sandbox can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = Object.freeze({ now: () => new Date() });

/** Runs like the system clock, from wherever it was set; never backwards. */
export class MovableClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  moveTo(time: Date): void {
    this.#ahead = Math.max(this.#ahead, time.getTime() - Date.now());
  }
}
