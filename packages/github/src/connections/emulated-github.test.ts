// Against a GitHub that others wrote, so that our own replica is not the only witness.
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createConnection } from "../../test/connection-fixture.ts";
import { createGitHubClient } from "../client/create-github-client.ts";
import type { OpenedConnection } from "../client/github-client.ts";
import { parseRepositoryName } from "../save/parse-repository-name.ts";
import { checkRepositoryAccess } from "./check-repository-access.ts";
import { inspectConnection } from "./inspect-connection.ts";

const logger = createLogger({ name: "test", level: "silent" });
const repository = parseRepositoryName("octo/site");
let database: TestDatabase;
let github: Emulator;

beforeAll(async () => {
  database = await createTestDatabase();
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: { ghp_emulated: { login: "octo", scopes: ["repo"] } },
      github: {
        users: [{ login: "octo", name: "Octo", email: "octo@example.com" }],
        repos: [{ owner: "octo", name: "site", auto_init: true }],
        apps: [
          {
            app_id: 12_345,
            slug: "pulse",
            name: "Pulse",
            permissions: { issues: "read", pull_requests: "read", contents: "read", metadata: "read", actions: "read" },
            events: [],
            installations: [{ installation_id: 100, account: "octo" }],
          },
        ],
      },
    },
  });
});

afterAll(async () => {
  await github.close();
  await database.drop();
});

function context() {
  return { db: database.db, clock: systemClock, logger };
}

function clientOf(connection: OpenedConnection) {
  return createGitHubClient(context(), connection, { purpose: "interactive", apiUrl: github.url, retryBaseMs: 0 });
}

test("a token of a GitHub that is not ours tells its owner and its limit, and what it may read", async () => {
  const connection = await createConnection(database.db, { credential: { kind: "token", token: "ghp_emulated" } });

  const facts = await inspectConnection(context(), connection, { apiUrl: github.url });
  const access = await checkRepositoryAccess(clientOf(connection), { repository, connection });

  expect(facts).toMatchObject({ login: "octo", limit: { quota: 5000, resetAt: expect.any(Date) } });
  expect(access).toMatchObject({ owner: "octo", name: "site", visibility: "public", isArchived: false });
  // It has no deployments at all, and answers as GitHub does where the right is missing.
  expect(access.rights.filter((right) => !right.isGranted).map((right) => right.kind)).toEqual(["deployments"]);
});

test("the count of requests left is followed as it is told", async () => {
  const connection = await createConnection(database.db, { credential: { kind: "token", token: "ghp_emulated" } });

  await clientOf(connection).get("/repos/octo/site");
  const [before] = await queryAs<{ remaining: number }>(
    database.superUrl,
    `select remaining from pulse.rate_budgets where connection_id = ${connection.id}`,
  );
  const answer = await clientOf(connection).get("/repos/octo/site");

  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  expect(Number(answer.headers["x-ratelimit-remaining"])).toBe((before?.remaining ?? 0) - 1);
});

test("an app gets a token of its installation and reads with it", async () => {
  const secret = github.generatedSecrets.find((found) => found.kind === "github.app_private_key");
  const connection = await createConnection(database.db, {
    kind: "app",
    credential: { kind: "app", appId: 12_345, installationId: 100, privateKey: secret?.value ?? "" },
  });

  const access = await checkRepositoryAccess(clientOf(connection), { repository, connection });

  expect(access.rights.filter((right) => right.isRequired).every((right) => right.isGranted)).toBe(true);
  await expect(clientOf(connection).get("/repos/octo/none")).rejects.toMatchObject({ code: "not_found" });
});
