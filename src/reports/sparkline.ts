const levels = "▁▂▃▄▅▆▇█";

/** Values in order as a line of text, the lowest to the highest; a gap where there is none. Empty below two values. */
export const sparkline = (values: readonly (number | null)[]): string => {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2) return "";
  const step = (value: number): number =>
    high === low ? 3 : Math.round(((value - low) / (high - low)) * (levels.length - 1));
  return values.map((value) => (value === null ? " " : levels[step(value)])).join("");
};
