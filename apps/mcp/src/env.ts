import { tracingSettings } from "@pulse/actions";
import { keyRingSetting } from "@pulse/db";
import { readEnv } from "@pulse/kit";
import { z } from "zod";

const port = "is not a port number";
const words = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((word) => (word.trim() === "" ? [] : [word.trim()])));
const flag = z
  .enum(["0", "1"], { error: "is neither 0 nor 1" })
  .default("0")
  .transform((text) => text === "1");

/** What it can be told from outside. */
export const mcpSettings = z.object({
  POSTGRES_URL: z.string({
    error: "is not set. `./pulse up` sets it; by hand: postgres://user:password@host:5432/database",
  }),
  /** Past a transaction pooler: where statements in SQL run that a workspace lets itself be asked. Not set: POSTGRES_URL. */
  POSTGRES_DIRECT_URL: z.string().optional(),
  /** Not set: 8080, or a free port when that is taken. */
  PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port).optional(),
  HOST: z.string().default("127.0.0.1"),
  /** Where Prometheus asks: a port of its own, which no proxy of ours leads to. Not set: 9465, or a free port when that is taken. */
  METRICS_PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port).optional(),
  /** 0.0.0.0 in a container whose network is private. */
  METRICS_HOST: z.string().default("127.0.0.1"),
  /** Names under which others reach this server, such as that of its container; those of this machine are always good. */
  MCP_HOSTS: words,
  /** Checks the words with which the web app speaks for people. Not set: only API keys open. */
  PULSE_MCP_PUBLIC_KEY: z.base64({ error: "is not base64" }).length(44, "is not 32 bytes in base64").optional(),
  /** Opens connections, and signs cursors. Not set: nothing is asked of GitHub, and cursors end with the process. */
  PULSE_ENCRYPTION_KEYS: keyRingSetting.optional(),
  /** https://HOST/api/v3 of an Enterprise server. */
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).default("https://api.github.com"),
  /** Sets of tools that are offered, with commas between. Not set: all of them. */
  PULSE_TOOLSETS: words,
  /** Single tools besides; and those that are not offered, whatever else says so. */
  PULSE_TOOLS: words,
  PULSE_EXCLUDE_TOOLS: words,
  /** 1: no tool that changes anything is offered or done. Nothing overrules it. */
  PULSE_READ_ONLY: flag,
  /** Owners at GitHub to whose connected repositories programs may write, with commas between. Not set: to none. */
  PULSE_OWNERS_ALLOW: words,
  ...tracingSettings,
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "is none of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
});

export type McpEnv = Readonly<z.output<typeof mcpSettings>>;

/** The settings of the MCP server, read once. Throws `invalid` with every problem at once. */
export function readMcpEnv(env: NodeJS.ProcessEnv): McpEnv {
  return readEnv(mcpSettings, env);
}
