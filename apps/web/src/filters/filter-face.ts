/** How everything in the filter row looks. */
export const filterFace =
  "inline-flex h-10 items-center gap-1.5 rounded-8 border border-line bg-panel px-2 sm:px-3 text-13 font-medium whitespace-nowrap select-none hover:bg-hover";
