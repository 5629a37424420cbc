import { Square, SquareCheck } from "lucide-react";

import { cn } from "../ui/cn.ts";
import { FilterLink } from "./filter-link.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";
import { filterFace } from "./filter-face.ts";

type ToggleProps = { readonly pathname: string; readonly filters: ViewFilters };

export function CompareToggle({ pathname, filters }: ToggleProps) {
  const isOn = filters.isCompared;
  const Icon = isOn ? SquareCheck : Square;
  return (
    <FilterLink
      href={toHref(pathname, { ...filters, isCompared: !isOn })}
      className={cn(filterFace, !isOn && "text-muted")}
    >
      <Icon aria-hidden size={14} className={isOn ? "text-accent" : "text-pale"} />
      vs previous
      <span className="sr-only">{isOn ? "window: shown. Hide it" : "window: hidden. Show it"}</span>
    </FilterLink>
  );
}
