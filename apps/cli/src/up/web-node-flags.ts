/**
 * How the web process uses memory. Left alone, Node lets garbage grow with the machine: over 1 GB on one of 24 GB, for
 * 100 MB that are in use. The old space may still reach 320 MB, for whoever asks for every item there is; but garbage
 * is collected when it is half as much as what is in use.
 */
export const webNodeFlags: readonly string[] = [
  "--max-old-space-size=320",
  "--max-semi-space-size=8",
  "--heap-growing-percent=50",
];
