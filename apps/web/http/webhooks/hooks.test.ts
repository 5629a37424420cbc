import {
  connectRepository,
  createWebhook,
  listDeliveries,
  listWebhooks,
  recoverWebhooks,
  removeWebhook,
  replayDelivery,
  rotateWebhookSecret,
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

import { keys, startWebhookServer, type WebhookServer } from "../../test/webhook-server.ts";

const logger = createLogger({ name: "test", level: "silent" });

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
  replica.addToken({ token: "token-of-acme", login: "acme", scopes: ["repo", "admin:repo_hook"] });
  replica.addRepository("acme/site");
  server = await startWebhookServer(database.db);
  ctx = {
    db: database.db,
    clock: systemClock,
    logger,
    actor: { userId: localOwnerId, workspaceId },
    github: { apiUrl: replica.apiUrl, keys, token: null },
  };
  await saveConnection.run(ctx, { name: "acme", token: "token-of-acme" });
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

async function createHook(): Promise<void> {
  await createWebhook.run(ctx, { target: "acme/site", url: `http://127.0.0.1:${server.port}` });
  expect((await replica.hooks.deliver()).map((sent) => sent.statusCode)).toEqual([202]);
}

async function work(): Promise<void> {
  while ((await processDeliveries({ db: database.db, clock: systemClock, logger }, 20)) > 0);
}

async function issueTitles(): Promise<readonly string[]> {
  const found = await withService(database.db, (tx) =>
    sql<{ title: string }>`select title from pulse.issues order by number`.execute(tx),
  );
  return found.rows.map((row) => row.title);
}

const openIssue = (title: string) => replica.play.openIssue({ repository: "acme/site", by: "ada", title });

test("a hook made here is signed with a secret that nobody has seen, and what happens arrives", async () => {
  await createHook();

  openIssue("it broke");
  const sent = await replica.hooks.deliver();
  await work();

  expect(sent.map((delivery) => delivery.statusCode)).toEqual([202]);
  expect(await issueTitles()).toEqual(["it broke"]);
  const { webhooks } = await listWebhooks.run(ctx, {});
  expect(webhooks).toMatchObject([{ target: "acme/site", deliveriesInADay: 2 }]);
  const { deliveries } = await listDeliveries.run(ctx, {});
  expect(deliveries).toMatchObject([
    { event: "issues", action: "opened", state: "processed", repository: "acme/site" },
    { event: "ping", state: "processed" },
  ]);
});

test("making the hook again sets the one that is there, and adds none", async () => {
  await createHook();

  const again = await createWebhook.run(ctx, { target: "acme/site", url: `http://127.0.0.1:${server.port}` });

  expect(again.isNew).toBe(false);
  expect((await listWebhooks.run(ctx, {})).webhooks).toHaveLength(1);
});

test("a hook is refused with the right that is missing", async () => {
  replica.addToken({ token: "token-of-bob", login: "bob", scopes: ["repo"] });
  await saveConnection.run(ctx, { name: "bob", token: "token-of-bob" });

  const refused = createWebhook.run(ctx, { target: "acme/site", url: "https://pulse.example.com", connection: "bob" });

  await expect(refused).rejects.toThrow(/administrator of acme\/site, with the scope admin:repo_hook/);
});

test("a secret can be rotated while deliveries are on their way, and the old one be ended", async () => {
  await createHook();
  const [hook] = replica.hooks.listOf({ kind: "repository", repositoryId: replica.getRepository("acme/site").id });
  const oldSecret = hook?.secret ?? "";
  const deliver = async (): Promise<number | undefined> => {
    openIssue("another");
    return (await replica.hooks.deliver())[0]?.statusCode;
  };

  await rotateWebhookSecret.run(ctx, { connection: "acme" });
  const newSecret = hook?.secret ?? "";
  server.close();
  server = await startWebhookServer(database.db);
  if (hook !== undefined) hook.url = hook.url.replace(/:\d+\//, `:${server.port}/`);
  const withNew = await deliver();
  if (hook !== undefined) hook.secret = oldSecret;
  const withOld = await deliver();
  await rotateWebhookSecret.run(ctx, { connection: "acme", finish: true });
  server.close();
  server = await startWebhookServer(database.db);
  if (hook !== undefined) hook.url = hook.url.replace(/:\d+\//, `:${server.port}/`);
  const withEnded = await deliver();

  expect(newSecret).not.toBe(oldSecret);
  expect([withNew, withOld, withEnded]).toEqual([202, 202, 401]);
});

test("what GitHub could not deliver is asked for once, and sync is to close the gap", async () => {
  await createHook();
  const { port } = server;
  server.close();
  openIssue("nobody heard");
  const missed = await replica.hooks.deliver();
  server = await startWebhookServer(database.db, { port });

  const first = await recoverWebhooks.run(ctx, {});
  await replica.hooks.settled();
  const second = await recoverWebhooks.run(ctx, {});
  await work();

  expect(missed.map((delivery) => delivery.statusCode === 202)).toEqual([false]);
  expect(first.webhooks).toMatchObject([{ requested: 1, givenUp: 0 }]);
  expect(second.webhooks).toMatchObject([{ requested: 0, givenUp: 0 }]);
  expect(await issueTitles()).toEqual(["nobody heard"]);
  const asked = await withService(database.db, (tx) => sql`select reason from pulse.refresh_requests`.execute(tx));
  expect(asked.rows).toEqual([{ reason: "1 deliveries were missed" }]);
});

test("what fails a second time is not asked for a third time", async () => {
  await createHook();
  server.close();
  openIssue("nobody heard");
  await replica.hooks.deliver();

  await recoverAllHooks(
    { db: database.db, clock: systemClock, logger, keys, apiUrl: replica.apiUrl },
    new AbortController().signal,
  );
  await replica.hooks.settled();
  const again = await recoverWebhooks.run(ctx, {});

  expect(again.webhooks).toMatchObject([{ requested: 0, givenUp: 1 }]);
  expect((await listWebhooks.run(ctx, {})).webhooks).toMatchObject([
    { checkDetail: "0 asked for again, 1 failed twice" },
  ]);
});

test("a stored delivery can be processed again, and changes nothing that is newer", async () => {
  await createHook();
  openIssue("first title");
  const [opened] = await replica.hooks.deliver();
  replica.clock.advance(60_000);
  replica.play.edit({ repository: "acme/site", number: 1, by: "ada", title: "second title" });
  await replica.hooks.deliver();
  await work();

  const replayed = await replayDelivery.run(ctx, { delivery: opened?.guid ?? "" });
  await work();

  expect(replayed).toMatchObject({ event: "issues", was: "processed" });
  expect(await issueTitles()).toEqual(["second title"]);
});

test("a delivery of another workspace is neither listed nor replayed", async () => {
  await createHook();
  const stranger = await withService(database.db, async (tx) => {
    const made = await sql<{ id: number }>`
      insert into pulse.workspaces (slug, name) values ('strangers', 'Strangers') returning id
    `.execute(tx);
    const id = made.rows[0]?.id ?? 0;
    await sql`insert into pulse.memberships (workspace_id, user_id, role) values (${id}, ${localOwnerId}, 'owner')`.execute(
      tx,
    );
    return { ...ctx, actor: { userId: localOwnerId, workspaceId: id } };
  });
  const { deliveries } = await listDeliveries.run(ctx, {});

  expect((await listDeliveries.run(stranger, {})).deliveries).toEqual([]);
  await expect(replayDelivery.run(stranger, { delivery: String(deliveries[0]?.id) })).rejects.toThrow(/no delivery/);
});

test("a removed hook is gone on GitHub too", async () => {
  await createHook();

  await removeWebhook.run(ctx, { target: "ACME/site" });

  expect(replica.hooks.listOf({ kind: "repository", repositoryId: replica.getRepository("acme/site").id })).toEqual([]);
  expect((await listWebhooks.run(ctx, {})).webhooks).toEqual([]);
  await expect(removeWebhook.run(ctx, { target: "acme/site" })).rejects.toThrow(/No hook of ours/);
});

test("a hook on an organisation hears of its repositories and its teams, and of a repository that is not tracked nothing is kept", async () => {
  replica.addAccount("octo", { kind: "Organization" });
  replica.play.addMember({ organisation: "octo", login: "ann", role: "admin" });
  replica.addToken({ token: "token-of-ann", login: "ann", scopes: ["repo", "read:org", "admin:org_hook"] });
  for (const name of ["octo/site", "octo/other"]) replica.addRepository(name);
  await saveConnection.run(ctx, { name: "octo", token: "token-of-ann" });
  await connectRepository.run(ctx, { repository: "octo/site", connection: "octo" });

  const made = await createWebhook.run(ctx, { target: "octo", url: `http://127.0.0.1:${server.port}` });
  for (const name of ["octo/site", "octo/other"]) {
    replica.play.openIssue({ repository: name, by: "ann", title: `in ${name}` });
  }
  await replica.hooks.deliver();
  await work();

  expect(made).toMatchObject({
    target: "octo",
    connection: "octo",
    events: expect.arrayContaining(["team", "issues"]),
  });
  expect(await issueTitles()).toEqual(["in octo/site"]);
  expect((await listDeliveries.run(ctx, { state: "ignored" })).deliveries).toMatchObject([
    { repository: "octo/other", outcome: "this connection does not serve the repository" },
  ]);
});

test("an address that GitHub cannot reach is refused before anything is made", async () => {
  const onGitHub = { ...ctx, github: { apiUrl: "https://api.github.com", keys, token: null } };

  const refused = createWebhook.run(onGitHub, { target: "acme/site", url: "http://localhost:3000" });

  await expect(refused).rejects.toThrow(/GitHub cannot reach/);
});
