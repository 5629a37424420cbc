export const dashboards = ["overview", "issues", "pulls", "team", "actions", "delivery"] as const;

export type PageName =
  | (typeof dashboards)[number]
  | "actions/items"
  | "issues/items"
  | "overview/items"
  | "pulls/items";

/** One page that somebody opens: its address, and what the same view is called in the reads behind it. */
export type Visit = {
  readonly page: PageName;
  readonly url: string;
  readonly search: Readonly<Record<string, string>>;
};

export const pageNames: readonly PageName[] = [
  ...dashboards,
  "overview/items",
  "issues/items",
  "pulls/items",
  "actions/items",
];

// People look at dashboards more than at lists.
const order: readonly PageName[] = [
  "overview",
  "pulls",
  "actions",
  "pulls/items",
  "issues",
  "team",
  "delivery",
  "issues/items",
  "overview",
  "actions",
  "pulls",
  "overview/items",
  "team",
  "issues",
  "delivery",
  "actions/items",
];
const ranges = ["90d", "30d", "365d", "7d"] as const;
const metrics: Readonly<Record<PageName, readonly string[]>> = {
  overview: [],
  issues: [],
  pulls: [],
  team: [],
  actions: [],
  delivery: [],
  "overview/items": ["issue.opened", "pr.opened", "issue.stale", "pr.stale"],
  "issues/items": ["issue.closed", "issue.backlog", "issue.time_to_close", "issue.opened"],
  "pulls/items": ["pr.cycle_time", "pr.merged", "pr.time_to_merge", "pr.open"],
  "actions/items": ["ci.duration", "ci.queue_time", "ci.top_failing", "ci.runs"],
};
// Lists are asked for with the window that the dashboard settled.
const windows = [
  { from: "2026-08-03", to: "2026-11-01" },
  { from: "2026-10-02", to: "2026-11-01" },
  { from: "2025-11-01", to: "2026-11-01" },
  { from: "2026-10-25", to: "2026-11-01" },
] as const;

/** So many views, no two the same as long as repositories and filters last; each of a page is about the next repository. */
export function listVisits(input: { readonly count: number; readonly repositories: readonly string[] }): Visit[] {
  const { count, repositories } = input;
  const seen = new Map<PageName, number>();
  return Array.from({ length: count }, (_, index) => {
    const page = order[index % order.length] ?? "overview";
    const nth = seen.get(page) ?? 0;
    seen.set(page, nth + 1);
    const repository = repositories[nth % repositories.length];
    const round = Math.floor(nth / repositories.length);
    return toVisit({ page, variant: nth + round, ...(repository === undefined ? {} : { repository }) });
  });
}

export function toVisit(input: {
  readonly page: PageName;
  readonly variant: number;
  readonly repository?: string;
}): Visit {
  const { page, variant, repository } = input;
  const metric = metrics[page][variant % metrics[page].length];
  const window = windows[Math.floor(variant / 4) % windows.length];
  const range = ranges[variant % ranges.length];
  const search = {
    ...(repository === undefined ? {} : { repo: repository }),
    ...(metric === undefined ? { range: range ?? "90d" } : { metric, ...window }),
    ...(metric === undefined && Math.floor(variant / 4) % 2 === 1 ? { include_bots: "true" } : {}),
    ...(metric === undefined && Math.floor(variant / 8) % 2 === 1 ? { compare: "off" } : {}),
  };
  return { page, search, url: `/default/${page}?${new URLSearchParams(search).toString()}` };
}
