import { BotsToggle } from "./bots-toggle.tsx";
import { CompareToggle } from "./compare-toggle.tsx";
import { FilterNavigation } from "./filter-navigation.tsx";
import { GroupFilter } from "./group-filter.tsx";
import { LabelFilter } from "./label-filter.tsx";
import { MoreFilters } from "./more-filters.tsx";
import { PeopleFilter, type TeamName } from "./people-filter.tsx";
import { RangeFilter } from "./range-filter.tsx";
import { RepositoryFilter } from "./repository-filter.tsx";
import type { Grouping, ViewFilters } from "./view-filters.ts";

type FilterRowProps = {
  readonly slug: string;
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly repositories: readonly string[];
  /** The saved groups of labels; null where what is shown has no labels. */
  readonly labelGroups: readonly string[] | null;
  readonly teams: readonly TeamName[];
  readonly groupings: readonly Grouping[];
  /** The window that was resolved, as days for the calendar. */
  readonly days: { readonly from: string; readonly to: string };
};

/** One row, all of it in the URL: a view can be kept, shared, and gone back to. */
export function FilterRow({
  slug,
  pathname,
  filters,
  repositories,
  labelGroups,
  teams,
  groupings,
  days,
}: FilterRowProps) {
  const place = { pathname, filters };
  return (
    <FilterNavigation>
      {/* Half of a row, painted when the rest of the page's text is still on its way, would jump when the rest comes. */}
      <div role="group" aria-label="Filters" className="flex flex-wrap gap-2 not-has-data-whole:invisible">
        <RepositoryFilter {...place} repositories={repositories} />
        <RangeFilter {...place} days={days} />
        <MoreFilters count={countMore(filters)}>
          <PeopleFilter {...place} slug={slug} teams={teams} />
          {labelGroups !== null && <LabelFilter {...place} groups={labelGroups} />}
          <GroupFilter {...place} groupings={groupings} />
          <CompareToggle {...place} />
          <BotsToggle {...place} />
        </MoreFilters>
        <span data-whole hidden />
      </div>
    </FilterNavigation>
  );
}

function countMore({ people, teams, labels, labelGroups, by, isCompared, includeBots }: ViewFilters): number {
  const lists = [people, teams, labels, labelGroups].filter((names) => names.length > 0);
  return lists.length + [by !== null, !isCompared, includeBots].filter(Boolean).length;
}
