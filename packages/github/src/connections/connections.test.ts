import { generateKeyPairSync, randomBytes, verify } from "node:crypto";
import { inspect } from "node:util";

import { readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock, type AppError } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createConnection } from "../../test/connection-fixture.ts";
import { startFakeGitHub, type FakeAnswer, type FakeGitHub, type SeenRequest } from "../../test/fake-github.ts";
import { createGitHubClient } from "../client/create-github-client.ts";
import type { ConnectionCredential, OpenedConnection } from "../client/github-client.ts";
import { parseRepositoryName } from "../save/parse-repository-name.ts";
import { checkRepositoryAccess } from "./check-repository-access.ts";
import { inspectConnection } from "./inspect-connection.ts";
import { openConnection } from "./open-connection.ts";
import { storeConnection } from "./store-connection.ts";

const now = "2026-05-01T10:00:00Z";
const logger = createLogger({ name: "test", level: "silent" });
const keys = readKeyRing(randomBytes(32).toString("base64"));
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const token: ConnectionCredential = { kind: "token", token: "ghp_marker" };
let database: TestDatabase;
let github: FakeGitHub;
let workspaceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = (await createConnection(database.db)).workspaceId;
});

beforeEach(async () => {
  github = await startFakeGitHub();
});

afterEach(async () => {
  await github.close();
});

afterAll(async () => {
  await database.drop();
});

function context(at = now) {
  return { db: database.db, clock: fixedClock(at), logger };
}

function clientOf(connection: OpenedConnection, at = now) {
  return createGitHubClient(context(at), connection, { purpose: "interactive", apiUrl: github.url, retryBaseMs: 0 });
}

function answerBy(routes: Readonly<Record<string, FakeAnswer>>) {
  github.answer((request: SeenRequest) => routes[request.path.replace(/\?.*/, "")] ?? { status: 404 });
}

async function store(name: string, credential: ConnectionCredential) {
  const kind = credential.kind === "none" ? "anonymous" : credential.kind;
  return await withService(
    database.db,
    async (tx) =>
      await storeConnection(tx, keys, {
        workspaceId,
        name,
        kind,
        credential,
        interactiveReserve: null,
        createdBy: null,
      }),
  );
}

test("a stored connection opens again, and its token lies nowhere in the database", async () => {
  const { id } = await store("sealed", token);

  const opened = await openConnection({ db: database.db, keys }, { workspaceId, id });

  expect(opened).toEqual({
    id,
    workspaceId,
    name: "sealed",
    kind: "token",
    interactiveReserve: 0.2,
    credential: token,
  });
  const rows = await queryAs(
    database.superUrl,
    "select connections::text as row, encode(secret, 'escape') as raw from pulse.connections",
  );
  expect(JSON.stringify(rows)).not.toContain("marker");
});

test("saving under the same name, in any case, replaces the token and forgets its limits and ETags", async () => {
  const first = await store("Main one", token);
  await queryAs(
    database.superUrl,
    `update pulse.connections set status = 'revoked' where id = ${first.id};
     insert into pulse.etags values (${workspaceId}, ${first.id}, 'x', 'y', 'z', now());
     insert into pulse.rate_budgets (workspace_id, connection_id, resource, remaining, quota, updated_at) values (${workspaceId}, ${first.id}, 'core', 0, 5000, now())`,
  );

  const second = await store("main ONE", { kind: "token", token: "ghp_other" });

  expect(second).toEqual({ id: first.id, isNew: false });
  const opened = await openConnection({ db: database.db, keys }, { workspaceId, id: first.id });
  expect(opened.credential).toEqual({ kind: "token", token: "ghp_other" });
  expect(
    await queryAs(
      database.superUrl,
      `select status, (select count(*)::int from pulse.etags) as etags, (select count(*)::int from pulse.rate_budgets) as budgets
       from pulse.connections where id = ${first.id}`,
    ),
  ).toEqual([{ status: "active", etags: 0, budgets: 0 }]);
});

test("a connection of another workspace does not open", async () => {
  const { id } = await store("foreign", token);

  await expect(openConnection({ db: database.db, keys }, { workspaceId: workspaceId + 1, id })).rejects.toThrow(
    /was removed/,
  );
});

