import { Check } from "lucide-react";

import { cn } from "../../../../ui/cn.ts";
import { filterFace } from "./filter-face.ts";
import { FilterLink } from "./filter-link.tsx";
import { toHref, type PullFilters } from "./pull-filters.ts";

type ToggleProps = { readonly pathname: string; readonly filters: PullFilters };

export function BotsToggle({ pathname, filters }: ToggleProps) {
  const isOn = filters.includeBots;
  return (
    <FilterLink
      href={toHref(pathname, { ...filters, includeBots: !isOn })}
      className={cn(filterFace, !isOn && "text-muted")}
      aria-label={isOn ? "Bots are included. Leave them out" : "Bots are left out. Include them"}
    >
      <Check aria-hidden size={14} className={cn(!isOn && "opacity-0")} />
      bots
    </FilterLink>
  );
}
