import { readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { commands } from "./commands/index.ts";
import { runCli } from "./run-cli.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));

const stop = new AbortController();
const force = new AbortController();
const forcedExit = 130;
const forceGraceMs = 2_000;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) {
      stop.abort();
      return;
    }
    force.abort();
    setTimeout(() => process.exit(forcedExit), forceGraceMs).unref();
  });
}

// `pulse … | head` closes the pipe early, which is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const code = await runCli({
  commands,
  argv: process.argv.slice(2),
  env: process.env,
  root,
  version,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  force: force.signal,
});
process.stdout.write("", () => process.exit(code));
