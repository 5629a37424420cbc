"use client";

import Link, { useLinkStatus } from "next/link";
import { useSearchParams, useSelectedLayoutSegment } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";

import { cn } from "../ui/cn.ts";
import { usePendingReport } from "./pending-page.tsx";

type NavLinkProps = {
  readonly href: string;
  readonly segment: string;
  /** A dashboard is looked at under the same filters as the one before. */
  readonly keepsFilters?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
};

// What every dashboard understands; a table's order or a label means nothing to the next one.
const kept = ["repo", "range", "from", "to", "compare", "include_bots", "bot", "person", "team", "tz"];

export function NavLink({ href, segment, keepsFilters = false, className, children }: NavLinkProps) {
  const search = useSearchParams();
  const query = new URLSearchParams([...search].filter(([name]) => kept.includes(name))).toString();
  const isCurrent = useSelectedLayoutSegment() === segment;
  // Fetched ahead once a hand comes near. Ahead of that would be fetched again with every live change, for every link in sight.
  const [isNear, setIsNear] = useState(false);
  return (
    <Link
      prefetch={isNear ? null : false}
      onPointerEnter={() => setIsNear(true)}
      onFocus={() => setIsNear(true)}
      onTouchStart={() => setIsNear(true)}
      href={keepsFilters && query !== "" ? `${href}?${query}` : href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "text-muted hover:text-text aria-[current=page]:font-medium aria-[current=page]:text-text",
        className,
      )}
    >
      {children}
      <PendingReport />
    </Link>
  );
}

/** A link knows whether its page is on the way only from inside. */
function PendingReport() {
  const { pending } = useLinkStatus();
  const report = usePendingReport();

  useEffect(() => {
    if (!pending) return;
    report(true);
    return () => report(false);
  }, [pending, report]);

  return null;
}
