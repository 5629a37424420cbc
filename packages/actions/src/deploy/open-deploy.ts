import { setTimeout as delay } from "node:timers/promises";

import { createPlatform, defaultSettings, type App, type Platform, type RunContext } from "@pulse/deploy";
import { AppError } from "@pulse/kit";

import type { ActionContext } from "../action.ts";
import { createDeployGitHub } from "./create-deploy-github.ts";
import type { DeployAccess } from "./deploy-access.ts";
import { probe } from "./probe.ts";
import type { RollbackAsk } from "./keep-task.ts";
import { createRunStore } from "./run-store.ts";

/** Throws `unavailable` where the process was given no token. */
export function requireDeploy(ctx: ActionContext): DeployAccess {
  if (ctx.deploy !== undefined) return ctx.deploy;
  throw new AppError(
    "unavailable",
    "Nothing can be asked of App Platform without a token. Set DIGITALOCEAN_ACCESS_TOKEN to one that may read and update apps",
  );
}

/** Everything that a deployment needs of this installation: its database, GitHub by the workspace's connections, and whoever is told. */
export function openDeploy(
  ctx: ActionContext,
  how: { readonly ask?: RollbackAsk; readonly isForWorker?: boolean } = {},
): RunContext {
  const access = requireDeploy(ctx);
  const wait = access.wait ?? (async (ms: number) => await delay(ms, undefined, { signal: ctx.signal }));
  const common = { clock: ctx.clock, wait, random: Math.random };
  return {
    ...common,
    platform: openPlatform(ctx, common),
    settings: access.settings ?? defaultSettings,
    store: createRunStore({ db: ctx.db, ...ctx.actor, ...how }),
    github: ctx.github === undefined ? null : createDeployGitHub(ctx),
    probe,
    notify: access.notify ?? (() => Promise.resolve()),
    keepRecord: access.keepRecord ?? (() => Promise.resolve()),
    ...(access.onRun === undefined ? {} : { onChange: access.onRun }),
  };
}

function openPlatform(ctx: ActionContext, common: Pick<RunContext, "clock" | "wait" | "random">): Platform {
  const { token, apiUrl } = requireDeploy(ctx);
  return createPlatform({ token, ...common, signal: ctx.signal, ...(apiUrl === undefined ? {} : { apiUrl }) });
}

/** The app of a name, whole; null where there is none. */
export async function findApp(platform: Platform, name: string): Promise<App | null> {
  return (await platform.listApps()).find((app) => app.spec.name === name) ?? null;
}

/** The app of a name, whole, or of an id; the only one when none is named. */
export async function getApp(platform: Platform, nameOrId: string | null): Promise<App> {
  const apps = await platform.listApps();
  const found =
    nameOrId === null
      ? apps.length === 1
        ? apps[0]
        : undefined
      : apps.find((app) => app.id === nameOrId || app.spec.name === nameOrId);
  if (found !== undefined) return found;
  const names = apps.map((app) => app.spec.name).join(", ") || "none";
  throw new AppError(
    "not_found",
    nameOrId === null
      ? `Which app? The token sees ${names}. Name one with --app`
      : `There is no app ${nameOrId}. The token sees ${names}`,
  );
}
