import path from "node:path";

import { publicServiceKey } from "@pulse/actions";

import { childEnv } from "../env.ts";
import type { DemoPlan } from "./demo/plan-demo.ts";
import { startService, type Service, type ServiceSpec } from "./start-service.ts";
import type { UpLog } from "./up-log.ts";
import { webNodeFlags } from "./web-node-flags.ts";
import { workerNodeFlags } from "./worker-node-flags.ts";

/** Paths inside the checkout. */
export type ServiceScripts = { readonly web: string; readonly worker: string; readonly mcp: string };

export const serviceScripts: ServiceScripts = {
  web: path.join("apps", "web", "server.ts"),
  worker: path.join("apps", "worker", "src", "main.ts"),
  mcp: path.join("apps", "mcp", "src", "main.ts"),
};

export type Services = {
  readonly web: Service;
  readonly worker: Service;
  readonly mcp: Service;
  /** The demo's GitHub. */
  readonly github: Service | null;
};

/** Starts web, worker and MCP server, and the demo's GitHub, side by side; throws when one does not come up, after all have been waited for. */
export async function startServices(
  ctx: { readonly log: UpLog; readonly signal: AbortSignal; readonly root: string; readonly logLevel: string },
  input: {
    readonly databaseUrl: string;
    /** Past a transaction pooler. */
    readonly directUrl: string;
    readonly encryptionKeys: string;
    /** Signs the sessions of this installation. */
    readonly sessionSecret: string;
    /** With it the web app signs for whom it speaks to the MCP server. */
    readonly serviceKey: string;
    readonly host: string;
    readonly port: number;
    readonly scripts: ServiceScripts;
    readonly demo: DemoPlan | null;
    readonly onStarted: (service: Service) => void;
    readonly onRestart: (all: Services) => Promise<void>;
  },
): Promise<Services> {
  const shared = {
    POSTGRES_URL: input.databaseUrl,
    POSTGRES_DIRECT_URL: input.directUrl,
    PULSE_ENCRYPTION_KEYS: input.encryptionKeys,
    // The same under both names would be refused as a contradiction.
    PULSE_ENCRYPTION_KEYS_BASE64: "",
    NEXTAUTH_SECRET: input.sessionSecret,
    NEXTAUTH_SECRET_BASE64: "",
    HOST: input.host,
    LOG_LEVEL: ctx.logLevel,
    NODE_ENV: "production",
    ...input.demo?.told,
  };
  let all: Services | null = null;
  const start = async (
    spec: Pick<ServiceSpec, "name" | "env" | "script" | "nodeFlags" | "keepsPort">,
  ): Promise<Service> => {
    const service = await startService(
      {
        signal: ctx.signal,
        onLine: (line) => {
          ctx.log.line(spec.name, line);
        },
        say: (text) => {
          ctx.log.line("pulse", text);
        },
        onRestart: () => {
          if (all !== null) void input.onRestart(all);
        },
      },
      { ...spec, cwd: ctx.root },
    );
    input.onStarted(service);
    return service;
  };
  const worker = start({
    name: "worker",
    script: path.join(ctx.root, input.scripts.worker),
    nodeFlags: workerNodeFlags,
    env: childEnv(shared),
  });
  const mcp = start({
    name: "mcp",
    script: path.join(ctx.root, input.scripts.mcp),
    nodeFlags: workerNodeFlags,
    keepsPort: true,
    // Others reach it through the web app, which asks them who they are. Without a port it takes its usual one, or any other.
    env: childEnv({
      ...shared,
      HOST: "127.0.0.1",
      PORT: "",
      METRICS_PORT: "",
      PULSE_MCP_PUBLIC_KEY: publicServiceKey(input.serviceKey),
    }),
  });
  // The web app has to know where it is.
  const web = mcp.then(({ url }) =>
    start({
      name: "web",
      script: path.join(ctx.root, input.scripts.web),
      nodeFlags: webNodeFlags,
      env: childEnv({
        ...shared,
        PORT: String(input.port),
        MCP_SERVER_URL: url,
        PULSE_MCP_SIGNING_KEY: input.serviceKey,
      }),
    }),
  );
  const github =
    input.demo === null
      ? null
      : start({
          name: "github",
          script: path.join(ctx.root, input.demo.script),
          env: childEnv({ LOG_LEVEL: ctx.logLevel, ...input.demo.env }),
        });
  await Promise.allSettled([web, worker, mcp, github]);
  all = { web: await web, worker: await worker, mcp: await mcp, github: await github };
  return all;
}
