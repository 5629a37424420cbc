import { access } from "node:fs/promises";
import path from "node:path";

import { findFreePort, isProcessAlive, readLockHolder } from "@pulse/kit";

import { findPortHolder } from "../up/find-port-holder.ts";
import { findRunningUp, type RunningUp } from "../up/run-file.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

const answerLimitMs = 5_000;

/** What runs, what was left behind by something that was killed, and whether the ports are free when nothing runs. */
export async function checkRunning(input: {
  readonly home: string;
  readonly port: number;
}): Promise<readonly Finding[]> {
  const running = await findRunningUp(input.home);
  if (running !== null) {
    return [
      ok("up", `runs as process ${running.up.pid} since ${running.up.startedAt}`),
      ...(await checkServices(running)),
    ];
  }
  return [await checkLeftovers(input.home), await checkPort(input.port), await checkWorkerPort()];
}

async function checkServices(running: RunningUp): Promise<readonly Finding[]> {
  return await Promise.all([
    checkAnswer("web", `${running.web.url}/api/ready`, running.web.url),
    checkAnswer("worker", `${running.worker.url}/health`, running.worker.url),
    checkAnswer("mcp", `${running.mcp.url}/health`, running.mcp.url),
  ]);
}

async function checkAnswer(name: string, url: string, shown: string): Promise<Finding> {
  const next = "Look at its lines in the log of ./pulse up; restart that with Ctrl-C and ./pulse up";
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerLimitMs) });
    if (response.ok) return ok(name, `answers at ${shown}`);
    return fail(name, `answers ${response.status} at ${url}: it runs, but cannot do its work`, next);
  } catch {
    return fail(name, `does not answer at ${shown}`, next);
  }
}

async function checkLeftovers(home: string): Promise<Finding> {
  const holder = await readLockHolder(path.join(home, "up.lock"));
  if (holder !== null && isProcessAlive(holder)) return ok("up", `is starting or stopping (process ${holder.pid})`);
  const wasKilled = holder !== null || (await exists(path.join(home, "run.json")));
  if (!wasKilled) return ok("up", "is not running; start it with ./pulse up");
  return warn(
    "up",
    "is not running, and the last one was killed; nothing is lost, the next start tidies up",
    "./pulse up",
  );
}

async function checkPort(port: number): Promise<Finding> {
  const name = `port ${port}`;
  if ((await findFreePort([port])) === port) return ok(name, "is free for the web app");
  const holder = await findPortHolder(port);
  const who = holder === null ? "another program" : `process ${holder.pid} (${holder.command})`;
  return fail(name, `is used by ${who}, and the web app wants it`, "Take another: ./pulse up --port N");
}

async function checkWorkerPort(): Promise<Finding> {
  const port = 9100;
  const isFree = (await findFreePort([port])) === port;
  return ok(`port ${port}`, isFree ? "is free for the worker" : "is in use; the worker will take another");
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
