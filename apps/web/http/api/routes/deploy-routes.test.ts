import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { localOwner, startApiServer, type ApiServer } from "../../../test/api-server.ts";
import { deployRoutes } from "./deploy-routes.ts";

const viewer = { ...localOwner, userId: randomUUID() };
const owner = { ...localOwner, proof: { ...localOwner.proof, signedInAt: new Date().toISOString() } } as const;
const spec = { name: "shop", services: [{ name: "web", github: { repo: "acme/site", branch: "main" } }] };

let database: TestDatabase;
let local: LocalPlatform;
let server: ApiServer;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await withService(database.db, async (tx) => {
    await sql`insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, ${viewer.userId}, 'viewer')`.execute(
      tx,
    );
    await sql`
      with made as (insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere') returning id)
      insert into pulse.memberships (workspace_id, user_id, role)
      select id, ${localOwnerId}, 'owner' from made
    `.execute(tx);
  });
  local = await startLocalPlatform({ now: new Date(Date.now() - 3_600_000) });
  local.setHead("acme/site@main", "1".repeat(40));
  const { id } = local.addApp(spec);
  local.advance(60_000);
  local.setHead("acme/site@main", "2".repeat(40));
  local.startDeployment(id);
  local.advance(3_500_000);
  server = await startApiServer(database, {
    routes: deployRoutes,
    deploy: { apiUrl: local.apiUrl, token: local.token },
  });
});

afterAll(async () => {
  await server.close();
  await local.close();
  await database.drop();
});

async function ask(path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, server.url), body === undefined ? {} : init);
  return { status: response.status, body: await response.json() };
}

test("a viewer reads how the app is and its history, and neither plans nor begins a rollback", async () => {
  server.become(viewer);

  const app = await ask("/api/deploy/app");
  const history = await ask("/api/deploy/history");
  const log = await ask("/api/deploy/components/web/logs");
  const plan = await ask("/api/deploy/rollbacks/plan", {});
  const begun = await ask("/api/deploy/rollbacks", { plan: "x" });

  expect(app).toMatchObject({ status: 200, body: { is_configured: true, app: { name: "shop", usd_per_month: 5 } } });
  expect(history).toMatchObject({ status: 200, body: { entries: [{ phase: "ACTIVE" }, { can_return_to: true }] } });
  expect(log).toMatchObject({
    status: 200,
    body: { logs: [{ component: "web", text: expect.stringContaining("listening") }] },
  });
  expect([plan.status, begun.status]).toEqual([403, 403]);
});

test("the owner of another workspace is told of nothing that the installation deploys", async () => {
  server.become(owner);

  const app = await ask("/api/deploy/app?workspace=elsewhere");
  const history = await ask("/api/deploy/history?workspace=elsewhere");
  const plan = await ask("/api/deploy/rollbacks/plan?workspace=elsewhere", {});

  expect(app.body).toEqual({ is_configured: false, apps: [], problem: null, app: null });
  expect(history.body).toEqual({ entries: [], next: null });
  expect(plan.status).toBe(503);
  expect(JSON.stringify(plan.body)).not.toContain("shop");
});

test("a rollback is begun with the plan that was shown, and waits for the worker; without one it is not begun", async () => {
  server.become(owner);
  const planned = await ask("/api/deploy/rollbacks/plan", {});
  const { plan } = planned.body as { readonly plan: string };

  const without = await ask("/api/deploy/rollbacks", { reason: "broken" });
  const another = await ask("/api/deploy/rollbacks", { plan: "another", reason: "broken" });
  const begun = await ask("/api/deploy/rollbacks", { plan, reason: "broken" });

  expect([without.status, another.status, begun.status]).toEqual([400, 409, 202]);
  const { run_id: run } = begun.body as { readonly run_id: number };
  expect((await ask(`/api/deploy/runs/${run}`)).body).toMatchObject({
    kind: "rollback",
    holder: "Local owner (web)",
    reason: "broken",
    is_waiting: true,
  });
  expect(await ask(`/api/deploy/runs/${run}/logs`)).toEqual({ status: 200, body: { logs: [] } });
});
