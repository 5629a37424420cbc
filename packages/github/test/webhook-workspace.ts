import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import { processDeliveries } from "../src/webhooks/process-deliveries.ts";
import { readEnvelope } from "../src/webhooks/read-envelope.ts";
import { storeDeliveries } from "../src/webhooks/store-deliveries.ts";

export type WebhookWorkspace = {
  readonly database: TestDatabase;
  readonly workspaceId: number;
  readonly clock: Clock & { readonly forward: (ms: number) => void };
};

/** What of it is needed to receive and process: a database that somebody else has made will do. */
type Receiving = Omit<WebhookWorkspace, "database"> & { readonly database: Pick<TestDatabase, "db"> };

export type Sent = { readonly event: string; readonly payload: unknown; readonly deliveryId?: string };

/** A database with one workspace, and a clock that a test moves. */
export async function openWebhookWorkspace(): Promise<WebhookWorkspace> {
  const database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  let offsetMs = 0;
  const clock = {
    now: () => new Date(Date.now() + offsetMs),
    forward: (ms: number) => {
      offsetMs += ms;
    },
  };
  return { database, workspaceId, clock };
}

type Tracking = {
  readonly githubId: number;
  readonly fullName?: string;
  readonly workspaceId?: number;
  readonly connectionId?: number | null;
};

export async function track(workspace: Receiving, tracking: Tracking): Promise<number> {
  const [owner, name] = (tracking.fullName ?? `acme/site-${tracking.githubId}`).split("/");
  const made = await withService(workspace.database.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.repositories (workspace_id, github_id, owner, name, connection_id, is_tracked, fetched_at)
      values (
        ${tracking.workspaceId ?? workspace.workspaceId}, ${tracking.githubId}, ${owner}, ${name},
        ${tracking.connectionId ?? null}, true, '2000-01-01T00:00:00Z'
      )
      returning id
    `.execute(tx),
  );
  return made.rows[0]?.id ?? 0;
}

export async function addConnection(workspace: WebhookWorkspace, workspaceId = workspace.workspaceId): Promise<number> {
  const made = await withService(workspace.database.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.connections (workspace_id, name, kind)
      values (${workspaceId}, ${randomUUID()}, 'anonymous')
      returning id
    `.execute(tx),
  );
  return made.rows[0]?.id ?? 0;
}

export async function addWorkspace(workspace: WebhookWorkspace): Promise<number> {
  const made = await withService(workspace.database.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.workspaces (slug, name)
      values (${`w${randomUUID().slice(0, 8)}`}, 'Another')
      returning id
    `.execute(tx),
  );
  return made.rows[0]?.id ?? 0;
}

/** Stores deliveries as the web app does. */
export async function receive(
  workspace: Receiving,
  sent: readonly Sent[],
  connection: { readonly id: number; readonly workspaceId: number } | null = null,
): Promise<void> {
  await storeDeliveries(
    async (work) => await withService(workspace.database.db, work),
    sent.map(({ event, payload, deliveryId }) => {
      const body = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload));
      return {
        connection,
        deliveryId: deliveryId ?? randomUUID(),
        event,
        body,
        envelope: readEnvelope(body) ?? "rejected",
      };
    }),
  );
}

/** Works through everything that is due, and (moving the clock) through what waits. */
export async function processAll(workspace: Receiving, limit = 20): Promise<void> {
  const { database, clock } = workspace;
  const ctx = { db: database.db, clock, logger: createLogger({ name: "test", level: "silent" }) };
  for (;;) {
    while ((await processDeliveries(ctx, limit)) > 0);
    if ((await countWaiting(workspace)) === 0) return;
    clock.forward(1_000);
  }
}

async function countWaiting(workspace: Receiving): Promise<number> {
  const found = await withService(workspace.database.db, (tx) =>
    sql<{ count: number }>`
      select count(*) as count
      from pulse.webhook_deliveries
      where state = 'received'
    `.execute(tx),
  );
  return found.rows[0]?.count ?? 0;
}

export type Settled = {
  readonly event: string;
  readonly action: string | null;
  readonly state: string;
  readonly outcome: string | null;
};

export async function listSettled(workspace: Receiving): Promise<readonly Settled[]> {
  const found = await withService(workspace.database.db, (tx) =>
    sql<Settled>`
      select event, action, state, outcome
      from pulse.webhook_deliveries
      order by id
    `.execute(tx),
  );
  return found.rows;
}
