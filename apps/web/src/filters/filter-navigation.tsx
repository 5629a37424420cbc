"use client";

import { useRouter } from "next/navigation";
import { createContext, use, useTransition, type ReactNode } from "react";

type Go = (href: string) => void;

const FilterContext = createContext<Go>(() => undefined);

/** Changes filters without taking away what is on screen: the old numbers stay until the new ones are here. */
export function FilterNavigation({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  const go: Go = (href) => {
    startTransition(() => router.replace(href, { scroll: false }));
  };

  return (
    <FilterContext value={go}>
      {children}
      <div role="status" className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden">
        {isPending && (
          <div className="appear-late h-full">
            <div className="slide-busy h-full w-1/3 bg-accent" />
            <span className="sr-only">Loading</span>
          </div>
        )}
      </div>
    </FilterContext>
  );
}

export function useFilterNavigation(): Go {
  return use(FilterContext);
}
