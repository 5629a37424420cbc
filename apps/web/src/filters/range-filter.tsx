"use client";

import { CalendarRange, Check, ChevronDown } from "lucide-react";
import { useState } from "react";

import { cn } from "../ui/cn.ts";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { CustomRange } from "./custom-range.tsx";
import { filterFace } from "./filter-face.ts";
import { FilterLink } from "./filter-link.tsx";
import { ranges, toHref, type ViewFilters, type Range } from "./view-filters.ts";

type RangeFilterProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly days: { readonly from: string; readonly to: string };
};

const names: Readonly<Record<Range | "custom", string>> = {
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
  "365d": "365 days",
  all: "all time",
  custom: "custom days",
};

export function RangeFilter({ pathname, filters, days }: RangeFilterProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger className={filterFace}>
        <CalendarRange aria-hidden size={14} className="text-muted" />
        {names[filters.range]}
        <ChevronDown aria-hidden size={14} className="text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="Window" onOpenAutoFocus={focusFirstLink}>
        <ul>
          {ranges.map((range) => (
            <li key={range}>
              <FilterLink
                href={toHref(pathname, { ...filters, range, from: null, to: null })}
                aria-current={filters.range === range ? "true" : undefined}
                onClick={() => setIsOpen(false)}
                className="flex h-10 items-center gap-2.5 rounded-6 px-2.5 text-13 hover:bg-hover"
              >
                <Check aria-hidden size={14} className={cn(filters.range !== range && "opacity-0")} />
                {range === "all" ? "All time" : `Last ${names[range]}`}
              </FilterLink>
            </li>
          ))}
        </ul>
        <CustomRange pathname={pathname} filters={filters} days={days} onApply={() => setIsOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

// Radix passes over links, and would begin at the first date field.
function focusFirstLink(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>("a[aria-current], a")?.focus();
}
