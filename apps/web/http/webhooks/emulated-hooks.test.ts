import { ensureDefaultWorkspace, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { processDeliveries } from "@pulse/github";
import { createLogger, systemClock } from "@pulse/kit";
import { createEmulator, type Emulator } from "emulate";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";

import { secret, startWebhookServer, type WebhookServer } from "../../test/webhook-server.ts";

const token = "token-of-octocat";
let database: TestDatabase;
let github: Emulator;
let server: WebhookServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startWebhookServer(database.db);
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: { [token]: { login: "octocat", scopes: ["repo", "admin:repo_hook"] } },
      github: { users: [{ login: "octocat" }], repos: [{ owner: "octocat", name: "hello", auto_init: true }] },
    },
  });
});

afterAll(async () => {
  await github.close();
  server.close();
  await database.drop();
});

async function ask(
  path: string,
  init: { readonly method?: string; readonly body?: unknown } = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${github.url}${path}`, {
    method: init.method ?? "GET",
    headers: { authorization: `token ${token}`, "content-type": "application/json" },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  return z.record(z.string(), z.unknown()).parse(await response.json());
}

test("what another GitHub than ours signs and sends is taken and applied", async () => {
  const { id } = await ask("/repos/octocat/hello");
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, github_id, owner, name, is_tracked, fetched_at)
      values (${workspaceId}, ${Number(id)}, 'octocat', 'hello', true, '2000-01-01')
    `.execute(tx),
  );
  const url = `http://127.0.0.1:${server.port}/webhook`;
  const config = { url, content_type: "json", secret };

  await ask("/repos/octocat/hello/hooks", {
    method: "POST",
    body: { name: "web", active: true, events: ["*"], config },
  });
  await ask("/repos/octocat/hello/issues", { method: "POST", body: { title: "It broke" } });
  await ask("/repos/octocat/hello/issues/1/comments", { method: "POST", body: { body: "Indeed" } });
  await ask("/repos/octocat/hello/issues/1", { method: "PATCH", body: { state: "closed" } });

  const counts = async () => {
    await processDeliveries(
      { db: database.db, clock: systemClock, logger: createLogger({ name: "test", level: "silent" }) },
      20,
    );
    const found = await withService(database.db, (tx) =>
      sql<{ comments: number; closed: number; failed: number }>`
        select
          (select count(*) from pulse.issue_comments) as comments,
          (select count(*) from pulse.issues where state = 'closed') as closed,
          (select count(*) from pulse.webhook_deliveries where state in ('failed', 'rejected')) as failed
      `.execute(tx),
    );
    return found.rows[0];
  };
  await vi.waitUntil(async () => (await counts())?.closed === 1, 60_000);
  expect(await counts()).toEqual({ comments: 1, closed: 1, failed: 0 });
});
