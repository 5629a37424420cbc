import { mapSpec, priceSpec } from "@pulse/deploy";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { getApp, openDeploy } from "./open-deploy.ts";

/** How an app is now: what runs, how its parts are, what it costs, which parts reach which, and who deploys it. */
export const showDeployment = defineAction({
  name: "show_deployment",
  summary: "Say what runs of an app, how its parts are, what it costs and who deploys it",
  scope: "read",
  input: z.object({ app: appName }),
  run: async (ctx, { app: name }) => {
    const deploy = openDeploy(ctx);
    const app = await getApp(deploy.platform, name);
    const [health, sizes, deployments, open] = await Promise.all([
      deploy.platform.health(app.id),
      deploy.platform.listSizes(),
      deploy.platform.listDeployments(app.id),
      deploy.store.findUnfinished(app.id),
    ]);
    const lock =
      open === null
        ? null
        : { runId: open.id, holder: open.holder, reason: open.reason, until: open.leaseUntil, stage: open.stage };
    const pointed = (of: typeof app.active) =>
      of === null ? null : { id: of.id, phase: of.phase, createdAt: of.createdAt, commits: of.commits };
    return {
      appId: app.id,
      appName: app.spec.name,
      url: app.url,
      active: pointed(app.active),
      inProgress: pointed(app.inProgress ?? app.pending),
      pinned: pointed(app.pinned),
      lock,
      health,
      price: priceSpec(app.spec, sizes),
      map: mapSpec(app.spec),
      deployments: deployments.map(({ id, phase, cause, causeType, createdAt, commits }) => ({
        id,
        phase,
        cause,
        causeType,
        createdAt,
        commits,
      })),
    };
  },
});
