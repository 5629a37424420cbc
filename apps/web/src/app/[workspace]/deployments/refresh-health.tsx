"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

// Nobody tells us when a part becomes unwell; the server asks the platform no more often than every ten seconds for all who look.
const everyMs = 30_000;

/** Reads the page again while it is in sight, so that health is what it says. Draws nothing. */
export function RefreshHealth() {
  const router = useRouter();

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router]);

  return null;
}
