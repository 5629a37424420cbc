import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our own sizes are numbers; without this list `text-13` and `text-muted` would count as two colours.
const merge = extendTailwindMerge({
  extend: { theme: { text: ["12", "13", "14", "16", "20", "28"], radius: ["4", "6", "8"] } },
});

/** Joins class names; of two that set the same thing the later one stays. */
export function cn(...classes: readonly ClassValue[]): string {
  return merge(clsx(classes));
}
