"use client";

import { Search } from "lucide-react";

import { useOpenSearch } from "../search/search-dialog.tsx";

/** The search in the bar of a phone. */
export function SearchTab() {
  const open = useOpenSearch();
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-14 flex-1 flex-col items-center justify-center gap-1 text-12 text-muted hover:text-text"
    >
      <Search aria-hidden size={18} strokeWidth={1.75} />
      Search
    </button>
  );
}
