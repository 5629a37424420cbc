// The MCP server as `up` starts it, for tests of what lies in front of it.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

import { z } from "zod";

const main = path.resolve(import.meta.dirname, "../../mcp/src/main.ts");
const lineSchema = z.object({ msg: z.literal("listening"), url: z.string() });

export async function startMcp(env: {
  readonly POSTGRES_URL: string;
  readonly PULSE_MCP_PUBLIC_KEY: string;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;
}): Promise<{ readonly url: string; readonly log: () => string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [main], {
    env: { ...env, NODE_ENV: "test", PATH: process.env["PATH"], PORT: "0", LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const said = lineSchema.safeParse(JSON.parse(line));
    if (!said.success) continue;
    child.stdout.resume();
    return {
      url: said.data.url,
      log: () => log,
      stop: async () => {
        child.kill();
        await ended;
      },
    };
  }
  throw new Error("the MCP server ended before it listened");
}
