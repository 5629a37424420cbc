import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";

import { connectRepository, saveConnection } from "@pulse/actions";
import { ensureDefaultWorkspace, getWorkspace, listWorkspaces, localOwnerId, readKeyRing } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startReplica, type Replica } from "@pulse/github-replica";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { localOwner } from "../../test/api-server.ts";
import * as webActions from "../../src/server/web-actions.ts";
import { writePerson } from "../auth/person-header.ts";
import { createGitHubReader } from "./create-github-reader.ts";

let database: TestDatabase;
let github: Replica;
let server: Server;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  github = await startReplica();
  github.addToken({ token: "ghp_reader", login: "reader", scopes: ["repo", "read:org"] });
  github.addRepository("acme/site");
  const logger = createLogger({ name: "test", level: "silent" });
  const access = { apiUrl: github.apiUrl, keys: readKeyRing(randomBytes(32).toString("base64")), token: null };
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const ctx = {
    db: database.db,
    clock: systemClock,
    logger,
    actor: { userId: localOwnerId, workspaceId },
    github: access,
  };
  await saveConnection.run(ctx, { name: "main", token: "ghp_reader" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  const reader = createGitHubReader({
    actions: webActions,
    clock: systemClock,
    db: database.db,
    getWorkspace,
    listWorkspaces,
    github: access,
    keyMaker: { createApiKey: () => Promise.reject(new Error("no keys are made here")) },
    logger,
  });
  server = createServer((request, response) => {
    writePerson(request, localOwner);
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const asked = { path: pathname, requestId: "r-1", request, response, address: "127.0.0.1" };
    reader.answer(asked).then(
      (isAnswered) => !isAnswered && response.writeHead(418).end(),
      (error: unknown) => response.writeHead(isAppError(error) ? 400 : 500).end(isAppError(error) ? error.code : "bug"),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await github.close();
  await database.drop();
});

const ask = async (path: string, init: RequestInit = {}): Promise<Response> => await fetch(`${url}${path}`, init);

test("a repository is told as GitHub tells it, known by GitHub's ETag", async () => {
  const first = await ask("/api/github/repos/acme/site");
  const etag = first.headers.get("etag") ?? "none";
  const again = await ask("/api/github/repos/acme/site", { headers: { "If-None-Match": etag } });
  const head = await ask("/api/github/repos/acme/site", { method: "HEAD" });

  expect(first.status).toBe(200);
  expect(await first.json()).toMatchObject({ full_name: "acme/site" });
  expect([first.headers.get("cache-control"), first.headers.get("vary")]).toEqual([
    "private, no-cache",
    "Authorization, Cookie",
  ]);
  expect([again.status, head.status, await head.text()]).toEqual([304, 200, ""]);
});

test.each(["POST", "PUT", "PATCH", "DELETE"])("%s is not let through, and told what does it", async (method) => {
  const issues = await ask("/api/github/repos/acme/site/issues", { method });
  const other = await ask("/api/github/user/keys", { method });

  expect([issues.status, issues.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect(await issues.text()).toContain("github_create_issue");
  expect(other.status).toBe(405);
});

test("what climbs out of its repository by the path is judged by where it leads", async () => {
  const climbed = await ask("/api/github/repos/acme/site/../../../user");
  const encoded = await ask("/api/github/repos/acme/site/%2e%2e/%2e%2e/acme/other");
  const elsewhere = await ask("/api/github/../version");
  const repeated = await ask("/api/github/repos/acme/site/issues?page=1&page=2");

  expect([climbed.status, await climbed.text()]).toEqual([400, "not_found"]);
  expect(encoded.status).toBe(400);
  expect(elsewhere.status).toBe(418);
  expect([repeated.status, await repeated.text()]).toEqual([400, "invalid"]);
});
