import { hkdfSync, randomBytes } from "node:crypto";

import { findKeyHolder, type ActionContext, type Actor, type Person } from "@pulse/actions";
import { connect, connectService, type Db, type KeyRing } from "@pulse/db";
import { systemClock, type Logger } from "@pulse/kit";

import { chooseTools } from "./choose-tools.ts";
import type { McpEnv } from "./env.ts";
import { listTools, type Listed } from "./list-tools.ts";

/** What lives as long as the process. */
export type Runtime = {
  readonly db: Db;
  /** Whose API key this is. Throws `unauthenticated`. */
  readonly findKeyHolder: (key: string) => Promise<Person>;
  readonly listed: Listed;
  readonly contextFor: (actor: Actor) => ActionContext;
  readonly close: () => Promise<void>;
};

export function createRuntime(env: McpEnv, logger: Logger): Runtime {
  const listed = listTools(chooseTools(env));
  const clock = systemClock;
  const db = connect({
    url: env.POSTGRES_URL,
    applicationName: "pulse-hub mcp",
    statementTimeoutMs: 15_000,
    maxConnections: 8,
  });
  const service = connectService({
    url: env.POSTGRES_URL,
    applicationName: "pulse-hub mcp, keys",
    statementTimeoutMs: 10_000,
    maxConnections: 4,
  });
  const keys = env.PULSE_ENCRYPTION_KEYS;
  const toolRules = {
    key: toolKeyOf(keys),
    writableOwners: env.PULSE_OWNERS_ALLOW,
    isReadOnly: env.PULSE_READ_ONLY,
    ...(env.PULSE_TOOLSETS.length === 0 ? {} : { sets: env.PULSE_TOOLSETS }),
  };
  const freeSqlUrl = env.POSTGRES_DIRECT_URL ?? env.POSTGRES_URL;
  // GITHUB_TOKEN stays out: whoever asks may use connections of their workspace, and no credential of this process.
  const github = keys === undefined ? {} : { github: { apiUrl: env.GITHUB_API_URL, keys, token: null } };
  return {
    db,
    findKeyHolder: async (key) => await findKeyHolder({ service, clock }, key),
    listed,
    contextFor: (actor) => ({ db, clock, logger, actor, toolRules, freeSqlUrl, ...github }),
    close: async () => {
      await service.close();
      await db.destroy();
    },
  };
}

/** Several servers of one installation read each other's cursors, because they have the same keys. */
function toolKeyOf(keys: KeyRing | undefined): Uint8Array {
  const sealing = keys?.keys.get(keys.sealingKeyId);
  return sealing === undefined ? randomBytes(32) : new Uint8Array(hkdfSync("sha256", sealing, "", "pulse tools", 32));
}
