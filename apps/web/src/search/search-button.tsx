"use client";

import { Search } from "lucide-react";

import { useOpenSearch } from "./search-dialog.tsx";

/** The way to the search with a mouse; it says the key, too. */
export function SearchButton() {
  const open = useOpenSearch();
  return (
    <button
      type="button"
      onClick={open}
      aria-keyshortcuts="/ Control+K"
      className="mb-3 flex h-10 items-center gap-2.5 rounded-8 border border-line bg-panel px-2.5 text-13 text-muted hover:bg-hover hover:text-text"
    >
      <Search aria-hidden size={16} strokeWidth={1.75} />
      Search
      <kbd aria-hidden className="ml-auto rounded-4 border border-line px-1.5 font-sans text-12 text-muted">
        /
      </kbd>
    </button>
  );
}
