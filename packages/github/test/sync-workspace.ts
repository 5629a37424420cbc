import { randomUUID } from "node:crypto";

import { createLogger, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import { createGitHubClient } from "../src/client/create-github-client.ts";
import { syncRepository, type SyncResult } from "../src/sync/sync-repository.ts";
import { createArchiveWorkspace, type ArchiveWorkspace } from "./archive-workspace.ts";

type Options = Partial<Omit<Parameters<typeof syncRepository>[1], "workspaceId" | "repositoryId">> & {
  readonly signal?: AbortSignal;
  /** Without a token. */
  readonly isAnonymous?: boolean;
};

export type SyncWorkspace = ArchiveWorkspace & {
  readonly connectionId: number;
  /** Tracks a repository with a token of this GitHub, and gives its id. */
  readonly track: (fullName: string) => Promise<number>;
  /** Reads it as a worker of its own would. */
  readonly sync: (repositoryId: number, options?: Options) => Promise<SyncResult>;
};

/** A workspace that reads repositories of a GitHub for tests. */
export async function createSyncWorkspace(github: {
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly token: string;
}): Promise<SyncWorkspace> {
  const workspace = await createArchiveWorkspace();
  const { workspaceId, superDb, database } = workspace;
  const logger = createLogger({ name: "test", level: "silent" });
  const made = await sql<{ id: number }>`
    insert into pulse.connections (workspace_id, name, kind, secret, secret_key_id)
    values (${workspaceId}, 'test', 'token', decode('00', 'hex'), 'none')
    returning id
  `.execute(superDb);
  const connectionId = made.rows[0]?.id ?? 0;
  const common = { id: connectionId, workspaceId, name: "test", interactiveReserve: 0 };
  const signedIn = { ...common, kind: "token", credential: { kind: "token", token: github.token } } as const;
  const anonymous = { ...common, kind: "anonymous", credential: { kind: "none" } } as const;
  return {
    ...workspace,
    connectionId,
    track: async (fullName) => {
      const [owner = "", name = ""] = fullName.split("/");
      const tracked = await sql<{ id: number }>`
        insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
        values (${workspaceId}, ${owner}, ${name}, ${connectionId}, true, 'epoch')
        on conflict (workspace_id, lower(owner), lower(name)) do update set
          connection_id = excluded.connection_id,
          is_tracked = true
        returning id
      `.execute(superDb);
      return tracked.rows[0]?.id ?? 0;
    },
    sync: async (repositoryId, { signal, isAnonymous, ...options } = {}) => {
      const connection = isAnonymous === true ? anonymous : signedIn;
      const ctx = { db: database.db, clock: github.clock, logger };
      const client = createGitHubClient(ctx, connection, { purpose: "sync", apiUrl: github.apiUrl, retryBaseMs: 1 });
      return await syncRepository(
        { ...ctx, client, signal: signal ?? new AbortController().signal, workerId: randomUUID() },
        { trigger: "manual", ...options, workspaceId, repositoryId },
      );
    },
  };
}
