"use client";

import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";

const everyMs = 30_000;
// A worker that is restarted is away for a moment; only a second look in a row is a reason to say so.
const secondLookMs = 5_000;

/** Says on every page that nothing is read any more: the worker is down. Looks again while the page is in sight. */
export function WorkerBanner({ isDown }: { readonly isDown: boolean }) {
  const [isShown, setIsShown] = useState(isDown);

  useEffect(() => {
    let timer: number | undefined;
    let looks = 0;
    const look = async (): Promise<void> => {
      const isUnhealthy = document.visibilityState === "visible" ? await isWorkerUnhealthy() : null;
      if (isUnhealthy !== null) {
        looks = isUnhealthy ? looks + 1 : 0;
        if (looks !== 1) setIsShown(isUnhealthy);
      }
      timer = window.setTimeout(() => void look(), looks === 1 ? secondLookMs : everyMs);
    };
    timer = window.setTimeout(() => void look(), everyMs);
    return () => window.clearTimeout(timer);
  }, []);

  return (
    <div role="status">
      {isShown && (
        <p className="flex items-start gap-2 border-b border-line bg-panel px-4 py-2.5 text-13 lg:px-8">
          <TriangleAlert aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-warning" />
          <span>
            The worker is down: nothing new is read from GitHub, and what it sends waits. What is here stays readable.
            See <code className="font-mono">./pulse doctor</code>
          </span>
        </p>
      )}
    </div>
  );
}

/** Null when health itself does not answer, which says nothing about the worker. */
async function isWorkerUnhealthy(): Promise<boolean | null> {
  try {
    const response = await fetch("/api/health", { cache: "no-store" });
    const health: unknown = await response.json();
    if (typeof health !== "object" || health === null || !("services" in health)) return null;
    const { services } = health;
    if (typeof services !== "object" || services === null || !("worker" in services)) return null;
    return services.worker === "unhealthy";
  } catch {
    return null;
  }
}
