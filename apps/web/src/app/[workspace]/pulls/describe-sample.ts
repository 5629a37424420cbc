import { formatNumber } from "../../../format/format-number.ts";

/** "the newest 2,000 of 34,210" where a list was read in part; null where all of it was. */
export function describeSample(list: { readonly items: readonly unknown[]; readonly total: number }): string | null {
  const { items, total } = list;
  return total > items.length ? `the newest ${formatNumber(items.length)} of ${formatNumber(total)}` : null;
}
