"use client";

import { useRefreshInSight } from "./refresh-in-sight.ts";

const everyMs = 3_000;

/** Asks again while the page is in sight; the server leads on to the dashboard once there is something to show. */
export function RefreshUntilData() {
  useRefreshInSight(everyMs);

  return (
    <p className="flex items-center gap-2.5 px-1 text-13 text-muted">
      <span aria-hidden className="size-2 rounded-full bg-warning motion-safe:animate-pulse" />
      Waiting for data. This page shows it as soon as the first file is in.
    </p>
  );
}
