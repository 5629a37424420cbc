import { Square, SquareCheck } from "lucide-react";

import { cn } from "../ui/cn.ts";
import { filterFace } from "./filter-face.ts";
import { FilterLink } from "./filter-link.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";

type ToggleProps = { readonly pathname: string; readonly filters: ViewFilters };

export function BotsToggle({ pathname, filters }: ToggleProps) {
  const isOn = filters.includeBots;
  const Icon = isOn ? SquareCheck : Square;
  return (
    <FilterLink
      href={toHref(pathname, { ...filters, includeBots: !isOn })}
      className={cn(filterFace, !isOn && "text-muted")}
    >
      <Icon aria-hidden size={14} className={isOn ? "text-accent" : "text-pale"} />
      include bots
      <span className="sr-only">{isOn ? ": included. Leave them out" : ": left out. Include them"}</span>
    </FilterLink>
  );
}
