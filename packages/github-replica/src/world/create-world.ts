import { AppError, type Clock } from "@pulse/kit";

import type { Account, Instant, Team } from "./account.ts";
import { hash } from "./hash.ts";
import type { Item, Label } from "./item.ts";
import { makeNodeId } from "./node-id.ts";
import { fullNameOf, type Repository } from "./repository.ts";

/** Everything that this GitHub holds. It is changed in place, as a server's state is; only `play` and the loaders do so. */
export type World = {
  readonly clock: Clock;
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<number, Repository>;
  /** By full name in lower case: the present names, and those that lead on from former ones. */
  readonly names: Map<string, number>;
  readonly formerNames: Map<string, number>;
  /** Members of organisations by its login in lower case. */
  readonly members: Map<string, Map<Account, "admin" | "member">>;
  readonly teams: Team[];
  /** Ids that did not come from here, as those of archives. */
  readonly foreignNodes: Map<
    string,
    { readonly repositoryId: number; readonly number: number; readonly reviewId?: number }
  >;
  readonly deletedRepositories: Set<string>;
};

export function createWorld(clock: Clock): World {
  return {
    clock,
    accounts: new Map(),
    repositories: new Map(),
    names: new Map(),
    formerNames: new Map(),
    members: new Map(),
    teams: [],
    foreignNodes: new Map(),
    deletedRepositories: new Set(),
  };
}

export function nowIn(world: World): Instant {
  return toInstant(world.clock.now());
}

export function toInstant(at: Date): Instant {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}

const nodePrefixes = { User: "U", Bot: "BOT", Organization: "O" } as const;

/** The account of this login, made when nobody has it. A login that ends in `[bot]` is an app. */
export function ensureAccount(
  world: World,
  login: string,
  details: { readonly kind?: Account["kind"]; readonly name?: string; readonly email?: string } = {},
): Account {
  const bare = login.replace(/\[bot\]$/, "");
  const known = world.accounts.get(bare.toLowerCase());
  if (known !== undefined) return known;
  const kind = details.kind ?? (bare === login ? "User" : "Bot");
  const taken = new Set([...world.accounts.values()].map((account) => account.id));
  let id = 1_000_000 + hash(bare.toLowerCase(), 200_000_000);
  while (taken.has(id)) id += 1;
  const account: Account = {
    id,
    nodeId: makeNodeId({ prefix: nodePrefixes[kind], repositoryId: 0, key: id }),
    login: bare,
    name: details.name ?? null,
    email: details.email ?? null,
    kind,
    createdAt: "2011-01-26T19:01:12Z",
  };
  world.accounts.set(bare.toLowerCase(), account);
  return account;
}

export type RepositoryDetails = {
  readonly description?: string;
  readonly isPrivate?: boolean;
  readonly isFork?: boolean;
  readonly defaultBranch?: string;
  readonly language?: string;
  readonly createdAt?: Instant;
  readonly stars?: number;
  readonly forks?: number;
  readonly watchers?: number;
  /** What the owner becomes when it is not known yet. */
  readonly ownerKind?: "User" | "Organization";
  /** Pull requests are merged as one commit of their author's, and not by a commit that merges their branch. */
  readonly squashes?: boolean;
};

/** An empty repository. Throws `conflict` when the name is taken. */
export function createRepository(world: World, fullName: string, details: RepositoryDetails = {}): Repository {
  const [ownerLogin = "", name = ""] = fullName.split("/");
  if (world.names.has(fullName.toLowerCase())) {
    throw new AppError(
      "conflict",
      `The replica has ${fullName} already. Load another, or use applyVersion to change it`,
    );
  }
  let id = 100_000_000 + hash(fullName.toLowerCase(), 1_000_000_000);
  while (world.repositories.has(id)) id += 1;
  const createdAt = details.createdAt ?? nowIn(world);
  const repository: Repository = {
    id,
    nodeId: makeNodeId({ prefix: "R", repositoryId: id, key: 0 }),
    owner: ensureAccount(world, ownerLogin, { kind: details.ownerKind ?? "Organization" }),
    name,
    description: details.description ?? null,
    isPrivate: details.isPrivate ?? false,
    isArchived: false,
    isFork: details.isFork ?? false,
    defaultBranch: details.defaultBranch ?? "main",
    language: details.language ?? null,
    createdAt,
    updatedAt: createdAt,
    pushedAt: createdAt,
    stars: [],
    otherStars: details.stars ?? 0,
    forks: details.forks ?? 0,
    watchers: details.watchers ?? 0,
    labels: new Map(),
    milestones: new Map(),
    items: new Map(),
    gone: new Map(),
    commits: [],
    branches: new Map(),
    tags: [],
    releases: [],
    workflows: new Map(),
    runs: new Map(),
    deployments: [],
    collaborators: new Map(),
    squashes: details.squashes ?? false,
    version: 0,
    // Beyond 32 bits, as GitHub's have been for years: GraphQL's `databaseId` cannot hold them, `fullDatabaseId` can.
    lastId: 3_000_000_000 + hash(`ids ${fullName.toLowerCase()}`, 900_000) * 10_000_000,
    lastSmallId: 100_000_000 + hash(`small ids ${fullName.toLowerCase()}`, 1900) * 1_000_000,
    lastNumber: 0,
  };
  world.repositories.set(id, repository);
  world.names.set(fullName.toLowerCase(), id);
  world.formerNames.delete(fullName.toLowerCase());
  world.deletedRepositories.delete(fullName.toLowerCase());
  return repository;
}

/** Throws `not_found`: for those who steer the replica, not for its clients. */
export function getRepository(world: World, fullName: string): Repository {
  const id = world.names.get(fullName.toLowerCase());
  const repository = id === undefined ? undefined : world.repositories.get(id);
  if (repository === undefined) {
    const known = [...world.repositories.values()].map((one) => fullNameOf(one)).join(", ");
    throw new AppError("not_found", `The replica has no repository ${fullName}; it has: ${known}`);
  }
  return repository;
}

export function takeId(repository: Repository): number {
  repository.lastId += 1;
  return repository.lastId;
}

/** For kinds whose id GraphQL still gives as a 32-bit number. */
export function takeSmallId(repository: Repository): number {
  repository.lastSmallId += 1;
  return repository.lastSmallId;
}

export function addItem(world: World, repository: Repository, item: Item): void {
  repository.items.set(item.number, item);
  repository.lastNumber = Math.max(repository.lastNumber, item.number);
  world.foreignNodes.set(item.nodeId, { repositoryId: repository.id, number: item.number });
  repository.version += 1;
}

export function ensureLabel(
  repository: Repository,
  name: string,
  details: { readonly description?: string | null; readonly color?: string } = {},
): Label {
  const known = repository.labels.get(name);
  if (known !== undefined) return known;
  const id = takeSmallId(repository);
  const label: Label = {
    id,
    nodeId: makeNodeId({ prefix: "LA", repositoryId: repository.id, key: id }),
    name,
    description: details.description ?? null,
    color: details.color ?? "ededed",
    createdAt: repository.createdAt,
  };
  repository.labels.set(name, label);
  return label;
}
