import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { createIdentity, ensureLocalOwner } from "@pulse/actions";
import { connect, ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import { childEnv } from "../../apps/cli/src/env.ts";
import { serviceScripts } from "../../apps/cli/src/up/start-services.ts";
import { startService } from "../../apps/cli/src/up/start-service.ts";
import { workerNodeFlags } from "../../apps/cli/src/up/worker-node-flags.ts";

const root = path.resolve(import.meta.dirname, "../..");

export type BenchedMcp = {
  readonly url: string;
  readonly key: string;
  readonly readRssMb: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** The MCP server as `up` starts it, and a key to it. */
export async function startMcp(input: {
  readonly databaseUrl: string;
  readonly say: (text: string) => void;
}): Promise<BenchedMcp> {
  const key = await makeKey(input.databaseUrl);
  const service = await startService(
    {
      signal: new AbortController().signal,
      onLine: () => undefined,
      say: input.say,
      onRestart: () => input.say("the server was started again"),
    },
    {
      name: "mcp",
      script: path.join(root, serviceScripts.mcp),
      nodeFlags: workerNodeFlags,
      cwd: root,
      env: childEnv({
        POSTGRES_URL: input.databaseUrl,
        HOST: "127.0.0.1",
        PORT: "0",
        LOG_LEVEL: "warn",
        NODE_ENV: "production",
      }),
    },
  );
  return {
    url: service.url,
    key,
    readRssMb: async () => {
      const status = await readFile(`/proc/${service.pid()}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    },
    stop: service.stop,
  };
}

async function makeKey(url: string): Promise<string> {
  const db = connect({ url, applicationName: "pulse bench", maxConnections: 1 });
  const logger = createLogger({ name: "bench", level: "silent" });
  const identity = createIdentity(
    { db, databaseUrl: url, clock: systemClock, logger, fetch },
    {
      publicUrl: "http://127.0.0.1",
      secret: randomBytes(32).toString("base64"),
      github: null,
      allowedLogins: [],
      allowedOrgs: [],
    },
  );
  try {
    const workspaceId = await ensureDefaultWorkspace(db);
    await ensureLocalOwner({ db });
    return (
      await identity.createApiKey({
        userId: localOwnerId,
        workspaceId,
        name: "bench",
        scopes: ["read"],
        expiresInSeconds: null,
      })
    ).key;
  } finally {
    await identity.close();
    await db.destroy();
  }
}
