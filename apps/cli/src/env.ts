import { readEnv } from "@pulse/kit";
import { z } from "zod";

const port = "is not a port number";

/** What it can be told from outside. */
export const cliSettings = z.object({
  POSTGRES_URL: z.string().optional(),
  POSTGRES_DIRECT_URL: z.string().optional(),
  PULSE_HOME: z.string().optional(),
  PULSE_ENCRYPTION_KEYS: z.string().optional(),
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).default("https://api.github.com"),
  GITHUB_TOKEN: z.string().trim().optional(),
  DIGITALOCEAN_ACCESS_TOKEN: z.string().trim().optional(),
  DIGITALOCEAN_API_URL: z
    .url({ protocol: /^https?$/, error: "is no http(s) address" })
    .default("https://api.digitalocean.com"),
  SLACK_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number({ error: port }).int(port).min(1, port).max(65_535, port).optional(),
  GITHUB_OAUTH_CLIENT_ID: z.string().optional(),
  NEXTAUTH_URL: z.string().optional(),
  NEXTAUTH_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  NO_COLOR: z.string().optional(),
  PATH: z.string().default(""),
});

export type CliEnv = Readonly<z.output<typeof cliSettings>>;

export function readCliEnv(env: NodeJS.ProcessEnv): CliEnv {
  return readEnv(cliSettings, env);
}

/** The environment of a process that we start: ours, and what is added. */
export function childEnv(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  return { ...inherited, ...added };
}
