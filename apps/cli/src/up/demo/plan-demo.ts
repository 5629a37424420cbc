import { randomBytes } from "node:crypto";
import path from "node:path";

import { systemClock } from "@pulse/kit";

import { ensureDemoState } from "./demo-state.ts";

/** What `up` starts beside web and worker for the demo, and what those two are told of it. */
export type DemoPlan = {
  /** Inside the checkout. */
  readonly script: string;
  /** Of its own process. */
  readonly env: Readonly<Record<string, string>>;
  readonly told: Readonly<Record<string, string>>;
};

// What would lead the demo to somebody's real GitHub, people or address; empty is not set, in either of a setting's forms.
const keptOut = [
  "DIGITALOCEAN_ACCESS_TOKEN",
  "GITHUB_TOKEN",
  "GITHUB_APP_ID",
  "GITHUB_APP_PRIVATE_KEY",
  "GITHUB_OAUTH_CLIENT_ID",
  "GITHUB_OAUTH_CLIENT_SECRET",
  "NEXTAUTH_URL",
  "PULSE_ALLOWED_LOGINS",
  "PULSE_ALLOWED_ORGS",
];
const given = [
  "GITHUB_API_URL",
  "GITHUB_URL",
  "GITHUB_WEBHOOK_SECRET",
  "PULSE_DEMO",
  "POSTGRES_URL",
  "POSTGRES_DIRECT_URL",
];

/** Called while nothing else uses the home: a demo made by other code begins anew. */
export async function planDemo(ctx: {
  readonly home: string;
  readonly root: string;
  /** Of web. */
  readonly port: number;
  readonly say: (text: string) => void;
}): Promise<DemoPlan> {
  const { state, isNew } = await ensureDemoState({ ...ctx, now: systemClock.now() });
  if (isNew) ctx.say("a new demo: its organisation is made up, and lives from now on");
  const url = `http://127.0.0.1:${state.port}`;
  const webhookSecret = randomBytes(32).toString("hex");
  return {
    script: path.join("apps", "cli", "src", "up", "demo", "serve-demo.ts"),
    env: {
      DEMO_HOME: ctx.home,
      DEMO_PORT: String(state.port),
      DEMO_SEED: String(state.seed),
      DEMO_BEGUN_AT: state.begunAt.toISOString(),
      DEMO_WEB_URL: `http://127.0.0.1:${ctx.port}`,
      GITHUB_WEBHOOK_SECRET: webhookSecret,
      GITHUB_WEBHOOK_SECRET_BASE64: "",
    },
    told: {
      ...Object.fromEntries(keptOut.flatMap((name) => [[name, ""] as const, [`${name}_BASE64`, ""] as const])),
      ...Object.fromEntries(given.map((name) => [`${name}_BASE64`, ""])),
      GITHUB_API_URL: url,
      GITHUB_URL: url,
      GITHUB_WEBHOOK_SECRET: webhookSecret,
      PULSE_DEMO: "1",
    },
  };
}