test("a classic token tells its owner, scopes, end and limit; the limit is asked first", async () => {
  answerBy({
    "/rate_limit": { json: { resources: { core: { limit: 5000, remaining: 4321, reset: 1777631400 } } } },
    "/user": {
      json: { login: "octo" },
      headers: {
        "x-oauth-scopes": "repo, read:org",
        "github-authentication-token-expiration": "2026-06-01 10:00:00 UTC",
      },
    },
  });
  const { id } = await store("classic", token);
  const connection = await openConnection({ db: database.db, keys }, { workspaceId, id });

  const facts = await inspectConnection(context(), connection, { apiUrl: github.url });

  expect(facts).toEqual({
    login: "octo",
    scopes: ["repo", "read:org"],
    permissions: {},
    expiresAt: new Date("2026-06-01T10:00:00Z"),
    limit: { quota: 5000, remaining: 4321, resetAt: new Date(1777631400_000) },
  });
  expect(github.seen.map((request) => request.path)).toEqual(["/rate_limit", "/user"]);
});

test("an Enterprise server without limits is no failure", async () => {
  answerBy({
    "/rate_limit": { status: 404, json: { message: "Rate limiting is not enabled." } },
    "/user": { json: { login: "octo" } },
  });
  const connection = await createConnection(database.db);

  expect(await inspectConnection(context(), connection, { apiUrl: github.url })).toMatchObject({
    limit: null,
    login: "octo",
  });
});

const repository = parseRepositoryName("acme/site");
const found = {
  json: {
    id: 7,
    name: "site",
    owner: { login: "acme", type: "Organization" },
    private: true,
    visibility: "private",
    archived: false,
  },
};

test("what a token may not read is said in words, with the permission that is missing", async () => {
  answerBy({
    "/repos/acme/site": found,
    "/repos/acme/site/issues": { status: 410, json: { message: "Issues are disabled" } },
    "/repos/acme/site/pulls": { json: [] },
    "/repos/acme/site/commits": { status: 409, json: { message: "Git Repository is empty." } },
    "/repos/acme/site/actions/runs": {
      status: 403,
      json: { message: "Resource not accessible by personal access token" },
    },
    "/repos/acme/site/deployments": { json: [] },
  });
  const connection = { ...(await createConnection(database.db)), kind: "fine_grained_token" as const };

  const access = await checkRepositoryAccess(clientOf(connection), { repository, connection });

  expect(access).toMatchObject({ owner: "acme", githubId: 7, visibility: "private" });
  expect(access.rights.filter((right) => !right.isGranted)).toEqual([
    {
      kind: "workflow_runs",
      isRequired: false,
      isGranted: false,
      missing: "workflow runs: the token needs the permission Actions: read",
    },
    {
      kind: "teams",
      isRequired: false,
      isGranted: false,
      missing: "teams: the token needs the permission Administration: read, and Members: read of the organisation",
    },
  ]);
});

test("without a token one request is enough, since 60 are all there are", async () => {
  answerBy({ "/repos/acme/site": found });
  const connection = await createConnection(database.db, { kind: "anonymous", credential: { kind: "none" } });

  const access = await checkRepositoryAccess(clientOf(connection), { repository, connection });

  expect(github.seen).toHaveLength(1);
  expect(access.rights.filter((right) => !right.isGranted).map((right) => right.missing)).toEqual([
    "teams: need a token",
  ]);
});

function appOf(privateKey: string): ConnectionCredential {
  return { kind: "app", appId: 42, installationId: 99, privateKey };
}

function answerAsApp(tokens: readonly { readonly token: string; readonly expires_at: string }[]) {
  let given = 0;
  github.answer((request) => {
    if (request.path.endsWith("/access_tokens")) {
      given += 1;
      return { status: 201, json: { ...tokens[Math.min(given, tokens.length) - 1], permissions: { issues: "read" } } };
    }
    const isCurrent = request.headers["authorization"] === `Bearer ${tokens[Math.max(0, given - 1)]?.token}`;
    return isCurrent ? { json: { ok: true } } : { status: 401, json: { message: "Bad credentials" } };
  });
}

