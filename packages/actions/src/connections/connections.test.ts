import { randomBytes } from "node:crypto";
import { inspect } from "node:util";

import { ensureDefaultWorkspace, localOwnerId, readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeEach, expect, test } from "vitest";

import {
  checkConnection,
  connectRepository,
  disconnectRepository,
  listConnections,
  listRepositories,
  listRepositoryNames,
  listSyncRuns,
  removeConnection,
  requestSync,
  resealConnections,
  saveConnection,
  type ActionContext,
} from "../index.ts";

type Route = { readonly status?: number; readonly json?: unknown; readonly headers?: Record<string, string> };
type Asked = { readonly path: string; readonly token: string | null };

const now = "2026-05-01T10:00:00Z";
const keys = readKeyRing(randomBytes(32).toString("base64"));
const databases: TestDatabase[] = [];
let database: TestDatabase;
let asked: Asked[];
let routes: Record<string, Route>;
let ctx: ActionContext;

const site = {
  id: 7,
  name: "site",
  owner: { login: "acme", type: "User" },
  private: false,
  visibility: "public",
  archived: false,
};
const readable: Record<string, Route> = {
  "/repos/acme/site": { json: site },
  "/repos/acme/site/issues": { json: [] },
  "/repos/acme/site/pulls": { json: [] },
  "/repos/acme/site/commits": { json: [] },
  "/repos/acme/site/actions/runs": { json: {} },
  "/repos/acme/site/deployments": { json: [] },
};
const accepted: Record<string, Route> = {
  "/rate_limit": { json: { resources: { core: { limit: 5000, remaining: 4000, reset: 1777631400 } } } },
  "/user": { json: { login: "octo" }, headers: { "x-oauth-scopes": "repo" } },
};

beforeEach(async () => {
  database = await createTestDatabase();
  databases.push(database);
  asked = [];
  routes = { ...accepted, ...readable };
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = contextWith({ workspaceId, token: null });
});

afterAll(async () => {
  for (const made of databases) await made.drop();
});

/** At the wire: what GitHub would be asked, and what a test lets it answer. Tokens that start with `bad` are refused. */
function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const pathname = new URL(input instanceof Request ? input.url : input).pathname.toLowerCase();
  const token = new Headers(init?.headers).get("authorization");
  asked.push({ path: pathname, token });
  const route =
    token?.includes("bad") === true ? { status: 401, json: { message: "Bad credentials" } } : routes[pathname];
  return Promise.resolve(
    Response.json(route?.json ?? { message: "Not Found" }, {
      status: route === undefined ? 404 : (route.status ?? 200),
      headers: route?.headers ?? {},
    }),
  );
}

function contextWith(input: { readonly workspaceId: number; readonly token: string | null }): ActionContext {
  return {
    db: database.db,
    clock: fixedClock(now),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId: input.workspaceId },
    github: { apiUrl: "https://api.github.test", keys, token: input.token, fetch: answer },
  };
}

async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  return await work.then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as { code: string; message: string },
  );
}

test("a token is saved after GitHub accepted it, and no part of the database or of an answer tells it", async () => {
  const saved = await saveConnection.run(ctx, { name: "main", token: " ghp_marker\n" });
  const listed = await listConnections.run(ctx, {});

  expect(saved).toMatchObject({
    name: "main",
    kind: "token",
    isNew: true,
    login: "octo",
    scopes: ["repo"],
    limit: { remaining: 4000 },
  });
  expect(listed.connections).toMatchObject([{ name: "main", status: "active", login: "octo", repositories: 0 }]);
  const tables = await queryAs<{ name: string }>(
    database.superUrl,
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('pulse', 'identity')",
  );
  const texts = [inspect([saved, listed], { depth: 10 })];
  for (const { name } of tables)
    texts.push(JSON.stringify(await queryAs(database.superUrl, `select t::text from ${name} as t`)));
  expect(texts.join()).not.toContain("marker");
  expect(texts.join()).not.toContain(Buffer.from("marker").toString("hex"));
});

