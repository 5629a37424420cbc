// One supervised process: started, waited for, started again with growing pauses when it dies, drained at the end.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import { AppError } from "@pulse/kit";
import { z } from "zod";

export type ServiceSpec = {
  readonly name: string;
  readonly script: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Node's own, before the script. */
  readonly nodeFlags?: readonly string[];
  /** Others were told its address: when it has to be started again, PORT is the one that it took at first. */
  readonly keepsPort?: boolean;
  readonly readyLimitMs?: number;
  readonly restart?: { readonly firstPauseMs: number; readonly longestPauseMs: number };
};

export type Service = {
  /** Changes when the process had to be started again. */
  readonly pid: () => number;
  readonly url: string;
  /** Lets the process finish what it does, and ends it when it takes too long. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
};

type ServiceContext = {
  /** A line that the process wrote. */
  readonly onLine: (line: string) => void;
  /** What people should know about its life. */
  readonly say: (text: string) => void;
  readonly onRestart: () => void;
  /** Ends the wait for the first start; `stop` is for later. */
  readonly signal: AbortSignal;
};

const defaultReadyLimitMs = 60_000;
const defaultRestart = { firstPauseMs: 500, longestPauseMs: 30_000 };
const stopLimitMs = 15_000;
// One that lived this long is taken to have failed anew, not to be unable to run.
const soundLifeMs = 60_000;

/** Resolves when the process says that it listens. Throws `unavailable` when it ends or stays silent instead. */
export async function startService(ctx: ServiceContext, spec: ServiceSpec): Promise<Service> {
  const stopping = new AbortController();
  let current = await launch(ctx, spec, ctx.signal);
  const url = current.url;
  const again = spec.keepsPort === true ? { ...spec, env: { ...spec.env, PORT: new URL(url).port } } : spec;
  const supervise = async (): Promise<void> => {
    for (let pauseMs = restartOf(spec).firstPauseMs; ;) {
      const startedAt = performance.now();
      const how = await current.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > soundLifeMs) pauseMs = restartOf(spec).firstPauseMs;
      ctx.say(`${spec.name} ended unexpectedly (${how}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, restartOf(spec).longestPauseMs);
      if (stopping.signal.aborted) return;
      try {
        current = await launch(ctx, again, stopping.signal);
        ctx.onRestart();
      } catch (error) {
        if (stopping.signal.aborted) return;
        ctx.say(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const supervision = supervise();
  return {
    url,
    pid: () => current.pid,
    kill: () => {
      stopping.abort();
      signalGroup(current.child, "SIGKILL");
    },
    stop: async () => {
      stopping.abort();
      await end(current);
      await supervision;
    },
  };
}

type Running = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly ended: Promise<string>;
};

const listeningSchema = z.object({ event: z.literal("listening"), url: z.string() });

async function launch(ctx: ServiceContext, spec: ServiceSpec, signal: AbortSignal): Promise<Running> {
  // A session of its own, so that Ctrl-C on the terminal reaches only us; the channel tells it when we are gone.
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...(spec.nodeFlags ?? []), spec.script],
    {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", ctx.onLine);
  }
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (code, killedBy) => {
      resolve(killedBy === null ? `exit code ${code}` : killedBy);
    });
  });
  const settled = new AbortController();
  const limitMs = spec.readyLimitMs ?? defaultReadyLimitMs;
  const failed = (what: string): AppError => new AppError("unavailable", `${spec.name} ${what}`);
  const answer = await Promise.race([
    untilListening(child),
    ended.then((how) => failed(`ended while it was starting (${how}); its lines above say why`)),
    delay(limitMs, null, { signal: AbortSignal.any([signal, settled.signal]) }).then(
      () => failed(`did not start within ${limitMs / 1000} s; its lines above may say why`),
      () => failed("was stopped while it was starting"),
    ),
  ]);
  settled.abort();
  if (typeof answer !== "string") {
    signalGroup(child, "SIGKILL");
    throw answer;
  }
  return { child, ended, url: answer, pid: child.pid ?? 0 };
}

async function untilListening(child: ChildProcess): Promise<string> {
  return await new Promise((resolve) => {
    child.on("message", (message) => {
      const parsed = listeningSchema.safeParse(message);
      if (parsed.success) resolve(parsed.data.url);
    });
  });
}

async function end(running: Running): Promise<void> {
  running.child.kill("SIGTERM");
  const limit = new AbortController();
  const isLate = await Promise.race([
    running.ended.then(() => false),
    delay(stopLimitMs, true, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  if (!isLate) return;
  signalGroup(running.child, "SIGKILL");
  await running.ended;
}

function signalGroup(child: ChildProcess, signal: "SIGKILL"): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, signal);
}

function restartOf(spec: ServiceSpec): { readonly firstPauseMs: number; readonly longestPauseMs: number } {
  return spec.restart ?? defaultRestart;
}
