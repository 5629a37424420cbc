/** How much a filled database holds. Density is the same at every size: so many items in a repository over the same two years. */
export type FillSize = {
  readonly name: "small" | "large";
  readonly workspaces: number;
  /** In each workspace. */
  readonly repositories: number;
  /** Histories that are made up and imported; the other repositories are copies of these. */
  readonly distinct: number;
};

export const itemsPerRepository = 2_000;
export const fillFrom = new Date("2024-11-01T00:00:00Z");
export const fillAsOf = new Date("2026-11-01T00:00:00Z");
export const fillOwner = "acme";

/** 10 thousand items in 5 repositories. */
export const small: FillSize = { name: "small", workspaces: 1, repositories: 5, distinct: 5 };

/** A million items in 500 repositories, 250 in each of two workspaces. */
export const large: FillSize = { name: "large", workspaces: 2, repositories: 250, distinct: 20 };