test("a token that GitHub refuses leaves nothing behind, and takes nothing away", async () => {
  const first = await failureOf(saveConnection.run(ctx, { name: "main", token: "bad_marker" }));
  expect((await listConnections.run(ctx, {})).connections).toEqual([]);

  await saveConnection.run(ctx, { name: "main", token: "ghp_good" });
  await failureOf(saveConnection.run(ctx, { name: "main", token: "bad_marker" }));

  expect(first.code).toBe("unauthenticated");
  expect(first.message).not.toContain("marker");
  expect((await listConnections.run(ctx, {})).connections).toMatchObject([{ name: "main", status: "active" }]);
  expect(await checkConnection.run(ctx, { name: "main" })).toMatchObject({ login: "octo", access: null });
});

test("without a token a public repository is connected, with a word on the limit, and its first reading is queued", async () => {
  const connected = await connectRepository.run(ctx, { repository: "acme/site" });

  expect(connected).toMatchObject({
    repository: "acme/site",
    isNew: true,
    connection: "anonymous",
    readsFrom: new Date("2025-04-30T10:00:00Z"),
    warnings: [expect.stringContaining("60 requests an hour")],
  });
  expect(asked).toEqual([{ path: "/repos/acme/site", token: null }]);
  expect((await listSyncRuns.run(ctx, {})).runs).toMatchObject([
    { repository: "acme/site", trigger: "connected", state: "queued" },
  ]);
  expect((await listRepositories.run(ctx, {})).repositories).toMatchObject([
    { fullName: "acme/site", isTracked: true, connection: "anonymous", access: "ok", run: { state: "queued" } },
  ]);
});

test("GITHUB_TOKEN stands in where no connection was made, is kept for the worker, and a changed one replaces it", async () => {
  const { workspaceId } = ctx.actor;
  await connectRepository.run(contextWith({ workspaceId, token: "ghp_first" }), { repository: "acme/site" });
  await connectRepository.run(contextWith({ workspaceId, token: "ghp_second" }), { repository: "acme/site" });
  const last = asked.at(-1);

  expect(last?.token).toBe("Bearer ghp_second");
  expect((await listConnections.run(ctx, {})).connections).toMatchObject([
    { name: "GITHUB_TOKEN", kind: "token", repositories: 1 },
  ]);
});

test("a workspace with connections of its own does not use GITHUB_TOKEN", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_own" });

  const connected = await connectRepository.run(
    contextWith({ workspaceId: ctx.actor.workspaceId, token: "ghp_environment" }),
    { repository: "acme/site" },
  );

  expect(connected.connection).toBe("main");
});

test("of several connections the first that sees the repository reads it", async () => {
  await saveConnection.run(ctx, { name: "first", token: "ghp_one" });
  await saveConnection.run(ctx, { name: "second", token: "ghp_two" });
  routes = { ...routes, "/repos/acme/site": { json: site } };
  await queryAs(database.superUrl, "update pulse.connections set status = 'revoked' where name = 'first'");

  expect((await connectRepository.run(ctx, { repository: "acme/site" })).connection).toBe("second");
  expect((await connectRepository.run(ctx, { repository: "acme/site", connection: "first" })).connection).toBe("first");
});

test("a repository that nobody sees is refused with what may be the reason, and nothing is stored", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_one" });

  const failure = await failureOf(connectRepository.run(ctx, { repository: "acme/secret" }));

  expect(failure).toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/the connection "main" may not see it.*SSO/s),
  });
  expect((await listRepositories.run(ctx, {})).repositories).toEqual([]);
});

test("a right without which nothing can be read refuses, one that can be missed is told", async () => {
  await saveConnection.run(ctx, { name: "main", token: "github_pat_x" });
  const forbidden = { status: 403, json: { message: "Resource not accessible by personal access token" } };
  routes = { ...routes, "/repos/acme/site/deployments": forbidden };
  const connected = await connectRepository.run(ctx, { repository: "acme/site" });
  routes = { ...routes, "/repos/acme/site/pulls": forbidden };
  const failure = await failureOf(connectRepository.run(ctx, { repository: "acme/site" }));

  expect(connected.warnings).toEqual(["Not read: deployments: the token needs the permission Deployments: read"]);
  expect(failure).toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("pull requests: the token needs the permission Pull requests: read"),
  });
});

