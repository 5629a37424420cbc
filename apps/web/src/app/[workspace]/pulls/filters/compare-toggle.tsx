import { Check } from "lucide-react";

import { cn } from "../../../../ui/cn.ts";
import { FilterLink } from "./filter-link.tsx";
import { toHref, type PullFilters } from "./pull-filters.ts";
import { filterFace } from "./filter-face.ts";

type ToggleProps = { readonly pathname: string; readonly filters: PullFilters };

export function CompareToggle({ pathname, filters }: ToggleProps) {
  const isOn = filters.isCompared;
  return (
    <FilterLink
      href={toHref(pathname, { ...filters, isCompared: !isOn })}
      className={cn(filterFace, !isOn && "text-muted")}
      aria-label={isOn ? "Compared with the previous window. Stop comparing" : "Compare with the previous window"}
    >
      <Check aria-hidden size={14} className={cn(!isOn && "opacity-0")} />
      vs previous
    </FilterLink>
  );
}
