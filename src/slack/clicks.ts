/** Two clicks of one finger arrive within half a second; the second one of a slow hand within a second. */
const doubleClickMs = 1_000;

/** A button that is pressed again while its first press is answered, or at once after, was pressed once. */
export const createClicks = (now: () => number = () => performance.now()) => {
  const pressed = new Set<string>();
  return {
    /** Does the work of a press, unless it is the second of a double click. */
    once: async (click: string, work: () => Promise<void>): Promise<void> => {
      if (pressed.has(click)) return;
      pressed.add(click);
      const began = now();
      try {
        await work();
      } finally {
        setTimeout(() => pressed.delete(click), Math.max(0, doubleClickMs - (now() - began))).unref();
      }
    },
  };
};

/** Works on one message follow each other, so that the answer to the later press stays. */
export const createTurns = () => {
  const tails = new Map<string, Promise<void>>();
  return async (key: string, work: () => Promise<void>): Promise<void> => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = turn.catch(() => undefined);
    tails.set(key, tail);
    await turn.finally(() => tails.get(key) === tail && tails.delete(key));
  };
};