test("connecting again with more depth reads what is missing; with less, or none, it stays as it was", async () => {
  const year = await connectRepository.run(ctx, { repository: "acme/site" });
  await queryAs(database.superUrl, "update pulse.sync_runs set state = 'done'");
  const less = await connectRepository.run(ctx, { repository: "acme/site", depth: "90d" });
  await queryAs(database.superUrl, "update pulse.sync_runs set state = 'done'");
  const all = await connectRepository.run(ctx, { repository: "ACME/Site", depth: "all" });
  const again = await connectRepository.run(ctx, { repository: "acme/site" });

  expect([less.readsFrom, all.readsFrom, again.readsFrom]).toEqual([year.readsFrom, null, null]);
  expect(all.isNew).toBe(false);
  expect((await listSyncRuns.run(ctx, {})).runs).toMatchObject([{ trigger: "widened" }]);
});

test("an imported repository of the same name is taken over, and a renamed one is found by its id", async () => {
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, owner, name, github_id, fetched_at)
      values (${ctx.actor.workspaceId}, 'acme', 'old', 7, now()), (${ctx.actor.workspaceId}, 'acme', 'imported', null, now())
    `.execute(tx),
  );
  const renamed = await connectRepository.run(ctx, { repository: "acme/site" });
  routes = { ...routes, "/repos/acme/imported": { json: { ...site, id: 8, name: "imported" } } };
  const imported = await connectRepository.run(ctx, { repository: "acme/imported" });

  expect(renamed.repository).toBe("acme/old");
  expect(imported).toMatchObject({ repository: "acme/imported", isNew: true });
  expect((await listRepositories.run(ctx, {})).repositories).toHaveLength(2);
});

test("a repository that was deleted and made again under its name is refused with the next step, which helps", async () => {
  await connectRepository.run(ctx, { repository: "acme/site" });
  routes = { ...routes, "/repos/acme/site": { json: { ...site, id: 8 } } };

  const refused = await failureOf(connectRepository.run(ctx, { repository: "acme/site" }));
  await disconnectRepository.run(ctx, { repository: "acme/site", keepsFacts: false });
  const connected = await connectRepository.run(ctx, { repository: "acme/site" });

  expect(refused).toMatchObject({ code: "conflict" });
  expect(refused.message).toContain("./pulse repo remove acme/site");
  expect(connected).toMatchObject({ repository: "acme/site", isNew: true });
});

test("a new token for a connection reads at once what was lost with the old one", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_first" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  await withService(database.db, async (tx) => {
    await sql`update pulse.sync_runs set state = 'failed'`.execute(tx);
    await sql`update pulse.repositories set access = 'disconnected'`.execute(tx);
  });

  await saveConnection.run(ctx, { name: "main", token: "ghp_second" });

  expect((await listSyncRuns.run(ctx, {})).runs).toMatchObject([{ repository: "acme/site", state: "queued" }]);
});

test("a repository that GitHub told us was deleted is listed with that, until it is removed", async () => {
  await connectRepository.run(ctx, { repository: "acme/site" });
  await withService(database.db, (tx) =>
    sql`update pulse.repositories set access = 'deleted', deleted_at = now()`.execute(tx),
  );

  const listed = await listRepositories.run(ctx, {});

  expect(listed.repositories).toMatchObject([{ fullName: "acme/site", access: "deleted" }]);
});

test("few requests left is said beforehand", async () => {
  routes = {
    ...routes,
    "/repos/acme/site": {
      json: site,
      headers: {
        "x-ratelimit-limit": "60",
        "x-ratelimit-remaining": "9",
        "x-ratelimit-reset": "1777633200",
        "x-ratelimit-resource": "core",
      },
    },
  };

  const connected = await connectRepository.run(ctx, { repository: "acme/site" });

  expect(connected.warnings.join()).toContain("reading goes on at 2026-05-01T11:00:00.000Z");
});

test("disconnecting keeps the facts and ends what is queued; removing deletes all of it", async () => {
  await connectRepository.run(ctx, { repository: "acme/site" });

  const kept = await disconnectRepository.run(ctx, { repository: "acme/site", keepsFacts: true });
  const repositories = await listRepositories.run(ctx, {});
  const refused = await failureOf(requestSync.run(ctx, { repository: "acme/site" }));
  await disconnectRepository.run(ctx, { repository: "acme/site", keepsFacts: false });

  expect(kept).toEqual({ repository: "acme/site", areFactsKept: true, issues: 0, pullRequests: 0 });
  expect(repositories.repositories).toMatchObject([
    { isTracked: false, connection: null, run: { state: "cancelled" } },
  ]);
  expect(refused).toMatchObject({
    code: "conflict",
    message: "Repository acme/site is not connected. Run: ./pulse repo connect acme/site",
  });
  expect((await listRepositories.run(ctx, {})).repositories).toEqual([]);
});

test("what GitHub hides stays hidden and is not counted, whether reading ends, the connection goes or its token ends", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_one" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  await queryAs(
    database.superUrl,
    `insert into pulse.issues (workspace_id, repository_id, number, title, state, created_at, updated_at, fetched_at)
     select workspace_id, id, 1, 'made up', 'open', now(), now(), now() from pulse.repositories`,
  );
  const seen = await listRepositories.run(ctx, {});
  await queryAs(database.superUrl, "update pulse.repositories set access = 'private', access_detail = 'Private now'");

  const hidden = await listRepositories.run(ctx, {});
  await removeConnection.run(ctx, { name: "main" });
  const orphaned = await listRepositories.run(ctx, {});
  await disconnectRepository.run(ctx, { repository: "acme/site", keepsFacts: true });
  const kept = await listRepositories.run(ctx, {});
  const { repositories: named } = await listRepositoryNames.run(ctx, {});
  await saveConnection.run(ctx, { name: "main", token: "ghp_two" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  const again = await listRepositories.run(ctx, {});

  expect(seen.repositories).toMatchObject([{ issues: 1, isHidden: false }]);
  for (const { repositories } of [hidden, orphaned, kept])
    expect(repositories).toMatchObject([{ issues: 0, isHidden: true, access: "private", accessDetail: "Private now" }]);
  expect(named).toEqual([]);
  expect(again.repositories).toMatchObject([{ issues: 1, isHidden: false, access: "ok" }]);
});

test("a reading is asked for once, for one repository or for all", async () => {
  await connectRepository.run(ctx, { repository: "acme/site" });
  await queryAs(database.superUrl, "update pulse.sync_runs set state = 'done'");

  const one = await requestSync.run(ctx, { repository: "acme/SITE" });
  const all = await requestSync.run(ctx, { isFull: true });

  expect(one.runs).toMatchObject([{ repository: "acme/site", isNew: true }]);
  expect(all.runs).toMatchObject([{ id: one.runs[0]?.id, isNew: false }]);
  expect((await listSyncRuns.run(ctx, { ids: one.runs.map((run) => run.id) })).runs).toMatchObject([
    { trigger: "sweep" },
  ]);
});

test("a removed connection leaves its repositories with the next step", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_one" });
  await connectRepository.run(ctx, { repository: "acme/site" });

  const removed = await removeConnection.run(ctx, { name: "MAIN" });

  expect(removed).toEqual({ name: "main", repositories: ["acme/site"] });
  expect((await listRepositories.run(ctx, {})).repositories).toMatchObject([
    {
      connection: null,
      access: "disconnected",
      accessDetail: expect.stringContaining("./pulse repo connect acme/site"),
    },
  ]);
});

test("secrets are sealed anew with the newest key, by those who administer", async () => {
  await saveConnection.run(ctx, { name: "main", token: "ghp_one" });
  const [old] = [...keys.keys.values()];
  const newer = readKeyRing(`${randomBytes(32).toString("base64")},${old?.toString("base64")}`);
  const rotated: ActionContext = {
    ...ctx,
    github: { apiUrl: "https://api.github.test", token: null, fetch: answer, keys: newer },
  };

  expect(await resealConnections.run(rotated, {})).toEqual({ connections: 1, resealed: 1, keyId: newer.sealingKeyId });
  expect(await checkConnection.run(rotated, { name: "main" })).toMatchObject({ login: "octo" });
  await queryAs(database.superUrl, "update pulse.memberships set role = 'member'");
  expect(await failureOf(resealConnections.run(rotated, {}))).toMatchObject({ code: "forbidden" });
});

test("a process without keys says what to set", async () => {
  const { github: _github, ...without } = ctx;

  expect(await failureOf(connectRepository.run(without, { repository: "acme/site" }))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("PULSE_ENCRYPTION_KEYS"),
  });
});
