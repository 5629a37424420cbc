"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";

import { useFilterNavigation } from "../../../../filters/filter-navigation.tsx";
import { comparisonHref, type ComparisonView } from "./comparison-view.ts";

type ComparisonSearchProps = { readonly search: string; readonly href: string; readonly view: ComparisonView };

const pauseMs = 250;

/** Finds repositories by name, a moment after the last letter. */
export function ComparisonSearch({ search, href, view }: ComparisonSearchProps) {
  const go = useFilterNavigation();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const find = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go(comparisonHref(href, { ...view, search: text.trim(), page: 1 })), pauseMs);
  };

  return (
    <span className="relative block">
      <Search aria-hidden size={14} className="absolute top-3 left-2.5 text-muted" />
      <input
        type="search"
        defaultValue={search}
        onChange={(event) => find(event.target.value)}
        placeholder="Find a repository"
        aria-label="Find a repository"
        className="h-10 w-56 rounded-8 border border-line bg-page pr-2.5 pl-8 text-13 text-text placeholder:text-pale"
      />
    </span>
  );
}
