import { spawn } from "node:child_process";
import path from "node:path";

import type { CliContext } from "./context.ts";
import { childEnv } from "./env.ts";

/** Runs a script of the checkout on this very Node, with this terminal, and gives its exit code. */
export async function runProjectScript(
  ctx: Pick<CliContext, "root" | "signal">,
  input: {
    readonly script: string;
    readonly args: readonly string[];
    /** Beside our own environment. */
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<number> {
  const child = spawn(process.execPath, [path.join(ctx.root, input.script), ...input.args], {
    cwd: ctx.root,
    stdio: "inherit",
    ...(input.env === undefined ? {} : { env: childEnv(input.env) }),
  });
  // Ctrl-C reaches the child from the terminal; a signal sent to this process alone has to be passed on.
  ctx.signal.addEventListener("abort", () => child.kill("SIGTERM"));
  return await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}
