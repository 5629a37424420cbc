import type { z } from "zod";

import { cliSettings } from "../../apps/cli/src/env.ts";
import { mcpSettings } from "../../apps/mcp/src/env.ts";
import { webSettings } from "../../apps/web/env.ts";
import { workerSettings } from "../../apps/worker/src/env.ts";

type DeployedProgram = {
  /** What the component of the spec is called. */
  readonly component: string;
  /** Of the env file beside the spec: `web` of web.env. */
  readonly file: string;
  readonly settings: z.ZodObject;
  /** Without these it does not start on a platform, or does not do its work there; a program on one machine may do without. */
  readonly needed: readonly string[];
};

/** What of us runs on a platform, and by which schema it reads its settings. */
export const deployedPrograms: readonly DeployedProgram[] = [
  {
    component: "pulse-hub-web",
    file: "web",
    settings: webSettings,
    needed: [
      "POSTGRES_URL",
      "POSTGRES_DIRECT_URL",
      "NEXTAUTH_SECRET",
      "GITHUB_OAUTH_CLIENT_ID",
      "GITHUB_OAUTH_CLIENT_SECRET",
      "PULSE_ENCRYPTION_KEYS",
      "PULSE_MCP_SIGNING_KEY",
    ],
  },
  {
    component: "pulse-hub-mcp",
    file: "mcp",
    settings: mcpSettings,
    needed: ["POSTGRES_URL", "PULSE_MCP_PUBLIC_KEY", "PULSE_ENCRYPTION_KEYS"],
  },
  {
    component: "pulse-hub-worker",
    file: "worker",
    settings: workerSettings,
    needed: ["POSTGRES_URL", "POSTGRES_DIRECT_URL", "PULSE_ENCRYPTION_KEYS"],
  },
  {
    component: "migrate",
    file: "migrate",
    // Of the command line, `db migrate` reads this alone.
    settings: cliSettings.pick({ POSTGRES_DIRECT_URL: true }),
    needed: ["POSTGRES_DIRECT_URL"],
  },
];
