import { AppError } from "@pulse/kit";

import type { Announcement } from "../play/play-context.ts";
import { createRandom } from "../random.ts";
import { renderAccount, renderOrganisation } from "../rest/render-account.ts";
import { renderRepository } from "../rest/render-repository.ts";
import type { Urls } from "../rest/urls.ts";
import type { Instant } from "../world/account.ts";
import { nowIn, toInstant, type World } from "../world/create-world.ts";
import { hash, inventSha } from "../world/hash.ts";
import type { Repository } from "../world/repository.ts";
import { sendDelivery, type Sent } from "./send-delivery.ts";

/** Whose events a hook hears. */
export type HookOwner =
  | { readonly kind: "repository"; readonly repositoryId: number }
  | { readonly kind: "organisation"; readonly login: string }
  /** A GitHub App hears of every account that it is installed at. */
  | {
      readonly kind: "app";
      readonly appId: number;
      readonly installations: readonly { readonly id: number; readonly owner: string }[];
    };

export type Hook = {
  readonly id: number;
  readonly owner: HookOwner;
  url: string;
  secret: string;
  contentType: "json" | "form";
  events: readonly string[];
  isActive: boolean;
  readonly createdAt: Instant;
  updatedAt: Instant;
};

/** What is still to be sent. */
export type Pending = {
  readonly hook: Hook;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly body: string;
  readonly repositoryId: number | null;
  /** Of the app whose hook it is. */
  readonly installationId: number | null;
};

export type Delivery = Omit<Pending, "hook"> &
  Sent & { readonly id: number; readonly hookId: number; readonly deliveredAt: string; readonly isRedelivery: boolean };

export type DeliverOptions = {
  readonly order?: "as_happened" | "reversed" | { readonly shuffledBy: number };
  /** How often each is sent, under the same id; once when not said. */
  readonly times?: number;
  /** How many at the same time; one when not said. */
  readonly concurrency?: number;
};

export type Hooks = ReturnType<typeof createHooks>;

/** Hooks, what waits to be sent to them, and what was. GitHub never sends a failed delivery again by itself, nor does this. */
export function createHooks(world: World, urls: () => Urls) {
  const hooks = new Map<number, Hook>();
  let deliveries: Delivery[] = [];
  let pending: Pending[] = [];
  let announced = 0;
  const underWay = new Set<Promise<unknown>>();

  const queue = (hook: Hook, announcement: Announcement): void => {
    announced += 1;
    const { event, action, repository } = announcement;
    const installationId = installationOf(hook, announcement);
    const payload = toPayload(urls(), announcement);
    const body = JSON.stringify(
      installationId === null ? payload : { ...payload, installation: { id: installationId } },
    );
    const guid = toGuid(inventSha(`delivery ${hook.id} ${announced}`));
    pending.push({ hook, guid, event, action, body, repositoryId: repository?.id ?? null, installationId });
  };
  const send = async (one: Pending, isRedelivery: boolean): Promise<Delivery> => {
    const { hook, ...rest } = one;
    const sent = await sendDelivery(one);
    const id = 1_000_000_000_000 + deliveries.length + 1;
    const delivery: Delivery = {
      ...rest,
      ...sent,
      id,
      hookId: hook.id,
      isRedelivery,
      deliveredAt: toInstant(world.clock.now()),
    };
    deliveries.push(delivery);
    return delivery;
  };

  return {
    add(
      input: Pick<Hook, "owner" | "url" | "secret"> & Partial<Pick<Hook, "events" | "contentType" | "isActive">>,
    ): Hook {
      const at = nowIn(world);
      const hook: Hook = {
        id: 400_000_000 + hash(`hook ${JSON.stringify(input.owner)} ${hooks.size}`, 100_000_000),
        contentType: "json",
        events: ["*"],
        isActive: true,
        createdAt: at,
        updatedAt: at,
        ...input,
      };
      hooks.set(hook.id, hook);
      return hook;
    },
    get: (id: number): Hook | null => hooks.get(id) ?? null,
    remove: (id: number): boolean => hooks.delete(id),
    listOf: (owner: HookOwner): readonly Hook[] => [...hooks.values()].filter((hook) => isSame(hook.owner, owner)),
    queue,
    announce(announcement: Announcement): void {
      for (const hook of hooks.values()) if (hears(hook, announcement)) queue(hook, announcement);
    },
    pending: (): readonly Pending[] => pending,
    /** Forgets what waits: GitHub was down, and it was never sent. */
    drop(): number {
      const dropped = pending.length;
      pending = [];
      return dropped;
    },
    /** Sends what waits, and gives what became of each. */
    async deliver(options: DeliverOptions = {}): Promise<readonly Delivery[]> {
      const batch = inOrder(pending, options);
      pending = [];
      const done: Delivery[] = [];
      const work = batch.values();
      const sender = async () => {
        for (const one of work) done.push(await send(one, false));
      };
      await Promise.all(Array.from({ length: options.concurrency ?? 1 }, () => sender()));
      return done;
    },
    deliveries: (): readonly Delivery[] => deliveries,
    clearDeliveries: (): void => {
      deliveries = [];
    },
    /** Under a new number and the old id, as GitHub does when asked. */
    redeliver(id: number): Promise<Delivery> {
      const former = deliveries.find((one) => one.id === id);
      const hook = former === undefined ? undefined : hooks.get(former.hookId);
      if (former === undefined || hook === undefined)
        throw new AppError("not_found", `The replica has no delivery ${id}`);
      const { guid, event, action, body, repositoryId, installationId } = former;
      const sending = send({ hook, guid, event, action, body, repositoryId, installationId }, true);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
      return sending;
    },
    /** When everything that was asked to be sent again has been. */
    async settled(): Promise<void> {
      await Promise.allSettled(underWay);
    },
  };
}

