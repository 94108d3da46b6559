/** Milliseconds after which someone who waits behind a load is told so. */
const patience = 2_000;
const lookAgain = 250;

export const loadingSentence = "Loading new data. The answer follows.";

/**
 * The result of the work. Where a load keeps it waiting, `say` is called once, and the result comes after what it
 * said. `say` throws nothing.
 */
export const sayWhileLoading = async <T>(
  work: Promise<T>,
  options: {
    readonly isLoading: () => boolean;
    readonly say: () => Promise<void> | void;
    readonly patience?: number;
  },
): Promise<T> => {
  let said: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (options.isLoading()) said = Promise.resolve(options.say());
    else timer = setTimeout(look, lookAgain);
  };
  timer = setTimeout(look, options.patience ?? patience);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    await said;
  }
};
