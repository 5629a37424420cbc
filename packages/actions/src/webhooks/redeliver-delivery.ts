import { withService } from "@pulse/db";
import {
  appDeliveriesPath,
  asAppItself,
  deliveriesPath,
  findListedDelivery,
  listApps,
  listHookRows,
  requestDelivery,
  type GitHubClient,
} from "@pulse/github";
import { AppError, isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { clientFor, openClient } from "../connections/open-client.ts";
import { getDelivery } from "./get-delivery.ts";

/** Where GitHub lists what it sent to a hook, and how to ask there. */
type Place = { readonly path: string; readonly open: () => Promise<GitHubClient> };

type Wanted = Awaited<ReturnType<typeof getDelivery>>;

/**
 * Asks GitHub to send one delivery again, which a replay does not: what comes is what GitHub kept of it. The copy that is here stays, under
 * another id, since a delivery whose id is known is not taken twice.
 */
export const redeliverDelivery = defineAction({
  name: "redeliver_delivery",
  summary: "Ask GitHub to deliver one delivery again",
  scope: "write",
  input: z.object({ delivery: z.string().trim().min(1).max(100).describe("its number here, or GitHub's id of it") }),
  run: async (ctx, input) => {
    const { workspaceId } = ctx.actor;
    const { delivery, places } = await withService(ctx.db, async (tx) => {
      const row = await getDelivery(tx, { workspaceId, delivery: input.delivery });
      return { delivery: row, places: await listPlaces(ctx, { tx, delivery: row }) };
    });
    const { client, path, id } = await findAtGitHub(places, delivery);
    const former = `${delivery.deliveryId}#${delivery.id}`;
    await rename(ctx, { id: delivery.id, deliveryId: former, outcome: "GitHub was asked to deliver it again" });
    try {
      await requestDelivery(client, { path, id });
    } catch (error) {
      await rename(ctx, { id: delivery.id, deliveryId: delivery.deliveryId, outcome: null });
      throw error;
    }
    ctx.note({ before: { deliveryId: delivery.deliveryId }, after: { deliveryId: former } });
    return { id: delivery.id, deliveryId: delivery.deliveryId, event: delivery.event };
  },
});

/** The hooks that may have sent it: those of its connection, or for the installation's own address, the workspace's GitHub Apps. */
async function listPlaces(
  ctx: ActionContext,
  { tx, delivery }: { readonly tx: Parameters<typeof getDelivery>[0]; readonly delivery: Wanted },
): Promise<readonly Place[]> {
  const { workspaceId } = ctx.actor;
  const repository = delivery.repository?.toLowerCase() ?? "";
  const hooks = (await listHookRows(tx, workspaceId))
    .filter((hook) => hook.connectionId === delivery.connectionId)
    // The repository's own hook before its organisation's, and those before any other.
    .toSorted((left, right) => nearness(right.target, repository) - nearness(left.target, repository));
  const apps = (await listApps(tx, workspaceId)).filter(
    ({ connections }) => delivery.connectionId === null || connections.some(({ id }) => id === delivery.connectionId),
  );
  return [
    ...hooks.map((hook) => ({
      path: deliveriesPath(hook),
      open: async () => (await openClient(ctx, { id: hook.connectionId, workspaceId })).client,
    })),
    ...apps.flatMap(({ connections: [connection] }) =>
      connection === undefined
        ? []
        : [
            {
              path: appDeliveriesPath,
              open: async () => clientFor(ctx, asAppItself((await openClient(ctx, connection)).connection)),
            },
          ],
    ),
  ];
}

function nearness(target: string, repository: string): number {
  const lower = target.toLowerCase();
  if (lower === repository) return 2;
  return repository.startsWith(`${lower}/`) ? 1 : 0;
}

async function findAtGitHub(
  places: readonly Place[],
  { deliveryId, receivedAt }: Wanted,
): Promise<{ readonly client: GitHubClient; readonly path: string; readonly id: number }> {
  const guid = deliveryId.replace(/#.*$/, "");
  for (const { path, open } of places) {
    const client = await open();
    const id = await findListedDelivery(client, { path, guid, receivedAt }).catch(nullWhenGone);
    if (id !== null) return { client, path, id };
  }
  throw new AppError(
    "not_found",
    `No hook made here, and no GitHub App connected here, has delivery ${guid} in its list at GitHub, which goes back three days. What is stored can be processed again: ./pulse webhook replay ${guid}`,
  );
}

// A hook that was removed at GitHub, or an App that has none.
function nullWhenGone(error: unknown): null {
  if (isAppError(error) && error.code === "not_found") return null;
  throw error;
}

async function rename(
  ctx: ActionContext,
  row: { readonly id: number; readonly deliveryId: string; readonly outcome: string | null },
): Promise<void> {
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.webhook_deliveries
      set delivery_id = ${row.deliveryId}, outcome = coalesce(${row.outcome}, outcome)
      where id = ${row.id}
    `.execute(tx),
  );
}
