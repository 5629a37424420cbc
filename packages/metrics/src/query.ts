/** How a series is cut: by time in the window's zone, or by whose or what the items are. */
export const splits = ["day", "week", "month", "author", "label", "label_group", "workflow", "repository"] as const;

export type Split = (typeof splits)[number];
export type TimeSplit = Extract<Split, "day" | "week" | "month">;

/** The day on which weeks begin; by ISO 8601, and unless asked otherwise, a Monday. */
export const weekStarts = ["monday", "saturday", "sunday"] as const;

export type WeekStart = (typeof weekStarts)[number];

/** What is asked of any metric: which repositories, which window, and who counts as a bot. */
export type Question = {
  readonly workspaceId: number;
  /** `owner/name`; empty or absent means all of the workspace. */
  readonly repositories?: readonly string[] | undefined;
  /** A date in the time zone, or an instant with an offset. The window is half-open: `to` is no longer in it. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** An IANA name; absent means the workspace's. */
  readonly timeZone?: string | undefined;
  /** Logins to treat as bots, beside those that GitHub and the workspace call so. */
  readonly bots?: readonly string[] | undefined;
  readonly includeBots?: boolean | undefined;
  /** Names of saved label groups: only items with a label of any of them count. Empty or absent means all items. */
  readonly labelGroups?: readonly string[] | undefined;
  /** Names of labels: only items with any of them count, and within the label groups if both are given. An empty name means no label at all. */
  readonly labels?: readonly string[] | undefined;
  /** Logins, and teams as owner/team: only what any of these people did, or members of a team while they were, counts. Empty or absent means everybody. */
  readonly people?: readonly string[] | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly weekStart?: WeekStart | undefined;
  readonly now: Date;
};

export type MetricQuery = Question & { readonly metric: string; readonly by?: Split | undefined };
