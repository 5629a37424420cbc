import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { findFreePort } from "@pulse/kit";

import { openSession, type SessionCookie } from "./open-session.ts";

const root = path.join(import.meta.dirname, "../..");
// The first start of a clone builds the web app.
const startLimitMs = 12 * 60_000;
const stopLimitMs = 120_000;

export type Launched = {
  readonly url: string;
  /** Runs `./pulse …` against this installation; throws with everything it said when it fails. */
  readonly pulse: (...args: readonly string[]) => string;
  /** A fresh link that opens it, once. */
  readonly link: () => string;
  /** Of its database, for writing what GitHub would have told. */
  readonly databaseUrl: string;
  /** Everything that it and what it started have said so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

export type Product = Launched & {
  /** Of the local owner, who opened the link. */
  readonly session: SessionCookie;
};

/** Starts the whole product as a person would, and opens its link. */
export async function startProduct(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Product> {
  const launched = await launchProduct(name, { settings });
  return { ...launched, session: await openSession(launched.link()) };
}

type Launch = { readonly settings: Readonly<Record<string, string>>; readonly port?: number };

/** `./pulse up` on a free port, or the given one, with an installation of its own. */
export async function launchProduct(name: string, { settings, port: given }: Launch): Promise<Launched> {
  const home = mkdtempSync(path.join(tmpdir(), `pulse e2e ${name} `));
  const env = { ...process.env, ...settings, PULSE_HOME: home };
  const port = given ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const program = path.join(root, "pulse");
  const child = spawn(program, ["up", "--port", String(port)], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "close");
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const tail = () => log.join("").split("\n").slice(-60).join("\n");

  const stop = async () => {
    child.kill("SIGTERM");
    const hasStopped = await Promise.race([exited.then(() => true), delay(stopLimitMs, false, { ref: false })]);
    if (!hasStopped) {
      child.kill("SIGKILL");
      throw new Error(`The product "${name}" did not stop within ${stopLimitMs} ms. It said:\n${tail()}`);
    }
    rmSync(home, { recursive: true, force: true });
  };
  const pulse = (...args: readonly string[]) => {
    const done = spawnSync(program, args, { cwd: root, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    if (done.status !== 0) throw new Error(`./pulse ${args.join(" ")} exited ${done.status}:\n${done.stderr}`);
    return done.stdout;
  };

  // The web answers before the worker runs; what runs where is written when all of it does.
  const runFile = path.join(home, "run.json");
  const deadline = performance.now() + startLimitMs;
  while (!(existsSync(runFile) && (await isReady(url)))) {
    if (child.exitCode !== null) throw new Error(`./pulse up exited ${child.exitCode}. It said:\n${tail()}`);
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`The product "${name}" was not ready within ${startLimitMs} ms. It said:\n${tail()}`);
    }
    await delay(200);
  }
  const link = () => {
    const { url: address }: { url: string } = JSON.parse(pulse("link", "--json"));
    return address;
  };
  const { database }: { database: { url: string } } = JSON.parse(readFileSync(runFile, "utf8"));
  return { url, pulse, stop, link, databaseUrl: database.url, log: () => log.join("") };
}

async function isReady(url: string): Promise<boolean> {
  try {
    // A connection that is kept would be found closed by whoever asks next, after a command that blocked this process for long.
    const headers = { connection: "close" };
    return (await fetch(`${url}/api/ready`, { headers, signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Nothing listens yet.
    return false;
  }
}
