import { depths } from "@pulse/actions";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { fullName, instant, noParams, noQuery, querySwitch, repositoryParams, snakeRow } from "../fields.ts";

const runState = z.enum(["queued", "running", "waiting", "done", "failed", "cancelled"]);

const repository = z
  .object({
    full_name: z.string(),
    as_of: instant.nullable().meta({ description: "up to when its issues and pull requests are known" }),
    issues: z.int(),
    pull_requests: z.int(),
    is_hidden: z.boolean().meta({ description: "its numbers are not shown, because access to it is lost" }),
    is_tracked: z.boolean().meta({ description: "false for one that was only imported" }),
    connection: z.string().nullable(),
    access: z.string(),
    access_detail: z.string().nullable(),
    is_archived: z.boolean(),
    run: z
      .object({
        id: z.int(),
        state: runState,
        phase: z.string().nullable(),
        error_detail: z.string().nullable(),
        resume_at: z.string().nullable(),
        finished_at: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "Repository" });

const kindProgress = z.object({
  done: z.int(),
  total: z.int().nullable(),
  added: z.int().optional(),
  changed: z.int().optional(),
  removed: z.int().optional(),
});

const syncRun = z
  .object({
    id: z.int(),
    repository: z.string(),
    trigger: z.string(),
    state: runState,
    phase: z.string().nullable(),
    counts: z.record(z.string(), kindProgress),
    requests: z.int(),
    not_modified: z.int(),
    points: z.int(),
    created_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
    estimated_end_at: instant.nullable(),
    resume_at: instant.nullable(),
    error_code: z.string().nullable(),
    error_detail: z.string().nullable(),
  })
  .meta({ id: "SyncRun" });

export const repositoryRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/repositories",
    name: "listRepositories",
    group: "repositories",
    summary: "The repositories of the workspace, how much is known of each, and how fresh it is",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ repositories: z.array(repository) }),
    run: async ({ actions, ctx }) => {
      const { repositories } = await actions.listRepositories.run(ctx, {});
      return { repositories: repositories.map((one) => ({ ...snakeRow(one), run: one.run && snakeRow(one.run) })) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/repositories",
    name: "connectRepository",
    group: "repositories",
    summary: "Check access to a repository on GitHub, say what is missing, and begin to read it",
    scope: "write",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      repository: fullName,
      connection: z.string().min(1).max(100).optional().meta({ description: "the first that sees it unless given" }),
      depth: z.enum(depths).optional().meta({ description: "how far back to read" }),
    }),
    answer: z.object({
      repository: z.string(),
      is_new: z.boolean(),
      reads_from: instant.nullable(),
      run_id: z.int(),
      connection: z.string(),
      warnings: z.array(z.string()),
    }),
    status: 202,
    run: async ({ actions, ctx, body }) => {
      const made = await actions.connectRepository.run(ctx, body);
      return {
        repository: made.repository,
        is_new: made.isNew,
        reads_from: made.readsFrom?.toISOString() ?? null,
        run_id: made.runId,
        connection: made.connection,
        warnings: made.warnings,
      };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/repositories/{owner}/{name}",
    name: "disconnectRepository",
    group: "repositories",
    summary: "Stop reading a repository; keep_facts=true keeps what is known of it, otherwise all of it is deleted",
    scope: "admin",
    params: repositoryParams,
    query: z.strictObject({ keep_facts: querySwitch }),
    body: null,
    answer: z.object({
      repository: z.string(),
      are_facts_kept: z.boolean(),
      issues: z.int(),
      pull_requests: z.int(),
    }),
    run: async ({ actions, ctx, params: { owner, name }, query }) =>
      snakeRow(
        await actions.disconnectRepository.run(ctx, {
          repository: `${owner}/${name}`,
          keepsFacts: query.keep_facts,
        }),
      ),
  }),
  defineRoute({
    method: "get",
    path: "/api/sync/runs",
    name: "listSyncRuns",
    group: "sync",
    summary: "How far the reading of each repository is, and how the last one ended",
    scope: "read",
    params: noParams,
    query: z.strictObject({
      id: z.array(z.coerce.number().int().positive()).max(100).default([]).meta({
        description: "these runs; the newest of every repository unless given",
      }),
    }),
    body: null,
    answer: z.object({ runs: z.array(syncRun) }),
    run: async ({ actions, ctx, query: { id } }) => {
      const { runs } = await actions.listSyncRuns.run(ctx, id.length === 0 ? {} : { ids: id });
      return { runs: runs.map(snakeRow) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/sync/runs",
    name: "requestSync",
    group: "sync",
    summary: "Ask for a reading of one connected repository, or of all of them, now",
    scope: "write",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      repository: fullName.optional(),
      is_full: z.boolean().default(false).meta({ description: "also look for what GitHub changed without saying so" }),
    }),
    answer: z.object({ runs: z.array(z.object({ id: z.int(), repository: z.string() })) }),
    status: 202,
    run: async ({ actions, ctx, body }) => {
      const { runs } = await actions.requestSync.run(ctx, { repository: body.repository, isFull: body.is_full });
      return { runs: runs.map(({ id, repository: name }) => ({ id, repository: name })) };
    },
  }),
];
