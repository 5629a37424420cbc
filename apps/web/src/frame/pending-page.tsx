"use client";

import { createContext, use, useState, type ReactNode } from "react";

import { PageSkeleton } from "./page-skeleton.tsx";

type Pending = { readonly isPending: boolean; readonly report: (isPending: boolean) => void };

const PendingContext = createContext<Pending>({ isPending: false, report: () => undefined });

/** Knows whether the next page is on its way: links report it, the content's place shows it. */
export function PendingNavigation({ children }: { readonly children: ReactNode }) {
  const [isPending, report] = useState(false);
  return <PendingContext value={{ isPending, report }}>{children}</PendingContext>;
}

export function usePendingReport(): Pending["report"] {
  return use(PendingContext).report;
}

/** The page; while the next one takes more than 200 ms, the shape of that one. Documents come whole and never need it. */
export function PendingPage({ children }: { readonly children: ReactNode }) {
  const { isPending } = use(PendingContext);
  return (
    <>
      {isPending && <PageSkeleton />}
      {children}
    </>
  );
}
