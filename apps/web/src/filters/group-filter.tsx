"use client";

import { Check, ChevronDown, Rows3 } from "lucide-react";
import { useState } from "react";

import { cn } from "../ui/cn.ts";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { filterFace } from "./filter-face.ts";
import { FilterLink } from "./filter-link.tsx";
import { groupingWords } from "./grouping-words.ts";
import { toHref, type Grouping, type ViewFilters } from "./view-filters.ts";

type GroupFilterProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  /** What the numbers of this page can be grouped by. */
  readonly groupings: readonly Grouping[];
};

export function GroupFilter({ pathname, filters, groupings }: GroupFilterProps) {
  const [isOpen, setIsOpen] = useState(false);
  const choices: readonly (Grouping | null)[] = [null, ...groupings];
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger className={filterFace}>
        <Rows3 aria-hidden size={14} className="text-muted" />
        {filters.by === null ? "group by" : `by ${groupingWords[filters.by].one}`}
        <ChevronDown aria-hidden size={14} className="text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="Group by" className="w-52">
        <ul>
          {choices.map((by) => (
            <li key={by ?? "time"}>
              <FilterLink
                href={toHref(pathname, { ...filters, by })}
                aria-current={filters.by === by ? "true" : undefined}
                onClick={() => setIsOpen(false)}
                className="flex h-10 items-center gap-2.5 rounded-6 px-2.5 text-13 hover:bg-hover"
              >
                <Check aria-hidden size={14} className={cn(filters.by !== by && "opacity-0")} />
                {by === null ? "As fits the window" : `By ${groupingWords[by].one}`}
              </FilterLink>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
