const barWidth = 24;

/** A share of 0 to 1 as a bar with its percentage, always equally wide. */
export function drawBar(share: number): string {
  const bounded = Math.min(1, Math.max(0, share));
  const filled = Math.round(bounded * barWidth);
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${`${Math.floor(bounded * 100)}%`.padStart(4)}`;
}
