import { readRequestId } from "./open-request.ts";
import { getRuntime } from "./runtime.ts";

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/**
 * Lets the page of this request be shown again while nothing that it shows has changed. The clock changes a window that ends now by the
 * minute, as it does the kept answers; any other by no more than which day it is.
 */
export async function holdPage({ endsNow }: { readonly endsNow: boolean }): Promise<void> {
  getRuntime().holdPage(await readRequestId(), endsNow ? minuteMs : quarterMs);
}
