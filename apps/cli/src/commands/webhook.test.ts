import { randomBytes } from "node:crypto";

import { ensureDefaultWorkspace, readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { processDeliveries, readEnvelope, storeConnection, storeDeliveries } from "@pulse/github";
import { startReplica, type Replica } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

const encryptionKey = randomBytes(32).toString("base64");
let database: TestDatabase;
let github: Replica;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  github = await startReplica();
  github.addToken({ token: "token-of-acme", login: "acme", scopes: ["repo", "admin:repo_hook"] });
  github.addRepository("acme/site");
  await withService(database.db, async (tx) => {
    await storeConnection(tx, readKeyRing(encryptionKey), {
      workspaceId,
      name: "main",
      kind: "token",
      credential: { kind: "token", token: "token-of-acme" },
      interactiveReserve: null,
      createdBy: null,
    });
  });
});

afterAll(async () => {
  await github.close();
  await database.drop();
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, {
    POSTGRES_URL: database.url,
    GITHUB_API_URL: github.apiUrl,
    PULSE_ENCRYPTION_KEYS: encryptionKey,
  });

test("a hook is made, listed, rotated, looked after and removed", async () => {
  const none = await pulse("webhook", "list");
  const made = await pulse("webhook", "create", "acme/site", "--url", "https://pulse.example.com");
  const listed = await pulse("webhook", "list");
  const rotated = await pulse("webhook", "rotate", "main");
  const finished = await pulse("webhook", "rotate", "main", "--finish");
  const recovered = await pulse("webhook", "recover");
  const removed = await pulse("webhook", "remove", "acme/site");

  expect(none.out).toContain("No hook yet");
  expect(made.out).toMatch(/Made the hook on acme\/site[^]*https:\/\/pulse\.example\.com\/api\/webhooks\/github\/\d+/);
  expect(listed.out).toMatch(/acme\/site.*0 in a day.*nothing yet/);
  expect(rotated.out).toContain(`1 hooks of "main" have a new secret`);
  expect(finished.out).toContain("Only the newest secret");
  expect(recovered.out).toContain("acme/site: 0 asked for again, 0 failed twice");
  expect(removed.out).toContain("Removed 1 from acme/site");
});

test("deliveries are listed with their outcome, and replayed", async () => {
  const body = Buffer.from(
    JSON.stringify({ zen: "Design for failure.", repository: { id: 7, full_name: "acme/site" } }),
  );
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, github_id, owner, name, is_tracked, fetched_at)
      select id, 7, 'acme', 'site', true, now() from pulse.workspaces
    `.execute(tx),
  );
  const envelope = readEnvelope(body) ?? "rejected";
  await storeDeliveries(
    async (work) => await withService(database.db, work),
    [{ connection: null, deliveryId: "guid-1", event: "ping", body, envelope }],
  );
  const logger = createLogger({ name: "test", level: "silent" });
  await processDeliveries({ db: database.db, clock: systemClock, logger }, 1);

  const listed = await pulse("webhook", "deliveries");
  const failed = await pulse("webhook", "deliveries", "--state", "failed");
  const replayed = await pulse("webhook", "replay", "guid-1");
  const unknown = await pulse("webhook", "replay", "guid-2");

  expect(listed.out).toMatch(/ping.*acme\/site.*processed.*GitHub reaches this address/);
  expect(failed.out).toContain("Nothing was delivered");
  expect(replayed.out).toContain("(ping, was processed) is to be processed again");
  expect(unknown).toMatchObject({ code: 1, talk: expect.stringContaining("There is no delivery guid-2") });
});