function hears(hook: Hook, announcement: Announcement): boolean {
  const { event, repository, organisation } = announcement;
  if (!hook.isActive || !(hook.events.includes("*") || hook.events.includes(event))) return false;
  if (hook.owner.kind === "repository") return hook.owner.repositoryId === repository?.id;
  if (hook.owner.kind === "app") return installationOf(hook, announcement) !== null;
  const login = (organisation ?? repository?.owner)?.login.toLowerCase();
  return hook.owner.login.toLowerCase() === login;
}

function installationOf({ owner }: Hook, { repository, organisation }: Announcement): number | null {
  if (owner.kind !== "app") return null;
  const login = (organisation ?? repository?.owner)?.login.toLowerCase();
  return owner.installations.find((one) => one.owner.toLowerCase() === login)?.id ?? null;
}

function toPayload(urls: Urls, announcement: Announcement): Readonly<Record<string, unknown>> {
  const { event, payload, repository, organisation, sender } = announcement;
  const belongsTo = organisation ?? (repository?.owner.kind === "Organization" ? repository.owner : null);
  return {
    ...payload,
    ...(repository === null
      ? {}
      : { repository: event === "push" ? renderPushed(urls, repository) : renderRepository(urls, repository) }),
    ...(belongsTo === null ? {} : { organization: renderOrganisation(urls, belongsTo) }),
    sender: renderAccount(urls, sender),
  };
}

// In a push, and only there, GitHub gives these instants as seconds, and some fields of its first years.
function renderPushed(urls: Urls, repository: Repository) {
  const shown = renderRepository(urls, repository);
  return {
    ...shown,
    owner: { ...shown.owner, name: repository.owner.login, email: repository.owner.email },
    created_at: Date.parse(shown.created_at) / 1000,
    pushed_at: Date.parse(shown.pushed_at) / 1000,
    stargazers: shown.stargazers_count,
    master_branch: shown.default_branch,
  };
}

function inOrder(list: readonly Pending[], { order = "as_happened", times = 1 }: DeliverOptions): Pending[] {
  const repeated = list.flatMap((one) => Array.from({ length: times }, () => one));
  if (order === "as_happened") return repeated;
  if (order === "reversed") return repeated.toReversed();
  const random = createRandom(order.shuffledBy);
  const keyed = repeated.map((one) => ({ one, key: random.uniform() }));
  return keyed.toSorted((left, right) => left.key - right.key).map(({ one }) => one);
}

function isSame(left: HookOwner, right: HookOwner): boolean {
  if (left.kind === "repository") return right.kind === "repository" && left.repositoryId === right.repositoryId;
  if (left.kind === "app") return right.kind === "app" && left.appId === right.appId;
  return right.kind === "organisation" && left.login.toLowerCase() === right.login.toLowerCase();
}

function toGuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
