import { generateKeyPairSync } from "node:crypto";

import { withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createConnection } from "../../test/connection-fixture.ts";
import { startFakeGitHub, type FakeGitHub } from "../../test/fake-github.ts";
import type { OpenedConnection } from "../client/github-client.ts";
import { listUnprovenRepositories, proveAccess } from "./prove-access.ts";

const logger = createLogger({ name: "test", level: "silent" });
let database: TestDatabase;
let github: FakeGitHub;
let connection: OpenedConnection;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  github = await startFakeGitHub();
  await queryAs(database.superUrl, "delete from pulse.workspaces");
  connection = await createConnection(database.db);
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, owner, name, github_id, connection_id, is_tracked, visibility, fetched_at)
      values (${connection.workspaceId}, 'acme', 'site', 7, ${connection.id}, true, 'private', now())
    `.execute(tx),
  );
});

afterEach(async () => {
  await github.close();
});

afterAll(async () => {
  await database.drop();
});

async function proveAll(): Promise<number> {
  const found = await listUnprovenRepositories(database.db, 10);
  for (const repository of found) {
    await proveAccess({ db: database.db, clock: systemClock, logger }, connection, {
      repository,
      apiUrl: github.url,
      signal: new AbortController().signal,
    });
  }
  return found.length;
}

async function access() {
  const [row] = await queryAs(
    database.superUrl,
    "select access, access_detail, (select count(*)::int from pulse.sync_runs) as runs from pulse.repositories",
  );
  return row;
}

async function aDayLater() {
  await queryAs(
    database.superUrl,
    "update pulse.repositories set access_checked_at = access_checked_at - interval '25 hours'",
  );
}

test("access is proven by the connection's own credential, once a day, by GitHub's id", async () => {
  github.answer({ json: {} });

  expect(await proveAll()).toBe(1);
  expect(await proveAll()).toBe(0);

  expect(github.seen).toMatchObject([{ path: "/repositories/7", headers: { authorization: "Bearer ghp_marker" } }]);
  expect(await access()).toEqual({ access: "ok", access_detail: null, runs: 0 });
});

test("a repository that is seen no more says so with the next step, and is read again when it is back", async () => {
  github.answer({ status: 404, json: { message: "Not Found" } });
  await proveAll();
  const lost = await access();
  await aDayLater();
  github.answer({ json: {} });
  await proveAll();

  expect(lost).toMatchObject({
    access: "deleted",
    access_detail: expect.stringContaining("./pulse repo connect acme/site"),
  });
  expect(await access()).toEqual({ access: "ok", access_detail: null, runs: 1 });
});

test("what an uninstalled app read is hidden, and says to install it again", async () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const credential = { kind: "app", appId: 1, installationId: 9, privateKey } as const;
  connection = { ...connection, kind: "app", credential };
  github.answer({ status: 404, json: { message: "Not Found" } });

  await proveAll();

  expect(github.seen.map(({ path }) => path)).toEqual(["/app/installations/9/access_tokens"]);
  expect(await access()).toMatchObject({
    access: "uninstalled",
    access_detail: expect.stringContaining("Install it again"),
  });
});

test("a credential that ended brings nothing back that GitHub hid before it did", async () => {
  await queryAs(database.superUrl, "update pulse.repositories set access = 'private', access_detail = 'Private now'");
  github.answer({ status: 401, json: { message: "Bad credentials" } });

  await proveAll();

  expect(await access()).toMatchObject({ access: "private", access_detail: "Private now" });
});

test("one whose name belongs to another repository by now is found by its id and read under its new name", async () => {
  await queryAs(database.superUrl, "update pulse.repositories set access = 'deleted', access_detail = 'another'");
  github.answer({ json: { id: 7, name: "home", owner: { login: "acme" } } });

  await proveAll();

  expect(await access()).toMatchObject({
    access: "renamed",
    access_detail: expect.stringContaining("acme/home"),
    runs: 1,
  });
  expect(await queryAs(database.superUrl, "select full_name from pulse.repositories")).toEqual([
    { full_name: "acme/home" },
  ]);
});

test("one that was deleted and made again keeps saying so when its id is gone", async () => {
  await queryAs(database.superUrl, "update pulse.repositories set access = 'deleted', access_detail = 'another'");
  github.answer({ status: 404, json: { message: "Not Found" } });

  await proveAll();

  expect(await access()).toMatchObject({ access: "deleted", access_detail: "another" });
});

test("a limit proves nothing, and the repository stays as it was and due", async () => {
  github.answer({ status: 403, headers: { "retry-after": "60" }, json: {} });

  await expect(proveAll()).rejects.toMatchObject({ code: "limited" });

  expect(await access()).toMatchObject({ access: "ok" });
  expect(await listUnprovenRepositories(database.db, 10)).toHaveLength(1);
});
