"use client";

import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";

import { cn } from "../ui/cn.ts";

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
      className={cn("text-muted hover:text-text aria-[current=page]:font-medium aria-[current=page]:text-text", className)}
    >
      {children}
    </Link>
  );
}
