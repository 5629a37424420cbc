"use client";

import { useSyncExternalStore } from "react";

import { formatAge } from "../format/format-age.ts";

const everyMs = 15_000;

// One clock for all ages of a page.
let nowMs = 0;
let timer: number | undefined;
const watchers = new Set<() => void>();

function watchClock(onTick: () => void): () => void {
  watchers.add(onTick);
  nowMs = Date.now();
  timer ??= window.setInterval(() => {
    nowMs = Date.now();
    for (const watcher of watchers) watcher();
  }, everyMs);
  return () => {
    watchers.delete(onTick);
    if (watchers.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

type AgeProps = {
  readonly at: string;
  /** The server's clock when it drew the page, so that both draw the same first. */
  readonly drawnAt: string;
  /** The exact instant, for the pointer. */
  readonly title?: string;
};

/** "2 min ago", which goes on by itself. */
export function Age({ at, drawnAt, title }: AgeProps) {
  const now = useSyncExternalStore(
    watchClock,
    () => nowMs || Date.parse(drawnAt),
    () => Date.parse(drawnAt),
  );
  return (
    <time dateTime={at} title={title}>
      {formatAge(now - Date.parse(at))}
    </time>
  );
}
