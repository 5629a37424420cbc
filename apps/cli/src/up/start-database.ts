import path from "node:path";

import { readInstallationFigures } from "@pulse/actions";
import { maskUrl, startEmbeddedPostgres, upgradeEmbeddedPostgres } from "@pulse/db";
import { systemClock } from "@pulse/kit";

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

/** POSTGRES_URL's database, or the embedded server, after whichever command is using it; data of an earlier major version is brought over. */
export async function startDatabase(ctx: Base, label: string): Promise<UsedDatabase> {
  return (
    givenDatabase(ctx) ??
    (await whenFree(waiting(ctx), async () => {
      await upgradeEmbedded(ctx);
      return await startEmbedded(ctx, label);
    }))
  );
}

async function upgradeEmbedded(ctx: Base): Promise<void> {
  const upgraded = await upgradeEmbeddedPostgres({
    ...embeddedPlaces(ctx),
    now: systemClock.now(),
    readFigures: readInstallationFigures,
    onStep: (step) => {
      ctx.say(step);
    },
  });
  if (upgraded === null) return;
  ctx.say(
    `The data of PostgreSQL ${upgraded.from} was brought over; as it was, it lies in ${upgraded.keptDir}. Remove it when all is well`,
  );
}

function embeddedPlaces(ctx: Base): { readonly dataDir: string; readonly logFile: string } {
  return { dataDir: path.join(ctx.home, "postgres", "data"), logFile: path.join(ctx.home, "logs", "postgres.log") };
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
    ...embeddedPlaces(ctx),
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
