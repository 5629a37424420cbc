import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";

const deliverySchema = z.object({
  id: z.int().positive(),
  guid: z.string(),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  status_code: z.int(),
  repository_id: z.int().nullish(),
  installation_id: z.int().nullish(),
});

type ListedDelivery = z.output<typeof deliverySchema>;

/** A hook's list of deliveries at GitHub. */
type DeliveryList = {
  /** As in `/repos/O/N/hooks/1/deliveries` or `/app/hook/deliveries`. */
  readonly path: string;
  /** What is older has been looked at. */
  readonly since: Date | null;
  /** Of whose address deliveries here may be; null is the installation's own. */
  readonly connectionIds: readonly (number | null)[];
  /** Which of them are of interest; all unless given. */
  readonly isOurs?: (delivery: ListedDelivery) => boolean;
};

export type Missed = {
  /** Deliveries that GitHub was asked to send again. */
  readonly requested: number;
  /** Deliveries that failed, were asked for once before, and failed again. */
  readonly givenUp: number;
  /** GitHub's ids of the repositories that they were about. */
  readonly repositoryGithubIds: readonly number[];
};

type Context = { readonly db: Db; readonly client: GitHubClient; readonly signal?: AbortSignal };

// GitHub keeps deliveries for three days, and lists a hundred on a page.
const mostPages = 30;
// What was asked for at the last look may have failed again since.
const overlapMs = 60 * 60_000;

/** Looks through GitHub's list of what it sent and asks once for each delivery that never arrived. GitHub itself never sends anything twice. */
export async function requestMissed(ctx: Context, list: DeliveryList): Promise<Missed> {
  const listed: ListedDelivery[] = [];
  for await (const page of listPages(ctx.client, list)) listed.push(...page);
  const ours = listed.filter((delivery) => list.isOurs?.(delivery) ?? true);
  const failed = [...Map.groupBy(ours, (delivery) => delivery.guid).values()].filter(
    (attempts) => !attempts.some((attempt) => attempt.status_code >= 200 && attempt.status_code < 300),
  );
  const stored = await listStored(ctx.db, { list, guids: failed.map((attempts) => attempts[0]?.guid ?? "") });
  const missing = failed.filter((attempts) => !stored.has(attempts[0]?.guid.toLowerCase() ?? ""));
  // Whoever asked before, we or a person on GitHub's page: the list itself remembers, so nothing is asked for twice.
  const untried = missing.filter((attempts) => !attempts.some((attempt) => attempt.redelivery));
  // Oldest first: the order in which things happened costs least.
  for (const [first] of untried.toReversed()) {
    ctx.signal?.throwIfAborted();
    if (first !== undefined) await requestDelivery(ctx.client, { path: list.path, id: first.id });
  }
  const repositories = new Set(missing.flatMap(([first]) => first?.repository_id ?? []));
  return {
    requested: untried.length,
    givenUp: missing.length - untried.length,
    repositoryGithubIds: [...repositories],
  };
}

/** GitHub's number of the newest attempt under this id, or null when its list has none. */
export async function findListedDelivery(
  client: GitHubClient,
  input: { readonly path: string; readonly guid: string; readonly receivedAt: Date },
): Promise<number | null> {
  const since = new Date(input.receivedAt.getTime() - overlapMs);
  for await (const page of listPages(client, { path: input.path, since })) {
    const found = page.find((delivery) => delivery.guid.toLowerCase() === input.guid.toLowerCase());
    if (found !== undefined) return found.id;
  }
  return null;
}

/** Asks GitHub to send a delivery again: under the same id, with the payload of then. */
export async function requestDelivery(
  client: GitHubClient,
  delivery: { readonly path: string; readonly id: number },
): Promise<void> {
  await client.post(`${delivery.path}/${delivery.id}/attempts`, {});
}

/** Newest first. */
async function* listPages(
  client: GitHubClient,
  list: Pick<DeliveryList, "path" | "since">,
): AsyncGenerator<readonly ListedDelivery[]> {
  const since = list.since === null ? 0 : list.since.getTime() - overlapMs;
  let next: string | null = `${list.path}?per_page=100`;
  for (let page = 0; next !== null && page < mostPages; page += 1) {
    const answer = await client.get(next);
    if (answer.isNotModified) return;
    const rows = z.array(deliverySchema).parse(answer.data);
    yield rows;
    const oldest = rows.at(-1);
    if (oldest === undefined || Date.parse(oldest.delivered_at) < since) return;
    next = answer.next;
  }
}

async function listStored(
  db: Db,
  input: { readonly list: DeliveryList; readonly guids: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { connectionIds } = input.list;
  const found = await withService(db, (tx) =>
    sql<{ deliveryId: string }>`
      select delivery_id
      from pulse.webhook_deliveries
      where delivery_id = any(${input.guids.map((guid) => guid.toLowerCase())}::text[])
        and (
          connection_id = any(${connectionIds.filter((id) => id !== null)}::bigint[])
          or connection_id is null and ${connectionIds.includes(null)}
        )
    `.execute(tx),
  );
  return new Set(found.rows.map((row) => row.deliveryId));
}
