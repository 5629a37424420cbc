import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { readDeployCursor, writeDeployCursor } from "../../../src/app/[workspace]/deployments/deploy-cursor.ts";
import { deployedAppRow } from "../deployed-app-row.ts";
import { instant, noParams, noQuery, plainCursor, plainText, snakeRow } from "../fields.ts";

const app = plainText.min(1).optional().meta({ description: "name or id of the app; the first by name unless given" });
const commit = z.object({
  component: z.string(),
  commit: z.string(),
  repository: z.string().nullable().meta({ description: "OWNER/NAME at GitHub, where it is built from there" }),
});
const pointed = z.object({ id: z.string(), phase: z.string(), created_at: instant, commits: z.array(commit) });
const count = z.number().nullable();
const part = z.object({
  name: z.string(),
  kind: z.string(),
  is_public: z.boolean(),
  ports: z.array(z.int()),
  routes: z.array(z.string()),
  health: z.enum(["UNKNOWN", "HEALTHY", "UNHEALTHY"]).nullable(),
  replicas_ready: count,
  replicas_desired: count,
  cpu_percent: count,
  memory_percent: count,
  size: z.string().nullable(),
  count,
  usd_per_month: count.meta({ description: "by the platform's price list; null for what it has no price of" }),
  commit: z.string().nullable(),
  repository: z.string().nullable(),
});
const outcome = z.enum(["running", "succeeded", "failed", "superseded", "cancelled"]);
const entry = z.object({
  run_id: z.int().nullable().meta({ description: "null for what was not deployed from here" }),
  deployment_id: z.string().nullable(),
  kind: z.enum(["apply", "rollback", "foreign"]),
  outcome: outcome.nullable(),
  phase: z.string().nullable().meta({ description: "in the platform's words, where it still knows" }),
  who: z.string().nullable(),
  why: z.string(),
  commits: z.array(commit),
  problem_code: z.string().nullable(),
  started_at: instant,
  finished_at: instant.nullable(),
  is_active: z.boolean(),
  rolled_back_by: z.int().nullable().meta({ description: "the run that went back from it" }),
  target_id: z.string().nullable(),
  can_return_to: z.boolean(),
});
const problem = z.object({
  code: z.string(),
  component: z.string().nullable(),
  cause: z.string(),
  fix: z.string(),
  evidence: z.array(z.string()),
});
const run = z.object({
  id: z.int(),
  kind: z.enum(["apply", "rollback"]),
  app_name: z.string(),
  environment: z.string(),
  state: outcome,
  stage: z.string(),
  plan_lines: z.array(z.string()),
  target_id: z.string().nullable(),
  deployment_id: z.string().nullable(),
  phase: z.string().nullable(),
  warnings: z.array(z.string()),
  holder: z.string(),
  reason: z.string(),
  started_at: instant,
  finished_at: instant.nullable(),
  steps: z
    .array(z.looseObject({ name: z.string(), status: z.string() }))
    .meta({ description: "a tree: each has its own `steps`" }),
  problem: problem.nullable(),
  commits: z.array(commit),
  is_waiting: z.boolean().meta({ description: "nobody goes on with it now" }),
  logs: z.array(z.object({ component: z.string(), type: z.enum(["BUILD", "DEPLOY", "RUN"]), characters: z.int() })),
});
const logs = z.object({ logs: z.array(z.object({ component: z.string(), type: z.string(), text: z.string() })) });
const runId = z.strictObject({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const target = {
  app: plainText.min(1).nullable().default(null).meta({ description: "name or id; the only one unless given" }),
  to: plainText
    .min(1)
    .nullable()
    .default(null)
    .meta({ description: "id of a deployment; the last one that ran before, unless given" }),
  service: plainText.min(1).nullable().default(null).meta({ description: "one component alone" }),
  full: z.boolean().default(false).meta({ description: "the recorded spec, every source named exactly" }),
};

export const deployRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/deploy/app",
    name: "getDeployedApp",
    group: "deploy",
    summary: "Which parts a deployed app has, how each is now, what it runs and what it costs a month",
    scope: "read",
    params: noParams,
    query: z.strictObject({ app }),
    body: null,
    answer: z.object({
      is_configured: z.boolean().meta({ description: "false where nothing leads to App Platform from this workspace" }),
      apps: z.array(z.string()),
      problem: z.string().nullable().meta({ description: "why the platform could not be asked" }),
      app: z
        .object({
          id: z.string(),
          name: z.string(),
          url: z.string().nullable(),
          active: pointed.nullable(),
          in_progress: pointed.nullable(),
          pinned: pointed.nullable().meta({ description: "set while a rollback is neither kept nor undone" }),
          lock: z.object({ run_id: z.int(), holder: z.string(), reason: z.string(), until: instant }).nullable(),
          usd_per_month: z.number(),
          unknown_sizes: z.array(z.string()),
          parts: z.array(part),
          edges: z.array(z.object({ from: z.string(), to: z.string(), by: z.string() })),
        })
        .nullable(),
    }),
    run: async ({ actions, ctx, query }) => {
      const { isConfigured, apps, problem: why, app: found } = await actions.showDeployOverview.run(ctx, query);
      return { is_configured: isConfigured, apps, problem: why, app: found === null ? null : deployedAppRow(found) };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/deploy/history",
    name: "listDeployHistory",
    group: "deploy",
    summary: "What was deployed and rolled back, newest first: by whom, at which commits, and what came of it",
    scope: "read",
    params: noParams,
    query: z.strictObject({
      app,
      cursor: plainCursor.optional().meta({ description: "`next` of the page before" }),
      limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: "how many at most" }),
    }),
    body: null,
    answer: z.object({ entries: z.array(entry), next: z.string().nullable() }),
    run: async ({ actions, ctx, query: { app: wanted, cursor, limit } }) => {
      const before = cursor === undefined ? null : readDeployCursor(cursor);
      const { entries, next } = await actions.listDeployHistory.run(ctx, { app: wanted, before, limit });
      return { entries: entries.map(snakeRow), next: next === null ? null : writeDeployCursor(next) };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/deploy/runs/{id}",
    name: "getDeployRun",
    group: "deploy",
    summary: "How far a deployment or rollback is, step by step, and what came of it",
    scope: "read",
    params: runId,
    query: noQuery,
    body: null,
    answer: run,
    run: async ({ actions, ctx, params: { id } }) => snakeRow(await actions.showDeployRun.run(ctx, { id })),
  }),
  defineRoute({
    method: "get",
    path: "/api/deploy/runs/{id}/logs",
    name: "getDeployLogs",
    group: "deploy",
    summary: "What components wrote while a run deployed them; the last lines unless more are asked for",
    scope: "read",
    params: runId,
    query: z.strictObject({
      component: plainText.min(1).optional(),
      type: z.enum(["build", "deploy", "run"]).default("build"),
      lines: z.coerce.number().int().min(1).max(5000).default(100),
    }),
    body: null,
    answer: logs,
    run: async ({ actions, ctx, params: { id }, query }) =>
      await actions.readDeployLogs.run(ctx, { ...query, run: id }),
  }),
  defineRoute({
    method: "get",
    path: "/api/deploy/components/{component}/logs",
    name: "getComponentLog",
    group: "deploy",
    summary: "What a component writes now, its last lines",
    scope: "read",
    params: z.strictObject({ component: plainText.min(1) }),
    query: z.strictObject({
      app,
      type: z.enum(["build", "deploy", "run"]).default("run"),
      lines: z.coerce.number().int().min(1).max(5000).default(100),
    }),
    body: null,
    answer: logs,
    run: async ({ actions, ctx, params: { component }, query }) =>
      await actions.readDeployLogs.run(ctx, { ...query, component }),
  }),
  defineRoute({
    method: "post",
    path: "/api/deploy/rollbacks/plan",
    name: "planRollback",
    group: "deploy",
    summary: "What a rollback would do, or why it cannot work; nothing changes",
    scope: "admin",
    params: noParams,
    query: noQuery,
    body: z.strictObject(target),
    answer: z.object({
      app_name: z.string(),
      by: z.enum(["platform", "spec"]),
      target_id: z.string(),
      lines: z.array(z.string()),
      refusals: z.array(problem),
      plan: z.string().meta({ description: "what a rollback is begun with: this plan is agreed to, and no other" }),
    }),
    run: async ({ actions, ctx, body }) => {
      const { appName, by, targetId, lines, refusals, plan } = await actions.planRollback.run(ctx, body);
      return { app_name: appName, by, target_id: targetId, lines, refusals, plan };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/deploy/rollbacks",
    name: "startRollback",
    group: "deploy",
    summary: "Have the worker do the rollback that was planned, and verify what runs",
    scope: "admin",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      ...target,
      plan: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: "`plan` of the plan: where it has changed since, nothing is done" }),
      reason: z.string().trim().min(1).max(300).default("no reason given"),
      environment: z.string().trim().min(1).max(100).default("production"),
    }),
    answer: z.object({ run_id: z.int(), app_name: z.string(), target_id: z.string() }),
    status: 202,
    run: async ({ actions, ctx, body }) => snakeRow(await actions.requestRollback.run(ctx, body)),
  }),
];
