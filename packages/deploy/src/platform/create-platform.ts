import { AppError, isAppError } from "@pulse/kit";
import type { z } from "zod";

import { createExchange, type PlatformSettings } from "./create-exchange.ts";
import {
  appAnswer,
  appsAnswer,
  deploymentAnswer,
  deploymentsAnswer,
  healthAnswer,
  logsAnswer,
  proposalAnswer,
  sizesAnswer,
  verdictAnswer,
} from "./platform-shapes.ts";
import { listenToLog } from "./listen-to-log.ts";
import type { Platform } from "./platform.ts";
import { readLiveLog } from "./read-live-log.ts";

const pageSize = 100;
const archiveTimeoutMs = 20_000;

/** A way to App Platform with one token. */
export function createPlatform(settings: PlatformSettings): Platform {
  const { ask, quota } = createExchange(settings);

  const read = async <T>(
    shape: z.ZodType<T>,
    input: { readonly path: string; readonly body?: unknown; readonly method?: "POST" },
  ) => {
    const { path, body, method = "GET" } = input;
    return understand(shape, { method, path }, await ask({ method, path, body, isRepeatable: true }));
  };
  const change = async <T>(
    shape: z.ZodType<T>,
    input: { readonly path: string; readonly body?: unknown; readonly method?: "PUT" },
  ) => {
    const { path, body, method = "POST" } = input;
    return understand(shape, { method, path }, await ask({ method, path, body, isRepeatable: false }));
  };
  const findLog = async (
    id: string,
    of: Parameters<Platform["readLog"]>[1] & { readonly isFollowed: boolean },
  ): Promise<z.output<typeof logsAnswer> | null> => {
    const whose = of.deploymentId === null ? appPath(id) : deploymentPath(id, of.deploymentId);
    const path = `${whose}/components/${encodeURIComponent(of.component)}/logs?type=${of.type}&follow=${of.isFollowed}`;
    return await read(logsAnswer, { path }).catch((error: unknown) => {
      // "cannot get running logs in phase …": there are none, or none any more.
      if (isAppError(error) && (error.code === "invalid" || error.code === "not_found")) return null;
      throw error;
    });
  };
  const appPath = (id: string) => `/v2/apps/${encodeURIComponent(id)}`;
  const deploymentPath = (id: string, deployment: string) =>
    `${appPath(id)}/deployments/${encodeURIComponent(deployment)}`;

  return {
    quota,
    listApps: async () => {
      const apps = [];
      for (let page = 1; ; page += 1) {
        const answer = await read(appsAnswer, { path: `/v2/apps?page=${page}&per_page=${pageSize}` });
        apps.push(...answer.apps);
        if (answer.apps.length < pageSize) return apps;
      }
    },
    getApp: async (id) => (await read(appAnswer, { path: appPath(id) })).app,
    createApp: async (spec) => (await change(appAnswer, { path: "/v2/apps", body: { spec } })).app,
    updateApp: async (id, { spec, areSourcesUpdated }) => {
      const body = { spec, update_all_source_versions: areSourcesUpdated };
      return (await change(appAnswer, { path: appPath(id), body, method: "PUT" })).app;
    },
    propose: async ({ spec, appId }) => {
      const body = { spec, ...(appId === null ? {} : { app_id: appId }) };
      return await read(proposalAnswer, { path: "/v2/apps/propose", body, method: "POST" });
    },
    listDeployments: async (id, { limit = 20 } = {}) => {
      const { deployments } = await read(deploymentsAnswer, {
        path: `${appPath(id)}/deployments?page=1&per_page=${limit}`,
      });
      // The order is described nowhere.
      return deployments.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
    },
    getDeployment: async (id, deployment) =>
      (await read(deploymentAnswer, { path: deploymentPath(id, deployment) })).deployment,
    cancelDeployment: async (id, deployment) =>
      (await change(deploymentAnswer, { path: `${deploymentPath(id, deployment)}/cancel` })).deployment,
    validateRollback: async (id, deployment) => {
      const body = { deployment_id: deployment };
      return await read(verdictAnswer, { path: `${appPath(id)}/rollback/validate`, body, method: "POST" });
    },
    rollback: async (id, deployment) => {
      const body = { deployment_id: deployment, skip_pin: false };
      return (await change(deploymentAnswer, { path: `${appPath(id)}/rollback`, body })).deployment;
    },
    commitRollback: async (id) => {
      await ask({ method: "POST", path: `${appPath(id)}/rollback/commit`, isRepeatable: false });
    },
    revertRollback: async (id) =>
      (await change(deploymentAnswer, { path: `${appPath(id)}/rollback/revert` })).deployment,
    health: async (id) => (await read(healthAnswer, { path: `${appPath(id)}/health` })).app_health.components,
    readLog: async (id, of) => {
      const urls = await findLog(id, { ...of, isFollowed: false });
      if (urls === null) return null;
      if (urls.historic_urls.length > 0) return (await Promise.all(urls.historic_urls.map(readArchive))).join("");
      return urls.live_url === undefined || urls.live_url === "" ? null : await readLiveLog(urls.live_url);
    },
    followLog: async (id, of, to) => {
      const urls = await findLog(id, { ...of, isFollowed: true });
      if (urls === null) return false;
      for (const url of urls.historic_urls) to.onText(await readArchive(url));
      if (urls.live_url === undefined || urls.live_url === "") return urls.historic_urls.length > 0;
      return (await listenToLog(urls.live_url, to)) || urls.historic_urls.length > 0;
    },
    listSizes: async () => (await read(sizesAnswer, { path: "/v2/apps/tiers/instance_sizes" })).instance_sizes,
  };
}

/** The address is signed and ends soon: no token goes with it. */
async function readArchive(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(archiveTimeoutMs) });
  return response.ok ? await response.text() : "";
}

function understand<T>(
  shape: z.ZodType<T>,
  asked: { readonly method: string; readonly path: string },
  answer: unknown,
): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "unavailable",
    `${asked.method} ${asked.path}: App Platform answered in a shape that is not known: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
    { details: { reason: "shape", isUnsure: asked.method === "PUT" } },
  );
}
