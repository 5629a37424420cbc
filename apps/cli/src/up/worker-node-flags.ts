/**
 * How the worker uses memory. It reads page after page and keeps none, so nearly everything is garbage soon: left alone, Node lets it
 * grow to 350 MB and more before it looks.
 */
export const workerNodeFlags: readonly string[] = [
  "--max-old-space-size=320",
  "--max-semi-space-size=4",
  "--heap-growing-percent=30",
];
