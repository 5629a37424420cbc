"use client";

import Link, { useLinkStatus } from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import { useEffect, type ReactNode } from "react";

import { cn } from "../ui/cn.ts";
import { usePendingReport } from "./pending-page.tsx";

type NavLinkProps = {
  readonly href: string;
  readonly segment: string;
  readonly className?: string;
  readonly children: ReactNode;
};

export function NavLink({ href, segment, className, children }: NavLinkProps) {
  const isCurrent = useSelectedLayoutSegment() === segment;
  return (
    <Link
      href={href}
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
