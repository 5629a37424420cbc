/**
 * What one cheap query tells of a repository: what it is called and counts now, and the youngest of each kind of fact. A kind whose
 * fingerprint did not change since its last complete reading is not asked for.
 */
export type RepositoryProbe = {
  readonly githubId: number | null;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: "public" | "private" | "internal";
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly createdAt: string;
  readonly pushedAt: string | null;
  readonly updatedAt: string;
  readonly stars: number;
  readonly forks: number;
  readonly watchers: number;
  readonly defaultBranch: string | null;
  /** Null while the repository is empty. */
  readonly headSha: string | null;
  /** True where the owner is an organisation: only those have teams. */
  readonly isOrganisation: boolean;
  /** Of items that are there now, whatever their state. */
  readonly totals: { readonly issues: number; readonly pullRequests: number };
  readonly fingerprints: {
    readonly labels: string;
    readonly milestones: string;
    readonly issues: string;
    readonly pullRequests: string;
    readonly releases: string;
    readonly tags: string;
    readonly deployments: string;
  };
};
