import { planApply } from "../src/plan/plan-apply.ts";
import { printPlan } from "../src/plan/print-plan.ts";
import { createPlatform } from "../src/platform/create-platform.ts";
import { beginRun } from "../src/run/begin-run.ts";
import type { DeployGitHub, DeployMessage, Probe } from "../src/run/deploy-ports.ts";
import type { DeployRecord } from "../src/run/deploy-record.ts";
import type { DeployRun } from "../src/run/deploy-run.ts";
import { defaultSettings } from "../src/run/gate-settings.ts";
import { performRun } from "../src/run/perform-run.ts";
import type { RunContext } from "../src/run/run-context.ts";
import type { RunPlan } from "../src/run/ask-for-deployment.ts";
import type { Spec } from "../src/spec/spec.ts";
import { startLocalPlatform, type LocalPlatform } from "../src/testing.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";

export const commits = { first: "1".repeat(40), second: "2".repeat(40), third: "3".repeat(40) };

const shop: Spec = {
  name: "shop",
  region: "nyc",
  ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
  jobs: [{ name: "migrate", kind: "PRE_DEPLOY", github: { repo: "acme/shop", branch: "main" } }],
  services: [
    {
      name: "web",
      github: { repo: "acme/shop", branch: "main", deploy_on_push: false },
      http_port: 3000,
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      envs: [
        { key: "NEXTAUTH_SECRET", type: "SECRET", scope: "RUN_TIME", value: "not-to-be-seen" },
        { key: "LOG_LEVEL", value: "info" },
      ],
    },
    {
      name: "superset",
      image: { registry_type: "DOCR", repository: "superset", digest: `sha256:${"a".repeat(64)}` },
      internal_ports: [8088],
    },
  ],
};

/** The spec as it is committed: without the secret's value. */
export const declared: Spec = {
  ...shop,
  services: (shop.services ?? []).map((one) => ({
    ...one,
    ...(one.envs === undefined
      ? {}
      : { envs: one.envs.map(({ value, ...env }) => (env.type === "SECRET" ? env : { ...env, value })) }),
  })),
};

export type Bed = {
  readonly local: LocalPlatform;
  readonly store: MemoryStore;
  readonly ctx: RunContext;
  readonly appId: string;
  readonly messages: DeployMessage[];
  readonly records: Map<string, DeployRecord>;
  readonly gitHub: { readonly statuses: string[]; readonly branches: string[] };
  readonly plan: (spec?: Spec) => Promise<RunPlan>;
  readonly run: (plan: RunPlan, as?: { readonly holder?: string; readonly isForced?: boolean }) => Promise<DeployRun>;
  /** Plan and run of the declared spec. */
  readonly apply: () => Promise<DeployRun>;
  readonly close: () => Promise<void>;
};

/** A shop that runs its first commit on a platform of its own, and everything that a deployment of the second needs. */
export async function createDeployBed(overrides: Partial<RunContext> = {}): Promise<Bed> {
  const local = await startLocalPlatform();
  local.setHead("acme/shop@main", commits.first);
  const { id: appId } = local.addApp(shop);
  local.setHead("acme/shop@main", commits.second);
  const store = createMemoryStore(local.clock);
  const messages: DeployMessage[] = [];
  const records = new Map<string, DeployRecord>();
  const gitHub = { statuses: [] as string[], branches: [] as string[] };
  const wait = async (ms: number) => local.advance(ms);
  const github: DeployGitHub = {
    findHead: async () => commits.second,
    createBranch: async ({ repository, branch, sha }) => {
      local.setHead(`${repository}@${branch}`, sha);
      gitHub.branches.push(branch);
    },
    ensureDeployment: async ({ runId }) => 1000 + runId,
    addStatus: async ({ deploymentId, state }) => void gitHub.statuses.push(`${deploymentId} ${state}`),
  };
  const common = { clock: local.clock, wait, random: () => 0.5 };
  const platform = createPlatform({ token: local.token, apiUrl: local.apiUrl, ...common, timeoutMs: 20_000 });
  const ctx: RunContext = {
    ...common,
    store,
    platform,
    github,
    probe: fetchProbe,
    // Rarer than for people, for whom waiting costs: a test asks less.
    settings: { ...defaultSettings, pollMs: 15_000 },
    notify: async (message) => void messages.push(message),
    keepRecord: async (name, record) => void records.set(name, record),
    ...overrides,
  };
  const bed: Bed = {
    local,
    store,
    ctx,
    appId,
    messages,
    records,
    gitHub,
    plan: async (spec = declared) =>
      planApply({
        app: await platform.getApp(appId),
        declared: spec,
        given: {},
        sizes: await platform.listSizes(),
        heads: new Map([["acme/shop@main", commits.second]]),
      }),
    run: async (plan, { holder = "ada@desk (1)", isForced = false } = {}) => {
      const input = {
        plan,
        planLines: printPlan(plan),
        environment: "production",
        reason: "a test",
        gitBranch: "main",
      };
      const { run } = await beginRun(ctx, { ...input, holder, isForced });
      return await performRun(ctx, run, plan);
    },
    apply: async () => await bed.run(await bed.plan()),
    close: () => local.close(),
  };
  return bed;
}

const fetchProbe: Probe = async (url, { timeoutMs }) => {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const location = response.headers.get("location");
    return { kind: "answer", status: response.status, location, body: await response.text() };
  } catch (error) {
    return { kind: "none", reason: String(error) };
  }
};
