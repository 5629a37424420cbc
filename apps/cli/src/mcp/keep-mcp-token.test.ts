import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { expect, test } from "vitest";

import { keepMcpToken } from "./keep-mcp-token.ts";

test("the token stays the same, in a file of its owner's alone, until it is revoked", async () => {
  const database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const home = await mkdtemp(path.join(tmpdir(), "pulse token "));
  const ctx = {
    db: database.db,
    databaseUrl: database.url,
    clock: systemClock,
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
    home,
    workspace: "default",
  };

  const first = await keepMcpToken(ctx);
  const again = await keepMcpToken(ctx);
  const file = path.join(home, "mcp-token");
  const { mode } = await stat(file);
  await withService(database.db, (tx) => sql`delete from identity.api_keys`.execute(tx));
  const next = await keepMcpToken(ctx);

  expect(again).toBe(first);
  expect(first).toMatch(/^phk_/);
  expect(mode & 0o777).toBe(0o600);
  expect(next).not.toBe(first);
  expect((await readFile(file, "utf8")).trim()).toBe(next);
  await rm(home, { recursive: true });
  await database.drop();
});
