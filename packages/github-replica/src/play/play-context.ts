import { AppError } from "@pulse/kit";

import type { Urls } from "../rest/urls.ts";
import type { Account, Instant } from "../world/account.ts";
import { ensureAccount, getRepository, nowIn, takeId, type World } from "../world/create-world.ts";
import type { Item, PullRequest, TimelineEvent } from "../world/item.ts";
import type { Repository } from "../world/repository.ts";

/** What a webhook tells. The payload is made when it happens, so that a late delivery tells the state of then. */
export type Announcement = {
  readonly event: string;
  readonly action: string | null;
  readonly repository: Repository | null;
  readonly organisation: Account | null;
  readonly sender: Account;
  /** Without repository, organisation and sender, which every payload has. */
  readonly payload: Readonly<Record<string, unknown>>;
};

export type PlayContext = {
  readonly world: World;
  readonly urls: () => Urls;
  readonly announce: (announcement: Announcement) => void;
};

/** One change to an item: when, by whom, on what. */
export type Act<T extends Item = Item> = {
  readonly ctx: PlayContext;
  readonly repository: Repository;
  readonly item: T;
  readonly by: Account;
  readonly at: Instant;
};

export function actOn(
  ctx: PlayContext,
  on: { readonly repository: string; readonly number: number; readonly by: string },
): Act {
  const repository = getRepository(ctx.world, on.repository);
  const item = repository.items.get(on.number);
  if (item === undefined) throw new AppError("not_found", `The replica has no #${on.number} in ${on.repository}`);
  return { ctx, repository, item, by: ensureAccount(ctx.world, on.by), at: nowIn(ctx.world) };
}

export function actOnPull(
  ctx: PlayContext,
  on: { readonly repository: string; readonly number: number; readonly by: string },
): Act<PullRequest> {
  const act = actOn(ctx, on);
  const { item } = act;
  if (item.kind !== "pull") throw new AppError("invalid", `#${on.number} of ${on.repository} is no pull request`);
  return { ...act, item };
}

/** Notes what happened and moves `updated_at`, as nearly everything on GitHub does. */
export function happen(act: Act, event: Omit<TimelineEvent, "id" | "actor" | "at"> | null): void {
  if (event !== null) {
    act.item.timeline.push({ id: takeId(act.repository), actor: act.by, at: act.at, ...event });
  }
  act.item.updatedAt = act.at;
  act.repository.version += 1;
}
