/** Margins between a drawing's edge and its plot, in its own pixels. */
export type Plot = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export type ChartSize = { readonly name: "narrow" | "half" | "wide"; readonly width: number; readonly height: number };

// Near enough to the containers at phone, half and two thirds of the content that text scales by less than a fifth.
export const narrow: ChartSize = { name: "narrow", width: 340, height: 232 };
export const half: ChartSize = { name: "half", width: 540, height: 264 };
export const wide: ChartSize = { name: "wide", width: 720, height: 264 };
