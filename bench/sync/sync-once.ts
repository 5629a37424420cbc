/** The reader in a process of its own, so that its memory is its own: `sync-once.ts URL API_URL NOW` reads twice and prints what it took as JSON. */
import { randomUUID } from "node:crypto";

import { connect, ensureDefaultWorkspace, withService } from "@pulse/db";
import { createGitHubClient, syncRepository } from "@pulse/github";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";

const [url = "", apiUrl = "", now = ""] = process.argv.slice(2);
const db = connect({ url, applicationName: "pulse-bench" });
const workspaceId = await ensureDefaultWorkspace(db);
const made = await withService(db, (tx) =>
  sql<{ id: number; connectionId: number }>`
    with connection as (
      insert into pulse.connections (workspace_id, name, kind, secret, secret_key_id)
      values (${workspaceId}, 'bench', 'token', decode('00', 'hex'), 'none')
      returning id
    )
    insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
    select ${workspaceId}, 'acme', 'site', id, true, 'epoch'
    from connection
    returning id, connection_id
  `.execute(tx),
);
const { id, connectionId } = made.rows[0] ?? { id: 0, connectionId: 0 };
const asked = new Map<string, number>();
const first = await read(Date.parse(now));
const again = await read(Date.parse(now) + 3_600_000);
await db.destroy();
console.log(
  JSON.stringify({
    ...first,
    again: again.requests,
    asked: Object.fromEntries(asked),
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);

async function read(atMs: number) {
  const ctx = {
    db,
    clock: fixedClock(new Date(atMs).toISOString()),
    logger: createLogger({ name: "bench", level: "silent" }),
  };
  const connection = {
    id: connectionId,
    workspaceId,
    kind: "token",
    name: "bench",
    interactiveReserve: 0,
    credential: { kind: "token", token: "bench" },
  } as const;
  const counting: typeof fetch = async (address, init) => {
    const body = typeof init?.body === "string" ? init.body : "";
    const operation = /query (\w+)/.exec(body)?.[1] ?? "REST";
    asked.set(operation, (asked.get(operation) ?? 0) + 1);
    return await fetch(address, init);
  };
  const client = createGitHubClient({ ...ctx, fetch: counting }, connection, { purpose: "sync", apiUrl });
  const startedAt = performance.now();
  const result = await syncRepository(
    { ...ctx, client, signal: new AbortController().signal, workerId: randomUUID() },
    { workspaceId, repositoryId: id, trigger: "connected" },
  );
  if (result.state !== "done") throw new Error(`the reading ended as ${result.state}: ${result.error?.message ?? ""}`);
  const rows = Object.values(result.counts).reduce((sum, kind) => sum + kind.added, 0);
  return { seconds: (performance.now() - startedAt) / 1000, rows, requests: result.requests, points: result.points };
}
