import { createRequire } from "node:module";
import { GlobalFonts } from "@napi-rs/canvas";
import { fontSubsets, fontWeights } from "./style.ts";

/** Makes the bundled Inter drawable. Characters it lacks (Chinese, Japanese, Korean) come from the machine's fonts. */
export const registerFonts = (): void => {
  const { resolve } = createRequire(import.meta.url);
  for (const [subset, name] of Object.entries(fontSubsets))
    for (const weight of fontWeights)
      GlobalFonts.registerFromPath(
        resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`),
        name,
      );
};
