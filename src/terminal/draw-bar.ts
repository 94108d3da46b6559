const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A bar of at most `width` columns for `value` on a scale that ends at `largest`; hollow below zero. */
export const drawBar = (value: number | null | undefined, largest: number, width: number): string => {
  if (value === null || value === undefined || largest <= 0 || width <= 0) return "";
  const steps = Math.round((Math.min(Math.abs(value), largest) / largest) * width * 8);
  if (value < 0) return "░".repeat(Math.max(1, Math.round(steps / 8)));
  return "█".repeat(Math.floor(steps / 8)) + eighths[steps % 8];
};

/** The end of a bar scale: the largest size among the values. */
export const largestOf = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((largest, value) => Math.max(largest, Math.abs(value ?? 0)), 0);
