import { tracingSettings } from "@pulse/actions";
import { keyRingSetting } from "@pulse/db";
import { readEnv } from "@pulse/kit";
import { z } from "zod";

const port = "is not a port number";

/** What it can be told from outside. */
export const workerSettings = z.object({
  POSTGRES_URL: z.string({
    error: "is not set. `./pulse up` sets it; by hand: postgres://user:password@host:5432/database",
  }),
  /** Past a transaction pooler, for the tables of the job queue. Not set: POSTGRES_URL. */
  POSTGRES_DIRECT_URL: z.string().optional(),
  /** Not set: nothing is read from GitHub, since no connection can be opened. */
  PULSE_ENCRYPTION_KEYS: keyRingSetting.optional(),
  /** https://HOST/api/v3 of an Enterprise server. */
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).default("https://api.github.com"),
  /** Not set: deployments that were asked for, or whose process has died, are left to others. */
  DIGITALOCEAN_ACCESS_TOKEN: z.string().trim().optional(),
  DIGITALOCEAN_API_URL: z
    .url({ protocol: /^https?$/, error: "is no http(s) address" })
    .default("https://api.digitalocean.com"),
  /** Where deployments are told of. */
  SLACK_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).optional(),
  /** Not set: 9100, or a free port when that is taken. */
  WORKER_PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port).optional(),
  /** Where something else than this machine asks for its health: 0.0.0.0 in a container. */
  WORKER_HOST: z.string().default("127.0.0.1"),
  ...tracingSettings,
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "is none of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
});

export type WorkerEnv = Readonly<z.output<typeof workerSettings>>;

/** The settings of the worker, read once. Throws `invalid` with every problem at once. */
export function readWorkerEnv(env: NodeJS.ProcessEnv): WorkerEnv {
  return readEnv(workerSettings, env);
}
