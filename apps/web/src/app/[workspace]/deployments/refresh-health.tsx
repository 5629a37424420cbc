"use client";

import { useRefreshInSight } from "../refresh-in-sight.ts";

// Nobody tells us when a part becomes unwell; the server asks the platform no more often than every ten seconds for all who look.
const everyMs = 30_000;

/** Has health say what it is. Draws nothing. */
export function RefreshHealth() {
  useRefreshInSight(everyMs);

  return null;
}
