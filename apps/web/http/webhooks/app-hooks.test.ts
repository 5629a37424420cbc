/** The one hook of a GitHub App, which is set by hand at the installation's own address: what it missed, and one delivery asked for again. */
import { generateKeyPairSync } from "node:crypto";

import {
  connectRepository,
  createWebhook,
  listDeliveries,
  recoverWebhooks,
  redeliverDelivery,
  saveConnection,
  type ActionContext,
} from "@pulse/actions";
import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { processDeliveries, recoverAllHooks } from "@pulse/github";
import { startReplica, type Replica } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { keys, secret, startWebhookServer, type WebhookServer } from "../../test/webhook-server.ts";

const logger = createLogger({ name: "test", level: "silent" });
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: "pkcs1", format: "pem" });
const permissions = { metadata: "read", issues: "read", repository_hooks: "write" } as const;

let database: TestDatabase;
let replica: Replica;
let server: WebhookServer;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  const workspaceId = await ensureDefaultWorkspace(database.db);
  replica = await startReplica();
  replica.addRepository("acme/site");
  replica.addRepository("strangers/site");
  replica.addApp({
    id: 7,
    slug: "pulse",
    publicKey: pair.publicKey,
    installations: [
      { id: 70, owner: "acme", permissions, repositories: "all" },
      { id: 71, owner: "strangers", permissions, repositories: "all" },
    ],
  });
  server = await startWebhookServer(database.db);
  ctx = {
    db: database.db,
    clock: systemClock,
    logger,
    actor: { userId: localOwnerId, workspaceId },
    github: { apiUrl: replica.apiUrl, keys, token: null },
  };
  await saveConnection.run(ctx, { name: "app", app: { appId: 7, installationId: 70, privateKey: String(privateKey) } });
  await connectRepository.run(ctx, { repository: "acme/site" });
});

afterEach(async () => {
  server.close();
  await replica.close();
  await withService(database.db, async (tx) => {
    for (const table of ["webhook_deliveries", "repositories", "connections"]) {
      await sql`delete from ${sql.id("pulse", table)}`.execute(tx);
    }
  });
});

afterAll(async () => {
  await database.drop();
});

const hookTo = (path: string) => replica.addAppHook(7, { url: `http://127.0.0.1:${server.port}${path}`, secret });
const openIssue = (repository: string, title: string) => replica.play.openIssue({ repository, by: "ada", title });

async function whileDown(happens: () => void): Promise<void> {
  const { port } = server;
  server.close();
  happens();
  await replica.hooks.deliver();
  server = await startWebhookServer(database.db, { port });
}

async function work(): Promise<readonly string[]> {
  while ((await processDeliveries({ db: database.db, clock: systemClock, logger }, 20)) > 0);
  const found = await withService(database.db, (tx) =>
    sql<{ title: string }>`select title from pulse.issues order by number`.execute(tx),
  );
  return found.rows.map((row) => row.title);
}

const attempts = () => replica.requests().filter(({ path }) => path.endsWith("/attempts")).length;

test("what an App's hook could not deliver is asked for once, of known installations alone, and sync is to close the gap", async () => {
  hookTo("/api/webhooks/github");
  await whileDown(() => {
    openIssue("acme/site", "nobody heard");
    openIssue("strangers/site", "not ours");
  });
  const limits = () =>
    withService(database.db, (tx) =>
      sql`select resource, quota, remaining from pulse.rate_budgets order by resource`.execute(tx),
    );
  const before = await limits();

  const first = await recoverWebhooks.run(ctx, {});
  await replica.hooks.settled();
  await recoverAllHooks(
    { db: database.db, clock: systemClock, logger, keys, apiUrl: replica.apiUrl },
    new AbortController().signal,
  );

  expect(first.webhooks).toEqual([{ target: "GitHub App 7", requested: 1, givenUp: 0 }]);
  expect(attempts()).toBe(1);
  expect(await work()).toEqual(["nobody heard"]);
  const asked = await withService(database.db, (tx) => sql`select reason from pulse.refresh_requests`.execute(tx));
  expect(asked.rows).toEqual([{ reason: "1 deliveries were missed" }]);
  // GitHub counts what an App asks as itself apart from its installations.
  expect((await limits()).rows).toEqual(before.rows);
});

