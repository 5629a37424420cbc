import type { Db, KeyRing, ServiceConnection } from "@pulse/db";
import { findHookSecrets } from "@pulse/github";
import type { Clock } from "@pulse/kit";

import type { Webhooks } from "./answer-webhooks.ts";
import { createByteBudget } from "./byte-budget.ts";
import { createConnectionSecrets } from "./connection-secrets.ts";
import { createDeliveryWriter } from "./delivery-writer.ts";

// Two bodies of the largest size and many small ones: a process limited to 512 MB lives through any number of senders.
const heldBytes = 64 * 2 ** 20;

/** What takes GitHub's deliveries in this process. */
export function createWebhooks(ctx: {
  readonly db: Db;
  /** For deliveries alone, so that they and people never wait for each other's connections. */
  readonly service: Pick<ServiceConnection, "run">;
  readonly clock: Clock;
  readonly secrets: readonly string[];
  /** Opens the secrets of connections; without it nothing is taken at their addresses. */
  readonly keys: KeyRing | null;
}): Webhooks {
  const { db, service, clock, secrets, keys } = ctx;
  return {
    secrets,
    findConnectionSecrets: createConnectionSecrets({ clock }, (connectionId) =>
      findHookSecrets({ db, keys }, connectionId),
    ),
    writer: createDeliveryWriter(service),
    budget: createByteBudget(heldBytes),
  };
}
