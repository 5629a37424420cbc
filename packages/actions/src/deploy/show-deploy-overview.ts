import {
  listComponents,
  mapSpec,
  priceSpec,
  type App,
  type ComponentHealth,
  type Deployment,
  type ServiceMap,
} from "@pulse/deploy";
import { AppError, isAppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { nameCommits, type NamedCommit } from "./named-commit.ts";
import { openDeploy } from "./open-deploy.ts";
import { openReads } from "./recent-reads.ts";

/** A part of an app, as it is now. What the platform does not say of it is null. */
export type DeployedPart = {
  readonly name: string;
  readonly kind: ServiceMap["nodes"][number]["kind"];
  readonly isPublic: boolean;
  readonly ports: readonly number[];
  readonly routes: readonly string[];
  readonly health: ComponentHealth["state"] | null;
  readonly replicasReady: number | null;
  readonly replicasDesired: number | null;
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  readonly size: string | null;
  readonly count: number | null;
  /** By the platform's own price list; jobs are billed by the second, and have none. */
  readonly usdPerMonth: number | null;
  readonly commit: string | null;
  readonly repository: string | null;
};

type Pointed = {
  readonly id: string;
  readonly phase: string;
  readonly createdAt: Date;
  readonly commits: readonly NamedCommit[];
};

export type DeployedApp = {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly active: Pointed | null;
  readonly inProgress: Pointed | null;
  /** Set while a rollback is neither kept nor undone: nothing else is deployed. */
  readonly pinned: Pointed | null;
  readonly lock: {
    readonly runId: number;
    readonly holder: string;
    readonly reason: string;
    readonly until: Date;
  } | null;
  readonly usdPerMonth: number;
  readonly unknownSizes: readonly string[];
  readonly parts: readonly DeployedPart[];
  /** `from` reaches `to` because of its setting, or route, `by`. */
  readonly edges: ServiceMap["edges"];
};

export type DeployOverview = {
  /** False where nothing leads to App Platform, or not for this workspace. */
  readonly isConfigured: boolean;
  readonly apps: readonly string[];
  readonly app: DeployedApp | null;
  /** Why the platform could not be asked; null when it was. */
  readonly problem: string | null;
};

/** How an app is: a platform that is away, or was never named, is told of and is no failure. Throws `not_found` for an app that is not there. */
export const showDeployOverview = defineAction({
  name: "show_deploy_overview",
  summary: "Say which parts an app has, how each is now, what it runs and what it costs a month",
  scope: "read",
  input: z.object({ app: appName }),
  run: async (ctx, { app: wanted }): Promise<DeployOverview> => {
    if (ctx.deploy === undefined) return { isConfigured: false, apps: [], app: null, problem: null };
    const { store } = openDeploy(ctx);
    const reads = await openReads(ctx);
    try {
      const apps = (await reads.listApps()).toSorted((one, other) => one.spec.name.localeCompare(other.spec.name));
      const names = apps.map(({ spec }) => spec.name);
      const app = wanted === null ? apps[0] : apps.find(({ id, spec }) => id === wanted || spec.name === wanted);
      if (app === undefined && wanted !== null) {
        throw new AppError("not_found", `There is no app ${wanted}. The token sees ${names.join(", ") || "none"}`);
      }
      if (app === undefined) return { isConfigured: true, apps: [], app: null, problem: null };
      const [health, sizes, open] = await Promise.all([
        reads.health(app.id),
        reads.listSizes(),
        store.findUnfinished(app.id),
      ]);
      const lock =
        open === null ? null : { runId: open.id, holder: open.holder, reason: open.reason, until: open.leaseUntil };
      const price = priceSpec(app.spec, sizes);
      return {
        isConfigured: true,
        apps: names,
        problem: null,
        app: {
          id: app.id,
          name: app.spec.name,
          url: app.url,
          active: point(app.active, app),
          inProgress: point(app.inProgress ?? app.pending, app),
          pinned: point(app.pinned, app),
          lock,
          usdPerMonth: price.usdPerMonth,
          unknownSizes: price.unknownSizes,
          parts: listParts(app, { health, price }),
          edges: mapSpec(app.spec).edges,
        },
      };
    } catch (error) {
      if (!isAppError(error) || error.code === "not_found") throw error;
      logOnce(ctx, error);
      return { isConfigured: true, apps: [], app: null, problem: error.message };
    }
  },
});

function logOnce({ logger }: ActionContext, error: AppError): void {
  logger.warn({ err: error }, "App Platform could not be asked");
}

function point(of: Deployment | null, app: App): Pointed | null {
  if (of === null) return null;
  const { id, phase, createdAt, commits } = of;
  return { id, phase, createdAt: new Date(createdAt), commits: nameCommits(commits, of.spec ?? app.spec) };
}

type Known = { readonly health: readonly ComponentHealth[]; readonly price: ReturnType<typeof priceSpec> };

function listParts(app: App, { health, price }: Known): readonly DeployedPart[] {
  const components = listComponents(app.spec).map(({ component }) => component);
  return mapSpec(app.spec).nodes.map((node) => {
    const is = health.find(({ name }) => name === node.name);
    const costs = price.lines.find(({ component }) => component === node.name);
    return {
      ...node,
      health: is?.state ?? null,
      replicasReady: is?.replicasReady ?? null,
      replicasDesired: is?.replicasDesired ?? null,
      cpuPercent: is?.cpuPercent ?? null,
      memoryPercent: is?.memoryPercent ?? null,
      size: costs?.size ?? null,
      count: costs?.count ?? null,
      usdPerMonth: costs?.usdPerMonth ?? null,
      commit: app.active?.commits[node.name] ?? null,
      repository: components.find(({ name }) => name === node.name)?.github?.repo ?? null,
    };
  });
}
