// The same golden numbers as in goldens.test.ts, of the same histories, when they are read from a GitHub over HTTP instead of from files.
import { readFileSync } from "node:fs";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createGitHubClient, syncRepository } from "@pulse/github";
import { startReplica, type Replica } from "@pulse/github-replica";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { computeWindows, data, isHere, readNow } from "../test/golden-windows.ts";
import type { ActionContext } from "./action.ts";
import { showMetric } from "./show-metric.ts";

/** By the time of the archive: the clock only moves on. */
const archives = [
  ["http-extensions", "httpwg/http-extensions", "2020-09-29T00:16:27.453Z"],
  ["mls-protocol", "mlswg/mls-protocol", "2023-11-09T01:11:11.624Z"],
  ["tls13-spec", "tlswg/tls13-spec", "2026-07-09T01:59:21.997Z"],
] as const;

const token = "ghp_reader";
const logger = createLogger({ name: "goldens", level: "silent" });

let database: TestDatabase;
let github: Replica;
let ctx: ActionContext;

beforeAll(async () => {
  if (!isHere) return;
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  github = await startReplica({ now: archives[0][2], limits: { graphql: 100_000, core: 100_000 } });
  github.addToken({ token, login: "reader", scopes: ["repo", "read:org"] });
  for (const [name, fullName, readAt] of archives) {
    const archive: unknown = JSON.parse(readFileSync(path.join(data, `${name}.archive.json`), "utf8"));
    github.loadArchive(archive);
    github.clock.set(readAt);
    await sync(workspaceId, fullName);
  }
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-10T00:00:00Z"),
    logger,
    actor: { userId: localOwnerId, workspaceId },
  };
}, 300_000);

afterAll(async () => {
  if (!isHere) return;
  await database.drop();
  await github.close();
});

async function sync(workspaceId: number, fullName: string): Promise<void> {
  const [owner, name] = fullName.split("/");
  const made = await withService(database.db, (tx) =>
    sql<{ id: number; connectionId: number }>`
    with connection as (
      insert into pulse.connections (workspace_id, name, kind, secret, secret_key_id)
      values (${workspaceId}, ${fullName}, 'token', decode('00', 'hex'), 'none')
      returning id
    )
    insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
    select ${workspaceId}, ${owner}, ${name}, id, true, 'epoch'
    from connection
    returning id, connection_id
  `.execute(tx),
  );
  const { id, connectionId } = made.rows[0] ?? { id: 0, connectionId: 0 };
  const context = { db: database.db, clock: github.clock, logger };
  const connection = {
    id: connectionId,
    workspaceId,
    kind: "token",
    name: fullName,
    interactiveReserve: 0,
    credential: { kind: "token", token },
  } as const;
  const client = createGitHubClient(context, connection, { purpose: "sync", apiUrl: github.apiUrl });
  const result = await syncRepository(
    { ...context, client, signal: new AbortController().signal, workerId: crypto.randomUUID() },
    { workspaceId, repositoryId: id, trigger: "connected" },
  );
  expect(result.state).toBe("done");
}

describe.skipIf(!isHere)("the golden numbers of ../shared/data, read from GitHub", () => {
  it.each(archives)("%s: every number of every window", async (name, repository) => {
    const { computed, expected } = await computeWindows(ctx, name, repository);

    expect(Object.keys(expected).length).toBeGreaterThan(240);
    expect(computed).toEqual(expected);
  });

  it.each(archives)(
    "%s: what is stale at the time of reading, which is when it is as of",
    async (name, repository, readAt) => {
      const { now } = readNow(name);

      for (const metric of ["pr.stale", "issue.stale"]) {
        const answer = await showMetric.run(ctx, { metric, repositories: [repository] });

        expect(new Date(answer.as_of ?? 0)).toEqual(new Date(readAt));
        expect(answer.rows?.map(({ number }) => number)).toEqual(now[metric]?.list);
      }
    },
  );
});
