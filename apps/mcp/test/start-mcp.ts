// A whole MCP server on a port, over a database with a made-up repository, and keys to it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createIdentity, ensureLocalOwner, makeServiceKey, publicServiceKey } from "@pulse/actions";
import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";

import { createRuntime } from "../src/create-runtime.ts";
import { readMcpEnv } from "../src/env.ts";
import { serveHttp } from "../src/serve-http.ts";

export type StartedMcp = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly workspaceId: number;
  /** May write. */
  readonly key: string;
  readonly readKey: string;
  readonly makeKey: (
    scopes: readonly ("read" | "write" | "sql")[],
  ) => Promise<{ readonly id: string; readonly key: string }>;
  /** Signs as the web app does. */
  readonly serviceKey: string;
  readonly close: () => Promise<void>;
};

const repository = "acme/site";

export async function startMcp(
  env: Readonly<Record<string, string>> = {},
  extend?: Parameters<typeof serveHttp>[0]["extend"],
): Promise<StartedMcp> {
  const database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await fill(database, workspaceId);
  await ensureLocalOwner(database);
  const serviceKey = makeServiceKey();
  const logger = createLogger({ name: "test", level: "silent" });
  const settings = readMcpEnv({
    NODE_ENV: "test",
    POSTGRES_URL: database.url,
    PORT: "0",
    PULSE_MCP_PUBLIC_KEY: publicServiceKey(serviceKey),
    PULSE_ENCRYPTION_KEYS: Buffer.alloc(32, 1).toString("base64"),
    ...env,
  });
  const runtime = createRuntime(settings, logger);
  const serving = await serveHttp({
    env: settings,
    version: "0.0.0",
    logger,
    runtime,
    ...(extend === undefined ? {} : { extend }),
  });
  const identity = createIdentity(
    { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch },
    { publicUrl: "http://127.0.0.1", secret: "x".repeat(40), github: null, allowedLogins: [], allowedOrgs: [] },
  );
  const makeKey: StartedMcp["makeKey"] = async (scopes) =>
    await identity.createApiKey({
      userId: localOwnerId,
      workspaceId,
      name: "test",
      scopes,
      expiresInSeconds: null,
    });
  return {
    url: serving.url,
    database,
    workspaceId,
    serviceKey,
    makeKey,
    key: (await makeKey(["read", "write"])).key,
    readKey: (await makeKey(["read"])).key,
    close: async () => {
      await serving.close();
      await runtime.close();
      await identity.close();
      await database.drop();
    },
  };
}

async function fill({ db }: TestDatabase, workspaceId: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse mcp "));
  const history = generateHistory({
    repository,
    seed: 5,
    from: new Date("2026-01-01T00:00:00Z"),
    asOf: new Date("2026-06-30T00:00:00Z"),
    issues: 40,
    pullRequests: 60,
    people: 6,
  });
  const file = path.join(folder, "archive.json");
  await writeFile(file, JSON.stringify(toArchive(history)));
  await importArchive(db, { workspaceId, file, fileName: "archive.json" });
  await rm(folder, { recursive: true });
}
