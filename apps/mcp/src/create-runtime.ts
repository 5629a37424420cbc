import { hkdfSync, randomBytes } from "node:crypto";

import { createIdentity, type ActionContext, type Actor, type Identity } from "@pulse/actions";
import { connect, type Db, type KeyRing } from "@pulse/db";
import { systemClock, type Logger } from "@pulse/kit";

import { chooseTools } from "./choose-tools.ts";
import type { McpEnv } from "./env.ts";
import { listTools, type Listed } from "./list-tools.ts";

/** What lives as long as the process. */
export type Runtime = {
  readonly db: Db;
  readonly identity: Identity;
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
  const identity = createIdentity(
    { db, databaseUrl: env.POSTGRES_URL, clock, logger, fetch },
    // Nobody signs in here: keys are checked by their hash, and the secret signs nothing.
    {
      publicUrl: "http://127.0.0.1",
      secret: randomBytes(32).toString("base64"),
      github: null,
      allowedLogins: [],
      allowedOrgs: [],
    },
  );
  const keys = env.PULSE_ENCRYPTION_KEYS;
  const toolRules = { key: toolKeyOf(keys), writableOwners: env.PULSE_READ_ONLY ? [] : env.PULSE_OWNERS_ALLOW };
  // GITHUB_TOKEN stays out: whoever asks may use connections of their workspace, and no credential of this process.
  const github = keys === undefined ? {} : { github: { apiUrl: env.GITHUB_API_URL, keys, token: null } };
  return {
    db,
    identity,
    listed,
    contextFor: (actor) => ({ db, clock, logger, actor, toolRules, ...github }),
    close: async () => {
      await identity.close();
      await db.destroy();
    },
  };
}

/** Several servers of one installation read each other's cursors, because they have the same keys. */
function toolKeyOf(keys: KeyRing | undefined): Uint8Array {
  const sealing = keys?.keys.get(keys.sealingKeyId);
  return sealing === undefined ? randomBytes(32) : new Uint8Array(hkdfSync("sha256", sealing, "", "pulse tools", 32));
}
