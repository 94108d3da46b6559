/** A Chart.js 4 configuration, pure JSON: no callbacks, so it travels to a worker or to QuickChart unchanged. */
export type ChartSpec = { readonly [key: string]: Json };
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const pictureSize = Object.freeze({ width: 1440, height: 810 });
