import { tracingSettings } from "@pulse/actions";
import { keyRingSetting } from "@pulse/db";
import { readEnv } from "@pulse/kit";
import { z } from "zod";

// Names with commas between them; GitHub does not tell large letters from small ones.
const names = z
  .string()
  .default("")
  .transform((text) => splitNames(text).map((name) => name.toLowerCase()));

/** What it can be told from outside. */
export const webSettings = z.object({
  POSTGRES_URL: z.string({
    error: "is not set. `./pulse up` sets it; by hand: postgres://user:password@host:5432/database",
  }),
  /** For LISTEN, which a transaction pooler does not have. Not set: POSTGRES_URL, or asking every second where that is a pooler. */
  POSTGRES_DIRECT_URL: z.string().optional(),
  /** Where Prometheus asks: a port of its own, which no proxy of ours leads to. Not set: 9464, or a free port when that is taken. */
  METRICS_PORT: z.coerce
    .number({ error: "is not a port number" })
    .int("is not a port number")
    .min(0, "is not a port number")
    .max(65_535, "is not a port number")
    .optional(),
  /** 0.0.0.0 in a container whose network is private. */
  METRICS_HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce
    .number({ error: "is not a port number" })
    .int("is not a port number")
    .min(0, "is not a port number")
    .max(65_535, "is not a port number")
    .default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** Where people reach this web app. Not set: http://127.0.0.1 and the port, which is right for one person at their own machine. */
  NEXTAUTH_URL: z
    .url({ protocol: /^https?$/, error: "is no address. It looks like https://pulse.example.com" })
    .optional(),
  /** Signs sessions and encrypts what GitHub gave at sign-in. */
  NEXTAUTH_SECRET: z.string().min(32, "is shorter than 32 characters. Make one: openssl rand -base64 32").optional(),
  GITHUB_OAUTH_CLIENT_ID: z.string().optional(),
  GITHUB_OAUTH_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: z
    .url({ protocol: /^https?$/, error: "is no address. It looks like https://github.example.com" })
    .default("https://github.com"),
  GITHUB_API_URL: z
    .url({ protocol: /^https?$/, error: "is no address. It looks like https://github.example.com/api/v3" })
    .optional(),
  PULSE_ALLOWED_LOGINS: names,
  PULSE_ALLOWED_ORGS: names,
  /** Origins of other sites whose pages may use the API with a key, with commas between. None by default. */
  ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform((text) => splitNames(text))
    .refine((origins) => origins.every((origin) => isOrigin(origin)), {
      error: "is no list of origins. It looks like https://tools.example.com,https://ci.example.com, without paths",
    }),
  /** How many proxies of ours stand in front and add to X-Forwarded-For. None by default: then the header is anybody's claim. */
  TRUSTED_PROXIES: z.coerce
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(0, "is less than none")
    .max(10, "is more than ten")
    .default(0),
  /** Of one address, one session and one key each. */
  REQUESTS_PER_MINUTE: z.coerce
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(1, "is less than one")
    .default(3000),
  ...tracingSettings,
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "is none of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
  /** One secret, or the new and the old one with a comma between them. Not set: nothing is taken at the installation's own address. */
  GITHUB_WEBHOOK_SECRET: z
    .string()
    .transform((text) => text.split(",").map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => secret !== ""), {
      error: "is empty, and an empty secret would let anybody sign. Give it a value, or do not set it",
    })
    .refine((secrets) => secrets.length <= 2, { error: "holds more than two secrets: the new one and the old one" })
    .optional(),
  /** Everything in this installation is made up; every page says so. */
  PULSE_DEMO: z
    .enum(["0", "1"], { error: "is neither 0 nor 1" })
    .default("0")
    .transform((text) => text === "1"),
  /** Seals tokens of connections, newest first. Not set: nothing can be connected from the web. */
  PULSE_ENCRYPTION_KEYS: keyRingSetting.optional(),
  /** Stands in where a workspace has no connection of its own; for one person at their own machine. */
  GITHUB_TOKEN: z.string().optional(),
  /** Shows what is deployed to whoever is in the workspace `default`, and rolls it back for its admins. Not set: that page says so. */
  DIGITALOCEAN_ACCESS_TOKEN: z.string().trim().optional(),
  DIGITALOCEAN_API_URL: z
    .url({ protocol: /^https?$/, error: "is no http(s) address" })
    .default("https://api.digitalocean.com"),
  /** Where the MCP server is. Not set: AI clients reach nothing here. */
  MCP_SERVER_URL: z.url({ protocol: /^https?$/, error: "is no address. It looks like http://mcp:8080" }).optional(),
  /** Signs for whom the web app speaks to it: 32 random bytes in base64, whose public half is the server's PULSE_MCP_PUBLIC_KEY. */
  PULSE_MCP_SIGNING_KEY: z
    .base64({ error: "is not base64" })
    .length(44, "is not 32 bytes in base64. Make a pair: ./pulse mcp key")
    .optional(),
  PULSE_BUILD: z.string().max(200).optional(),
});

export type WebEnv = Readonly<z.output<typeof webSettings>>;

/** The settings of the web app, read once. Throws `invalid` with every problem at once. */
export function readWebEnv(env: Readonly<Record<string, string | undefined>>): WebEnv {
  const secret = env["GITHUB_WEBHOOK_SECRET"];
  // Elsewhere empty means not set; here it is somebody's mistake that must not pass for a choice.
  return readEnv(webSettings, secret === "" ? { ...env, GITHUB_WEBHOOK_SECRET: "," } : env);
}

function splitNames(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** As browsers write it: scheme, host and port, nothing behind. */
function isOrigin(text: string): boolean {
  return !text.includes("*") && /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
