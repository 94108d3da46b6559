/** What comes first in dates like 01/02/2021. */
export const dateFormats = ["dd/mm/yyyy", "mm/dd/yyyy"] as const;
export type DateFormat = (typeof dateFormats)[number];
