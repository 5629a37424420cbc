import type { Account, Instant } from "./account.ts";
import type { Deployment, Release, Run, Tag, Workflow } from "./actions.ts";
import type { Commit, Item, Label, Milestone } from "./item.ts";

/** What is left of a number whose issue is no longer here. */
type Gone =
  | { readonly kind: "deleted" }
  | { readonly kind: "transferred"; readonly repositoryId: number; readonly number: number };

type Permission = "admin" | "maintain" | "write" | "triage" | "read";

export type Repository = {
  readonly id: number;
  readonly nodeId: string;
  owner: Account;
  name: string;
  description: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  readonly isFork: boolean;
  defaultBranch: string;
  readonly squashes: boolean;
  language: string | null;
  readonly createdAt: Instant;
  updatedAt: Instant;
  pushedAt: Instant;
  stars: { readonly account: Account; readonly at: Instant }[];
  /** Beyond the stars that are known one by one. */
  otherStars: number;
  forks: number;
  watchers: number;
  readonly labels: Map<string, Label>;
  readonly milestones: Map<number, Milestone>;
  readonly items: Map<number, Item>;
  readonly gone: Map<number, Gone>;
  /** Of the default branch, oldest first. */
  commits: Commit[];
  readonly branches: Map<string, string>;
  tags: Tag[];
  releases: Release[];
  readonly workflows: Map<number, Workflow>;
  readonly runs: Map<number, Run>;
  deployments: Deployment[];
  /** By login in lower case; the owner and members of the organisation need none. */
  readonly collaborators: Map<string, Permission>;
  /** Raised by every change, so that what was sorted for one state is not used for another. */
  version: number;
  /** The last id given out in this repository, and the last of those that must fit in 32 bits. */
  lastId: number;
  lastSmallId: number;
  lastNumber: number;
};

export function fullNameOf(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
