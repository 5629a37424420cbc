import type { Freshness } from "@pulse/actions";
import Link from "next/link";

import { formatInstant } from "../format/format-instant.ts";
import { formatPercent } from "../format/format-number.ts";
import { Age } from "../live/age.tsx";
import { cn } from "../ui/cn.ts";

type SyncDotProps = {
  readonly slug: string;
  readonly freshness: Freshness;
  readonly timeZone: string;
  readonly drawnAt: Date;
};

const faces = {
  good: "bg-good",
  busy: "bg-accent motion-safe:animate-pulse",
  warning: "bg-warning",
  bad: "bg-bad",
  none: "border border-line-strong",
} as const;

/** How fresh everything is, in the corner of every page; leads to the repositories one by one. */
export function SyncDot({ slug, freshness, timeZone, drawnAt }: SyncDotProps) {
  const { face, words } = describe(freshness, { timeZone, drawnAt });
  return (
    <Link
      href={`/${slug}/repositories`}
      prefetch={false}
      className="mb-2 flex min-h-10 items-center gap-2.5 rounded-8 px-2.5 text-12 text-muted tabular-nums hover:bg-hover hover:text-text"
    >
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", faces[face])} />
      <span>{words}</span>
    </Link>
  );
}

// A sync every few minutes is usual; after a day without one something is wrong.
const staleMs = 24 * 3_600_000;

function describe(freshness: Freshness, draw: Pick<SyncDotProps, "timeZone" | "drawnAt">) {
  const { tracked, unreachable, reading, progress, syncedAt, worker } = freshness;
  if (tracked === 0) return { face: "none", words: "nothing connected" } as const;
  if (!worker.isAlive) return { face: "bad", words: "worker is down" } as const;
  if (reading > 0 && syncedAt === null) {
    return { face: "busy", words: progress === null ? "reading" : `reading: ${formatPercent(progress)}` } as const;
  }
  if (syncedAt === null) return { face: "warning", words: "not read yet" } as const;
  const { timeZone, drawnAt } = draw;
  const at = syncedAt.toISOString();
  const age = <Age at={at} drawnAt={drawnAt.toISOString()} title={formatInstant(at, { timeZone })} />;
  if (unreachable > 0)
    return {
      face: "warning",
      words: (
        <>
          synced {age}, {unreachable} out of reach
        </>
      ),
    } as const;
  if (drawnAt.getTime() - syncedAt.getTime() > staleMs)
    return { face: "warning", words: <>stale: synced {age}</> } as const;
  return { face: reading > 0 ? "busy" : "good", words: <>synced {age}</> } as const;
}
