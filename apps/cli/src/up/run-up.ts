// What `./pulse up` does, in order: one at a time, a database, a build, web, worker and MCP server, and all of it stopped in reverse.
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { checkServer, connect, ensureDefaultWorkspace, migrate } from "@pulse/db";
import { acquireFileLock, AppError, identifyProcess, isAppError } from "@pulse/kit";

import type { CliContext } from "../context.ts";
import { readEncryptionKeys } from "../read-encryption-keys.ts";
import { checkWebPort } from "./check-web-port.ts";
import type { DemoPlan } from "./demo/plan-demo.ts";
import type { ensureWebBuild } from "./ensure-web-build.ts";
import { keepSecret } from "./keep-secret.ts";
import { findRunningUp, removeRunFile, writeRunFile, type RunningUp } from "./run-file.ts";
import { startDatabase, type UsedDatabase } from "./start-database.ts";
import type { Service } from "./start-service.ts";
import { startServices, type Services, type ServiceScripts } from "./start-services.ts";
import type { UpLog } from "./up-log.ts";

export type UpContext = Pick<CliContext, "home" | "root" | "env" | "signal" | "force" | "say">;

export type UpInput = {
  readonly port: number;
  readonly log: UpLog;
  readonly scripts: ServiceScripts;
  /** Prepares the web app before it starts. */
  readonly build: typeof ensureWebBuild;
  /** Makes the demo's GitHub ready to be started beside the others; left out where there is none. */
  readonly planDemo?: () => Promise<DemoPlan>;
  readonly onReady: (run: RunningUp) => Promise<void>;
};

/** Runs until the signal. Throws `conflict` when one runs already or the port is taken. */
export async function runUp(ctx: UpContext, input: UpInput): Promise<void> {
  const lock = await lockUp(ctx.home);
  const started: Started = { database: null, services: [] };
  try {
    await checkWebPort(input.port);
    await startAll(ctx, input, started);
    await untilStopped(ctx, input, started);
  } catch (error) {
    // Ctrl-C while starting fails whatever was being waited for, and that is what was asked for.
    if (!ctx.signal.aborted) throw error;
  } finally {
    await stopAll(ctx, input.log, started);
    await lock.release();
  }
}

type Started = { database: UsedDatabase | null; services: readonly Service[] };

async function lockUp(home: string): Promise<{ readonly release: () => Promise<void> }> {
  try {
    return await acquireFileLock(path.join(home, "up.lock"), "./pulse up");
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    const running = await findRunningUp(home);
    const where = running === null ? "It is still starting." : `Open ${running.web.url}`;
    const pid = running?.up.pid ?? pidOf(error.details["holder"]);
    throw new AppError(
      "conflict",
      `Pulse-Hub already runs here (process ${pid}). ${where}\nTo stop it: Ctrl-C where it runs, or kill ${pid}`,
      { cause: error, details: { url: running?.web.url ?? null, pid } },
    );
  }
}

async function startAll(ctx: UpContext, input: UpInput, started: Started): Promise<void> {
  const { log } = input;
  await removeRunFile(ctx.home);
  const demo = (await input.planDemo?.()) ?? null;
  const database = startDatabase(ctx, "./pulse up").then(async (ready) => {
    started.database = ready;
    log.line("database", ready.description);
    await prepareDatabase(ready, log);
    return ready;
  });
  const failing = new AbortController();
  database.catch(() => {
    failing.abort();
  });
  const build = input.build({
    root: ctx.root,
    home: ctx.home,
    signal: AbortSignal.any([ctx.signal, failing.signal]),
    log: (line) => {
      log.line("build", line);
    },
  });
  // Both have to end before anything is stopped, or a server would be started behind the back of what stops it.
  await Promise.allSettled([database, build]);
  const { url, directUrl, isEmbedded } = await database;
  await build;
  ctx.signal.throwIfAborted();

  const up = {
    pid: process.pid,
    startMark: identifyProcess(process.pid)?.startMark ?? "",
    startedAt: new Date().toISOString(),
  };
  const describeRun = ({ web, worker, mcp, github }: Services): RunningUp => ({
    up,
    web: { url: web.url, pid: web.pid() },
    worker: { url: worker.url, pid: worker.pid() },
    mcp: { url: mcp.url, pid: mcp.pid() },
    ...(github === null ? {} : { github: { url: github.url, pid: github.pid() } }),
    database: { url, isEmbedded },
  });
  const services = await startServices(
    { log, signal: ctx.signal, root: ctx.root, logLevel: ctx.env.LOG_LEVEL },
    {
      databaseUrl: url,
      directUrl,
      encryptionKeys: await readEncryptionKeys(ctx),
      sessionSecret: ctx.env.NEXTAUTH_SECRET ?? (await keepSecret(path.join(ctx.home, "session-secret"))),
      serviceKey: await keepSecret(path.join(ctx.home, "mcp-signing-key")),
      host: ctx.env.HOST,
      port: input.port,
      scripts: input.scripts,
      demo,
      onStarted: (service) => {
        started.services = [...started.services, service];
      },
      onRestart: async (all) => {
        await writeRunFile(ctx.home, describeRun(all));
      },
    },
  );
  const run = describeRun(services);
  await writeRunFile(ctx.home, run);
  await input.onReady(run);
}

async function prepareDatabase(database: UsedDatabase, log: UpLog): Promise<void> {
  await checkServer(database.url);
  const { applied } = await migrate({
    url: database.directUrl,
    onWarning: (message) => {
      log.line("database", message);
    },
  });
  if (applied.length > 0) log.line("database", `applied ${applied.length} migrations`);
  const db = connect({ url: database.url, applicationName: "pulse-hub up", maxConnections: 1 });
  try {
    await ensureDefaultWorkspace(db);
  } finally {
    await db.destroy();
  }
}

async function untilStopped(ctx: UpContext, input: UpInput, started: Started): Promise<void> {
  const aborted = new Promise<"aborted">((resolve) => {
    if (ctx.signal.aborted) resolve("aborted");
    ctx.signal.addEventListener("abort", () => {
      resolve("aborted");
    });
  });
  for (;;) {
    const ended = started.database?.exited.then(() => "ended" as const) ?? aborted;
    if ((await Promise.race([aborted, ended])) === "aborted") return;
    await restartDatabase(ctx, input, started);
  }
}

// The same folder gives the same port and passwords, so that web and worker find it again by themselves.
async function restartDatabase(ctx: UpContext, input: UpInput, started: Started): Promise<void> {
  const before = started.database?.url;
  input.log.line("database", "PostgreSQL ended unexpectedly; starting it again");
  started.database = null;
  await delay(500, undefined, { signal: ctx.signal });
  const database = await startDatabase(ctx, "./pulse up");
  started.database = database;
  if (database.url === before) {
    input.log.line("database", "PostgreSQL runs again");
    return;
  }
  throw new AppError("unavailable", "PostgreSQL could not get its port back. Start again: ./pulse up");
}

async function stopAll(ctx: UpContext, log: UpLog, started: Started): Promise<void> {
  await removeRunFile(ctx.home);
  if (started.services.length > 0 || started.database !== null) log.line("pulse", "stopping");
  const killAll = (): void => {
    for (const service of started.services) service.kill();
  };
  if (ctx.force.aborted) killAll();
  ctx.force.addEventListener("abort", killAll);
  await Promise.all(started.services.map(async (service) => await service.stop()));
  await started.database?.stop();
  if (started.database?.isEmbedded === true) log.line("database", "stopped");
}

function pidOf(holder: unknown): string {
  return typeof holder === "object" && holder !== null && "pid" in holder ? String(holder.pid) : "unknown";
}