test("the worker looks after Apps by itself, and what failed twice is not asked for a third time", async () => {
  hookTo("/webhook");
  server.close();
  openIssue("acme/site", "nobody heard");
  await replica.hooks.deliver();
  const recover = async (): Promise<void> => {
    await recoverAllHooks(
      { db: database.db, clock: systemClock, logger, keys, apiUrl: replica.apiUrl },
      new AbortController().signal,
    );
    await replica.hooks.settled();
  };

  await recover();
  await recover();

  expect(attempts()).toBe(1);
});

test.each([
  ["without a hook", null],
  ["whose hook sends elsewhere", "https://elsewhere.example.com/hooks/github"],
])("an App %s is let be", async (_what, url) => {
  if (url !== null) replica.addAppHook(7, { url, secret });

  const { webhooks } = await recoverWebhooks.run(ctx, {});

  expect(webhooks).toEqual([]);
  expect(replica.requests().filter(({ path }) => path.includes("/app/hook/deliveries"))).toEqual([]);
});

test("one delivery of an App's hook is asked for again and processed beside the copy that is here", async () => {
  hookTo("/api/webhooks/github");
  openIssue("acme/site", "heard");
  const [sent] = await replica.hooks.deliver();
  await work();

  const asked = await redeliverDelivery.run(ctx, { delivery: sent?.guid ?? "" });
  await replica.hooks.settled();
  const titles = await work();

  expect(asked).toMatchObject({ deliveryId: sent?.guid, event: "issues" });
  expect(titles).toEqual(["heard"]);
  expect((await listDeliveries.run(ctx, {})).deliveries).toMatchObject([
    { deliveryId: sent?.guid, state: "processed" },
    { deliveryId: `${sent?.guid}#${asked.id}`, outcome: "GitHub was asked to deliver it again" },
  ]);
});

test("one delivery of a hook that was made here is asked for at that hook", async () => {
  await createWebhook.run(ctx, { target: "acme/site", url: `http://127.0.0.1:${server.port}` });
  await replica.hooks.deliver();
  openIssue("acme/site", "heard");
  const [sent] = await replica.hooks.deliver();

  await redeliverDelivery.run(ctx, { delivery: sent?.guid ?? "" });
  await replica.hooks.settled();

  const again = replica.hooks.deliveries().filter(({ guid }) => guid === sent?.guid);
  expect(again.map(({ isRedelivery, statusCode }) => [isRedelivery, statusCode])).toEqual([
    [false, 202],
    [true, 202],
  ]);
});

test("a delivery that GitHub no longer lists stays as it is, and the way to process it again is told", async () => {
  await createWebhook.run(ctx, { target: "acme/site", url: `http://127.0.0.1:${server.port}` });
  const [sent] = await replica.hooks.deliver();
  replica.hooks.clearDeliveries();

  const refused = redeliverDelivery.run(ctx, { delivery: sent?.guid ?? "" });

  await expect(refused).rejects.toThrow(/goes back three days.*webhook replay/);
  expect((await listDeliveries.run(ctx, {})).deliveries).toMatchObject([{ deliveryId: sent?.guid, outcome: null }]);
});

test("when GitHub refuses to deliver again, the delivery keeps its id", async () => {
  await createWebhook.run(ctx, { target: "acme/site", url: `http://127.0.0.1:${server.port}` });
  const [sent] = await replica.hooks.deliver();
  replica.faults.add({ kind: "answer", status: 403, body: { message: "no" }, path: /attempts$/ });

  const refused = redeliverDelivery.run(ctx, { delivery: sent?.guid ?? "" });

  await expect(refused).rejects.toThrow(/attempts/);
  expect((await listDeliveries.run(ctx, {})).deliveries).toMatchObject([{ deliveryId: sent?.guid }]);
});
