import path from "node:path";

import { maskUrl, startEmbeddedPostgres } from "@pulse/db";

import type { CliContext } from "../context.ts";
import { findRunningUp, type RunningUp } from "./run-file.ts";
import { whenFree } from "./wait-for-lock.ts";

export type UsedDatabase = {
  readonly url: string;
  /** Where migrations go: past a transaction pooler. */
  readonly directUrl: string;
  readonly isEmbedded: boolean;
  /** For the log: where it is, without its password. */
  readonly description: string;
  /** Resolves when the server ends; never for one that is not ours. */
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

type Base = Pick<CliContext, "home" | "env" | "signal" | "say">;

/** POSTGRES_URL's database, or the embedded server, after whichever command is using it. */
export async function startDatabase(ctx: Base, label: string): Promise<UsedDatabase> {
  return givenDatabase(ctx) ?? (await whenFree(waiting(ctx), async () => await startEmbedded(ctx, label)));
}

/** The same, but the database of an `up` that has meanwhile come to run wins. */
export async function startOrShareDatabase(ctx: Base, label: string): Promise<UsedDatabase | RunningUp> {
  const running = await findRunningUp(ctx.home);
  if (running !== null) return running;
  const given = givenDatabase(ctx);
  if (given !== null) return given;
  return await whenFree(waiting(ctx), async () => (await findRunningUp(ctx.home)) ?? (await startEmbedded(ctx, label)));
}

function waiting(ctx: Base): { readonly signal: AbortSignal; readonly onWait: (holder: string) => void } {
  return {
    signal: ctx.signal,
    onWait: (holder) => {
      ctx.say(`The database is in use by ${holder}; waiting for it`);
    },
  };
}

function givenDatabase(ctx: Base): UsedDatabase | null {
  const url = ctx.env.POSTGRES_URL;
  if (url === undefined) return null;
  return {
    url,
    directUrl: ctx.env.POSTGRES_DIRECT_URL ?? url,
    isEmbedded: false,
    description: `using POSTGRES_URL, ${maskUrl(url)}`,
    exited: new Promise(() => undefined),
    stop: async () => {
      // It is somebody else's server.
    },
  };
}

async function startEmbedded(ctx: Base, label: string): Promise<UsedDatabase> {
  const server = await startEmbeddedPostgres({
    dataDir: path.join(ctx.home, "postgres", "data"),
    logFile: path.join(ctx.home, "logs", "postgres.log"),
    label,
  });
  return {
    url: server.url,
    directUrl: server.url,
    isEmbedded: true,
    description: `PostgreSQL on 127.0.0.1:${server.port}, data in ${server.dataDir}`,
    exited: server.exited,
    stop: server.stop,
  };
}
