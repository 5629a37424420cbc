import { BotsToggle } from "./bots-toggle.tsx";
import { CompareToggle } from "./compare-toggle.tsx";
import { FilterNavigation } from "./filter-navigation.tsx";
import type { ViewFilters } from "./view-filters.ts";
import { LabelFilter } from "./label-filter.tsx";
import { RangeFilter } from "./range-filter.tsx";
import { RepositoryFilter } from "./repository-filter.tsx";

type FilterRowProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly repositories: readonly string[];
  /** The saved groups of labels; null where what is shown has no labels. */
  readonly labelGroups: readonly string[] | null;
  /** The window that was resolved, as days for the calendar. */
  readonly days: { readonly from: string; readonly to: string };
};

/** One row, all of it in the URL: a view can be kept, shared, and gone back to. */
export function FilterRow({ pathname, filters, repositories, labelGroups, days }: FilterRowProps) {
  return (
    <FilterNavigation>
      <div role="group" aria-label="Filters" className="flex flex-wrap gap-2 xl:shrink-0">
        <RepositoryFilter pathname={pathname} filters={filters} repositories={repositories} />
        <RangeFilter pathname={pathname} filters={filters} days={days} />
        {labelGroups !== null && <LabelFilter pathname={pathname} filters={filters} groups={labelGroups} />}
        <CompareToggle pathname={pathname} filters={filters} />
        <BotsToggle pathname={pathname} filters={filters} />
      </div>
    </FilterNavigation>
  );
}