test.each(["pkcs1", "pkcs8"] as const)(
  "an app proves itself by its key (%s) and reads with a token of its installation",
  async (type) => {
    const connection = await createConnection(database.db, {
      kind: "app",
      credential: appOf(pair.privateKey.export({ type, format: "pem" }).toString()),
    });
    answerAsApp([{ token: `ghs_${type}`, expires_at: "2026-05-01T11:00:00Z" }]);

    await Promise.all([clientOf(connection).get("/a"), clientOf(connection).get("/b")]);

    expect(github.seen.map((request) => request.path).toSorted()).toEqual([
      "/a",
      "/app/installations/99/access_tokens",
      "/b",
    ]);
    const jwt = github.seen[0]?.headers["authorization"]?.replace("Bearer ", "") ?? "";
    const [head = "", claims = "", signature = ""] = jwt.split(".");
    expect(
      verify("RSA-SHA256", Buffer.from(`${head}.${claims}`), pair.publicKey, Buffer.from(signature, "base64url")),
    ).toBe(true);
    const seconds = Date.parse(now) / 1000;
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
      iat: seconds - 60,
      exp: seconds + 480,
      iss: "42",
    });
  },
);

test("an app's token is renewed before it ends", async () => {
  const connection = await createConnection(database.db, {
    kind: "app",
    credential: appOf(pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
  });
  answerAsApp([
    { token: "ghs_first", expires_at: "2026-05-01T11:00:00Z" },
    { token: "ghs_second", expires_at: "2026-05-01T12:00:00Z" },
  ]);

  await clientOf(connection).get("/a");
  await clientOf(connection, "2026-05-01T10:54:00Z").get("/b");
  await clientOf(connection, "2026-05-01T10:56:00Z").get("/c");

  expect(
    github.seen.map((request) => request.headers["authorization"]).filter((value) => value?.includes("ghs_")),
  ).toEqual(["Bearer ghs_first", "Bearer ghs_first", "Bearer ghs_second"]);
});

test("an app's token that ends early is replaced once, and the connection is not called revoked", async () => {
  const connection = await createConnection(database.db, {
    kind: "app",
    credential: appOf(pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
  });
  let hasEnded = false;
  github.answer((request) => {
    if (request.path.endsWith("/access_tokens")) {
      return { status: 201, json: { token: hasEnded ? "ghs_new" : "ghs_ended", expires_at: "2026-05-01T11:00:00Z" } };
    }
    hasEnded = true;
    return request.headers["authorization"] === "Bearer ghs_new" ? { json: { ok: true } } : { status: 401 };
  });

  expect(await clientOf(connection).get("/a")).toMatchObject({ data: { ok: true } });
  expect(await queryAs(database.superUrl, `select status from pulse.connections where id = ${connection.id}`)).toEqual([
    { status: "active" },
  ]);
});

test.each([
  [{ status: 404, json: { message: "Not Found" } }, "unauthenticated", "uninstalled", "revoked", /Install it again/],
  [
    { status: 403, json: { message: "This installation has been suspended" } },
    "forbidden",
    "suspended",
    "active",
    /lift/,
  ],
] as const)(
  "an app that was taken away or put to sleep (%o) is told as that",
  async (answer, code, reason, status, says) => {
    const connection = await createConnection(database.db, {
      kind: "app",
      credential: appOf(pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
    });
    github.answer(answer);

    const refused = clientOf(connection).get("/a");

    await expect(refused).rejects.toMatchObject({ code, details: { reason }, message: expect.stringMatching(says) });
    expect(
      await queryAs(database.superUrl, `select status from pulse.connections where id = ${connection.id}`),
    ).toEqual([{ status }]);
  },
);

test("a key that is none is refused without being quoted", async () => {
  const connection = await createConnection(database.db, { kind: "app", credential: appOf("-----BEGIN marker") });

  const error: unknown = await clientOf(connection)
    .get("/a")
    .catch((thrown: unknown) => thrown);

  expect((error as AppError).code).toBe("invalid");
  expect(inspect(error, { depth: 10 })).not.toContain("marker");
});
