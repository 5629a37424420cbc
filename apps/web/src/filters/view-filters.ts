export const ranges = ["7d", "30d", "90d", "365d", "all"] as const;

export type Range = (typeof ranges)[number];

/** By time, which cuts the charts; or by what or whose the items are, which adds a table of the main numbers. */
export const groupings = ["day", "week", "month", "repository", "author", "label", "label_group", "workflow"] as const;

export type Grouping = (typeof groupings)[number];

/** What the filter row says, as the URL says it. `from` and `to` are half-open days in the zone, or instants, as in the API. */
export type ViewFilters = {
  readonly repositories: readonly string[];
  readonly range: Range | "custom";
  readonly from: string | null;
  readonly to: string | null;
  readonly isCompared: boolean;
  readonly includeBots: boolean;
  readonly bots: readonly string[];
  /** Saved label groups and single labels; an empty name means items without a label. */
  readonly labelGroups: readonly string[];
  readonly labels: readonly string[];
  /** Logins, and teams as owner/team: only what these people did. */
  readonly people: readonly string[];
  readonly teams: readonly string[];
  /** How the numbers are grouped; null leaves it to the page: by time, as fits the window. */
  readonly by: Grouping | null;
  /** The time zone in which days are cut; null leaves it to the person, and then to the workspace. */
  readonly tz: string | null;
};

/** The query of these filters, defaults left out, so that one view has one address. */
export function toQuery(filters: ViewFilters): URLSearchParams {
  const query = new URLSearchParams();
  for (const repository of filters.repositories) query.append("repo", repository);
  if (filters.range !== "custom" && filters.range !== "90d") query.set("range", filters.range);
  if (filters.range === "custom" && filters.from !== null) query.set("from", filters.from);
  if (filters.to !== null) query.set("to", filters.to);
  if (!filters.isCompared) query.set("compare", "off");
  if (filters.includeBots) query.set("include_bots", "true");
  for (const bot of filters.bots) query.append("bot", bot);
  for (const group of filters.labelGroups) query.append("label_group", group);
  for (const label of filters.labels) query.append("label", label);
  for (const login of filters.people) query.append("person", login);
  for (const team of filters.teams) query.append("team", team);
  if (filters.by !== null) query.set("by", filters.by);
  if (filters.tz !== null) query.set("tz", filters.tz);
  return query;
}

export function toHref(pathname: string, filters: ViewFilters): string {
  const query = toQuery(filters).toString();
  return query === "" ? pathname : `${pathname}?${query}`;
}

/** Whether anything but the window narrows the view. */
export function isNarrowed(filters: ViewFilters): boolean {
  const { repositories, labelGroups, labels, people, teams } = filters;
  return repositories.length + labelGroups.length + labels.length + people.length + teams.length > 0;
}
