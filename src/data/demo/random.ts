/**
 * Numbers that look random and depend on nothing but their key, so that a longer horizon leaves every
 * earlier figure as it was. Only additions and multiplications: the same bytes on every machine.
 */
export const drawUniform = (key: string): number => nextUniform(hash(key));

/** Evenly between the two. */
export const drawBetween = (key: string, low: number, high: number): number =>
  low + (high - low) * drawUniform(key);

/** A bell around 0 with a standard deviation of 1, never beyond ±3.5. */
export const drawBell = (key: string): number => {
  let state = hash(key);
  let sum = 0;
  for (let index = 0; index < 4; index += 1) {
    state = (state + 0x6d2b79f5) | 0;
    sum += nextUniform(state);
  }
  return (sum - 2) * 1.7320508;
};

const seed = 0x1a2b3c4d;

/** FNV-1a. */
const hash = (key: string): number => {
  let value = seed;
  for (let index = 0; index < key.length; index += 1)
    value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  return value | 0;
};

/** One step of mulberry32: a whole state to a number in [0, 1). */
const nextUniform = (state: number): number => {
  let mixed = (state + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
