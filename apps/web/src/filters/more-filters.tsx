"use client";

import { SlidersHorizontal } from "lucide-react";
import { useId, useState, type ReactNode } from "react";

import { filterFace } from "./filter-face.ts";

type MoreFiltersProps = {
  /** How many of these are chosen. */
  readonly count: number;
  readonly children: ReactNode;
};

/** Where there is room they stand in the row; on a phone one button shows them. */
export function MoreFilters({ count, children }: MoreFiltersProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
        className={`${filterFace} md:hidden`}
      >
        <SlidersHorizontal aria-hidden size={14} className="text-muted" />
        {count === 0 ? "more" : `more (${count})`}
        <span className="sr-only">filters</span>
      </button>
      <div id={id} className={isOpen ? "contents" : "hidden md:contents"}>
        {children}
      </div>
    </>
  );
}
