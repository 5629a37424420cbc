/** `$25`, `$7.50`: prices of the platform are in dollars, whoever reads them. */
export function formatDollars(usd: number): string {
  return `$${Number.isInteger(usd) ? usd : usd.toFixed(2)}`;
}
