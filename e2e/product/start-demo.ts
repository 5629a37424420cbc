import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { findFreePort } from "@pulse/kit";

import { openSession, type SessionCookie } from "./open-session.ts";

const root = path.join(import.meta.dirname, "../..");

export type Demo = {
  readonly url: string;
  /** Of its GitHub. */
  readonly githubUrl: string;
  readonly session: SessionCookie;
  readonly stop: () => Promise<void>;
};

/** `./pulse up --demo` in a home of its own, as somebody starts it who has no account. Its repositories are still being read then. */
export async function startDemo(): Promise<Demo> {
  const home = mkdtempSync(path.join(tmpdir(), "pulse e2e demo "));
  const port = await findFreePort();
  const demo = spawn(path.join(root, "pulse"), ["up", "--demo", "--json", "--port", String(port)], {
    cwd: root,
    env: { ...process.env, PULSE_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  demo.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const lines = createInterface({ input: demo.stdout ?? process.stdin });
  const told = await Promise.race([once(lines, "line"), once(demo, "exit")]);
  if (typeof told[0] !== "string" || told[0].startsWith('{"error"')) {
    throw new Error(`./pulse up --demo ended:\n${said.join("").slice(-4000)}`);
  }
  const ready: { web: { url: string }; github: { url: string }; link: string } = JSON.parse(told[0]);
  const stop = async () => {
    demo.kill("SIGINT");
    if (demo.exitCode === null) await once(demo, "exit");
    rmSync(home, { recursive: true, force: true });
  };
  return { url: ready.web.url, githubUrl: ready.github.url, session: await openSession(ready.link), stop };
}
