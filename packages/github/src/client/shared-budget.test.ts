import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";

import { connect } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createConnection } from "../../test/connection-fixture.ts";
import { startFakeGitHub, type FakeGitHub } from "../../test/fake-github.ts";
import { createGitHubClient } from "./create-github-client.ts";
import type { OpenedConnection } from "./github-client.ts";

const quota = 100;
let database: TestDatabase;
let github: FakeGitHub;

beforeAll(async () => {
  database = await createTestDatabase();
  github = await startFakeGitHub();
});

afterAll(async () => {
  await github.close();
  await database.drop();
});

async function askFromAnotherProcess(connection: OpenedConnection): Promise<number> {
  const script = path.resolve(import.meta.dirname, "../../test/ask-until-limited.ts");
  const given = [database.url, github.url, String(connection.id), String(connection.workspaceId)];
  const child = spawn(process.execPath, [script, ...given], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  return Number(said);
}

test("two processes with six lanes on one connection stop at the share that is people's", async () => {
  const connection = await createConnection(database.db);
  const resetAt = String(Math.floor(Date.now() / 1000) + 3000);
  let used = 0;
  github.answer(() => {
    used += 1;
    return {
      json: {},
      headers: {
        "x-ratelimit-limit": String(quota),
        "x-ratelimit-remaining": String(Math.max(0, quota - used)),
        "x-ratelimit-reset": resetAt,
        "x-ratelimit-resource": "core",
      },
    };
  });

  const counts = await Promise.all([askFromAnotherProcess(connection), askFromAnotherProcess(connection)]);

  // Never beyond the share; a few short of it, since what is under way when the first answer comes is counted twice.
  expect(github.seen.length).toBeLessThanOrEqual(quota * 0.8);
  expect(github.seen.length).toBeGreaterThanOrEqual(quota * 0.8 - 6);
  expect(counts[0] + counts[1]).toBe(github.seen.length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test("two processes write a second apart, and each of them one after the other", async () => {
  const connection = await createConnection(database.db);
  const other = connect({ url: database.url, applicationName: "another process" });
  const startedAt: number[] = [];
  github.answer(() => {
    startedAt.push(performance.now());
    return { json: {} };
  });
  const clients = [database.db, other].map((db) => {
    const ctx = { db, clock: systemClock, logger: createLogger({ name: "test", level: "silent" }) };
    return createGitHubClient(ctx, connection, { purpose: "interactive", apiUrl: github.url });
  });

  await Promise.all(clients.flatMap((client) => [client.post("/hooks", {}), client.patch("/hooks/1", {})]));
  await other.destroy();

  const gaps = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
  expect(gaps).toHaveLength(3);
  // A timer may be a few milliseconds early by the database's clock.
  expect(Math.min(...gaps)).toBeGreaterThan(900);
});

test("when one of them is told to slow down, none asks any more", async () => {
  const connection = await createConnection(database.db);
  const before = github.seen.length;
  let asked = 0;
  github.answer(() => {
    asked += 1;
    return asked > 20 ? { status: 429, headers: { "retry-after": "60" }, json: {} } : { json: {} };
  });

  await Promise.all([askFromAnotherProcess(connection), askFromAnotherProcess(connection)]);

  // Those under way when the pause began are the only ones after it: at most one of each lane.
  expect(github.seen.length - before).toBeLessThanOrEqual(20 + 6);
});
