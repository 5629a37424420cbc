import { z } from "zod";

import { listComponents, spec as specShape, type Spec } from "../../spec/spec.ts";
import { drawApp, drawDeployment } from "./draw-deployment.ts";
import { instanceSizes } from "./instance-sizes.ts";
import { Refusal } from "./refusal.ts";
import { commitRollback, judgeRollback, revertRollback, rollBack } from "./rollback-rules.ts";
import { encryptSecrets, findForeignSecrets } from "./vault.ts";
import {
  addApp,
  end,
  headCommits,
  isTerminal,
  phaseOf,
  startDeployment,
  type World,
  type WorldApp,
  type WorldDeployment,
} from "./world.ts";

type Asked = {
  readonly world: World;
  readonly siteUrl: string;
  readonly apiUrl: string;
  /** Of every component. */
  readonly health: (app: WorldApp) => readonly unknown[];
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

type Route = {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** The right that a token needs. */
  readonly scope: "read" | "update";
  readonly answer: (asked: Asked) => unknown;
};

const withSpec = z.looseObject({
  spec: specShape,
  update_all_source_versions: z.boolean().default(false),
  app_id: z.string().optional(),
});
const withDeployment = z.looseObject({ deployment_id: z.string(), skip_pin: z.boolean().default(false) });

export const routes: readonly Route[] = [
  { method: "GET", path: "/v2/account", scope: "read", answer: () => ({ account }) },
  {
    method: "GET",
    path: "/v2/apps",
    scope: "read",
    answer: ({ world, siteUrl, query }) => {
      const { page, total } = cut([...world.apps.values()], query);
      return { apps: page.map((app) => drawApp(world, app, siteUrl)), links: {}, meta: { total } };
    },
  },
  {
    method: "POST",
    path: "/v2/apps",
    scope: "update",
    answer: ({ world, siteUrl, body }) => {
      const { spec } = parse(withSpec, body);
      if ([...world.apps.values()].some((app) => app.spec.name === spec.name)) {
        throw new Refusal(409, "conflict", `an app named "${spec.name}" already exists`);
      }
      requireSound(world, spec);
      const app = addApp(world, spec);
      startDeployment(world, app, {
        cause: "initial deployment",
        causeType: "MANUAL",
        commits: headCommits(world, spec, null),
      });
      return { app: drawApp(world, app, siteUrl) };
    },
  },
  {
    method: "GET",
    path: "/v2/apps/tiers/instance_sizes",
    scope: "read",
    answer: () => ({ instance_sizes: instanceSizes }),
  },
  {
    method: "POST",
    path: "/v2/apps/propose",
    scope: "read",
    answer: ({ world, body }) => {
      const { spec, app_id: appId } = parse(withSpec, body);
      requireSound(world, spec);
      const isTaken = [...world.apps.values()].some((app) => app.spec.name === spec.name && app.id !== appId);
      return {
        app_is_static: false,
        app_name_available: !isTaken,
        ...(isTaken ? { app_name_suggestion: `${spec.name}-2` } : {}),
        app_cost: priceOf(spec),
        spec: encryptSecrets(world.vault, spec),
      };
    },
  },
  {
    method: "GET",
    path: "/v2/apps/:app",
    scope: "read",
    answer: (asked) => ({ app: drawApp(asked.world, getApp(asked), asked.siteUrl) }),
  },
  {
    method: "PUT",
    path: "/v2/apps/:app",
    scope: "update",
    answer: (asked) => {
      const { world, siteUrl } = asked;
      const app = getApp(asked);
      const { spec, update_all_source_versions: areUpdated } = parse(withSpec, asked.body);
      requireUnpinned(app);
      requireSound(world, spec);
      const active = app.deployments.find(({ id }) => id === app.activeId);
      const keep = areUpdated || active === undefined ? null : { spec: active.spec, commits: active.commits };
      app.spec = encryptSecrets(world.vault, spec);
      app.updatedAtMs = world.nowMs;
      const commits = headCommits(world, app.spec, keep);
      startDeployment(world, app, { cause: "app spec updated", causeType: "MANUAL", commits });
      return { app: drawApp(world, app, siteUrl) };
    },
  },
  {
    method: "GET",
    path: "/v2/apps/:app/deployments",
    scope: "read",
    answer: (asked) => {
      const { page, total } = cut(getApp(asked).deployments.toReversed(), asked.query);
      return { deployments: page.map((one) => drawDeployment(asked.world, one)), links: {}, meta: { total } };
    },
  },
  {
    method: "POST",
    path: "/v2/apps/:app/deployments",
    scope: "update",
    answer: (asked) => {
      const app = getApp(asked);
      requireUnpinned(app);
      const commits = headCommits(asked.world, app.spec, null);
      return drawn(asked, startDeployment(asked.world, app, { cause: "manual", causeType: "MANUAL", commits }));
    },
  },
  {
    method: "GET",
    path: "/v2/apps/:app/deployments/:deployment",
    scope: "read",
    answer: (asked) => drawn(asked, getDeployment(asked, asked.params["deployment"])),
  },
  {
    method: "POST",
    path: "/v2/apps/:app/deployments/:deployment/cancel",
    scope: "update",
    answer: (asked) => {
      const deployment = getDeployment(asked, asked.params["deployment"]);
      if (isTerminal(phaseOf(asked.world, deployment))) {
        throw new Refusal(400, "bad_request", "the deployment has ended and cannot be cancelled");
      }
      end(asked.world, deployment, "CANCELED");
      return drawn(asked, deployment);
    },
  },
  {
    method: "GET",
    path: "/v2/apps/:app/deployments/:deployment/components/:component/logs",
    scope: "read",
    answer: (asked) => logUrls(asked, getDeployment(asked, asked.params["deployment"])),
  },
  {
    method: "GET",
    path: "/v2/apps/:app/components/:component/logs",
    scope: "read",
    answer: (asked) => logUrls(asked, getDeployment(asked, getApp(asked).activeId ?? undefined)),
  },
  {
    method: "POST",
    path: "/v2/apps/:app/rollback/validate",
    scope: "update",
    answer: (asked) => judgeRollback(asked.world, getApp(asked), targetOf(asked).target),
  },
  {
    method: "POST",
    path: "/v2/apps/:app/rollback",
    scope: "update",
    answer: (asked) => drawn(asked, rollBack(asked.world, getApp(asked), targetOf(asked))),
  },
  {
    method: "POST",
    path: "/v2/apps/:app/rollback/commit",
    scope: "update",
    answer: (asked) => commitRollback(getApp(asked)),
  },
  {
    method: "POST",
    path: "/v2/apps/:app/rollback/revert",
    scope: "update",
    answer: (asked) => drawn(asked, revertRollback(asked.world, getApp(asked))),
  },
  {
    method: "GET",
    path: "/v2/apps/:app/health",
    scope: "read",
    answer: (asked) => ({ app_health: { components: asked.health(getApp(asked)) } }),
  },
];

const account = {
  droplet_limit: 25,
  floating_ip_limit: 5,
  email: "team@example.com",
  name: "Team",
  uuid: "b6fr89dbf6d9156cace5f3c78dc9851d957381ef",
  email_verified: true,
  status: "active",
  status_message: "",
};

const drawn = ({ world }: Asked, deployment: WorldDeployment) => ({ deployment: drawDeployment(world, deployment) });

function getApp({ world, params }: Asked): WorldApp {
  const app = world.apps.get(params["app"] ?? "");
  if (app === undefined) throw new Refusal(404, "not_found", "App not found.");
  return app;
}

function getDeployment(asked: Asked, id: string | undefined): WorldDeployment {
  const deployment = getApp(asked).deployments.find((one) => one.id === id);
  if (deployment === undefined) throw new Refusal(404, "not_found", "Deployment not found.");
  return deployment;
}

function targetOf(asked: Asked) {
  const { deployment_id: id, skip_pin: isUnpinned } = parse(withDeployment, asked.body);
  return { target: getDeployment(asked, id), isPinned: !isUnpinned };
}

/** While something is written there is an address to listen at, afterwards one to read from. */
function logUrls({ apiUrl, params, query, world }: Asked, deployment: WorldDeployment) {
  const component = params["component"] ?? "";
  const type = query.get("type") ?? "UNSPECIFIED";
  const phase = phaseOf(world, deployment);
  if (!listComponents(deployment.spec).some(({ component: { name } }) => name === component)) {
    throw new Refusal(404, "not_found", `component ${component} not found`);
  }
  if (type === "RUN" && (phase === "ERROR" || phase === "CANCELED")) {
    throw new Refusal(400, "bad_request", "cannot get running logs for deployment in phase final_cleanup");
  }
  const address = `/logs/${deployment.id}/${component}/${type}?token=logs-token`;
  const isStored =
    type === "BUILD" ? !["PENDING_BUILD", "BUILDING"].includes(phase) : isTerminal(phase) && type !== "RUN";
  if (isStored) return { historic_urls: [`${apiUrl}${address}`] };
  return { live_url: `${apiUrl.replace("http", "ws")}${address}` };
}

function requireUnpinned(app: WorldApp): void {
  if (app.pinnedId === null) return;
  throw new Refusal(409, "conflict", "the app is pinned to a deployment by a rollback, commit or revert it first");
}

function requireSound(world: World, spec: Spec): void {
  const components = listComponents(spec);
  const refuse = (message: string) => new Refusal(400, "bad_request", `error validating app spec: ${message}`);
  if (components.length === 0) throw refuse("at least one component is required");
  for (const { component } of components) {
    const slug = component.instance_size_slug;
    if (slug !== undefined && !instanceSizes.some((size) => size.slug === slug)) {
      throw refuse(`invalid instance size "${slug}" for component "${component.name}"`);
    }
  }
  const [foreign] = findForeignSecrets(world.vault, spec);
  if (foreign !== undefined) throw refuse(`invalid encrypted value for environment variable "${foreign}"`);
}

function priceOf(spec: Spec): number {
  const paid = listComponents(spec).filter(({ kind }) => kind === "services" || kind === "workers");
  const prices = paid.map(
    ({ component: { instance_size_slug: slug = "apps-s-1vcpu-0.5gb", instance_count: count = 1 } }) => {
      const size = instanceSizes.find((one) => one.slug === slug);
      return Number(size?.usd_per_month ?? 0) * count;
    },
  );
  return prices.reduce((sum, price) => sum + price, 0);
}

function cut<T>(all: readonly T[], query: URLSearchParams) {
  const perPage = Number(query.get("per_page") ?? 20);
  const from = (Number(query.get("page") ?? 1) - 1) * perPage;
  return { page: all.slice(from, from + perPage), total: all.length };
}

function parse<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, "bad_request", `error parsing body: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
