import { connectRepository, listRepositories, requestSync, saveConnection, type ActionContext } from "@pulse/actions";
import { connect, ensureDefaultWorkspace, ensureKeyFile, localOwnerId, readKeyRing } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import { demoOrganisation } from "./demo-organisation.ts";

const connectionName = "demo";
const { login, token, repositories: known } = demoOrganisation;

/**
 * Connects the demo's repositories as a person would, by a token; those that are connected are read again, for what happened while
 * nothing ran.
 */
export async function connectDemo(ctx: {
  readonly home: string;
  readonly databaseUrl: string;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
}): Promise<void> {
  const db = connect({ url: ctx.databaseUrl, applicationName: "pulse-hub demo", maxConnections: 2 });
  try {
    const actionCtx: ActionContext = {
      db,
      clock: systemClock,
      logger: createLogger({ name: "demo", level: "silent" }),
      actor: { userId: localOwnerId, workspaceId: await ensureDefaultWorkspace(db) },
      github: { apiUrl: ctx.apiUrl, keys: readKeyRing(await ensureKeyFile(ctx.home)), token: null },
      signal: ctx.signal,
    };
    const { repositories } = await listRepositories.run(actionCtx, {});
    const connected = new Set(repositories.filter((one) => one.isTracked).map((one) => one.fullName));
    if (connected.size > 0) await requestSync.run(actionCtx, { isFull: false });
    const missing = known.map(({ name }) => `${login}/${name}`).filter((name) => !connected.has(name));
    if (missing.length === 0) return;
    await saveConnection.run(actionCtx, { name: connectionName, token });
    for (const repository of missing) {
      await connectRepository.run(actionCtx, { repository, connection: connectionName, depth: "all" });
    }
  } finally {
    await db.destroy();
  }
}
