/** Milliseconds of runs, ascending. */
export interface Times {
  readonly median: number;
  readonly p95: number;
  readonly count: number;
}

export const summarise = (milliseconds: readonly number[]): Times => {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95), count: sorted.length };
};

export const timed = async <T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> => {
  const began = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - began };
};
