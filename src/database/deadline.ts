import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds that a question may work. */
export const questionDeadline = 5_000;

interface Allowance {
  readonly milliseconds: number;
  /** Set when the statement was stopped: Prisma wraps errors, this survives. */
  overrun: boolean;
}

const allowance = new AsyncLocalStorage<Allowance>();

/** Carries the deadline through Prisma to the adapter that runs the statement. */
export const withDeadline = async <T>(
  milliseconds: number,
  work: () => Promise<T>,
  onOverrun: () => Error,
): Promise<T> => {
  const own: Allowance = { milliseconds, overrun: false };
  try {
    // Awaited inside: Prisma's promises only start when they are waited for.
    return await allowance.run(own, async () => await work());
  } catch (error) {
    throw own.overrun ? onOverrun() : error;
  }
};

export const currentDeadline = (): number => allowance.getStore()?.milliseconds ?? questionDeadline;

export const markOverrun = (): void => {
  const own = allowance.getStore();
  if (own) own.overrun = true;
};
