import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ActionContext } from "../action.ts";
import { listMainRuns } from "./list-main-runs.ts";

let database: TestDatabase;
let ctx: ActionContext;

// CI: green and then red on main, green on a branch, and one that goes on. Nightly: long ago. The import knows no default branch.
const facts = (workspace: number) => `
  insert into pulse.repositories (id, workspace_id, owner, name, default_branch, fetched_at) overriding system value
  values (1, ${workspace}, 'acme', 'site', 'trunk', now()), (2, ${workspace}, 'acme', 'imported', null, now());
  insert into pulse.workflows (id, workspace_id, repository_id, github_id, name, fetched_at) overriding system value
  values (1, ${workspace}, 1, 1, 'CI', now()), (2, ${workspace}, 1, 2, 'Nightly', now()), (3, ${workspace}, 2, 3, 'CI', now());
  insert into pulse.workflow_runs
    (workspace_id, repository_id, workflow_id, github_id, attempt, head_branch, head_sha, status, conclusion, created_at, run_started_at, updated_at, fetched_at)
  select ${workspace}, run.repository_id, run.workflow_id, run.github_id, run.attempt, run.head_branch, 'a', run.status, run.conclusion, run.at, run.at, run.at, now()
  from (values
    (1, 1, 10, 1, 'trunk', 'completed', 'success', '2026-03-02T10:00Z'::timestamptz),
    (1, 1, 11, 1, 'trunk', 'completed', 'success', '2026-03-02T11:00Z'),
    (1, 1, 11, 2, 'trunk', 'completed', 'failure', '2026-03-02T12:00Z'),
    (1, 1, 12, 1, 'a-branch', 'completed', 'success', '2026-03-02T13:00Z'),
    (1, 1, 13, 1, 'trunk', 'in_progress', null, '2026-03-02T14:00Z'),
    (1, 2, 14, 1, 'trunk', 'completed', 'success', '2026-01-02T10:00Z'),
    (2, 3, 15, 1, 'master', 'completed', 'cancelled', '2026-03-02T10:00Z')
  ) as run (repository_id, workflow_id, github_id, attempt, head_branch, status, conclusion, at);
`;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await queryAs(database.superUrl, facts(workspaceId));
  ctx = {
    db: database.db,
    clock: fixedClock("2026-03-03T00:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
});

const window = { from: "2026-02-01T00:00:00Z", to: "2026-03-03T00:00:00Z" };

test("each workflow is as its last finished attempt on the default branch was, and old ones are not looked at", async () => {
  const { runs } = await listMainRuns.run(ctx, window);

  expect(
    runs.map(({ repository, workflow, conclusion, runId, attempt }) => [
      repository,
      workflow,
      conclusion,
      runId,
      attempt,
    ]),
  ).toEqual([
    ["acme/imported", "CI", "cancelled", "15", 1],
    ["acme/site", "CI", "failure", "11", 2],
  ]);
});

test("repositories narrow the list, whatever the case of their names", async () => {
  const { runs } = await listMainRuns.run(ctx, { ...window, repositories: ["ACME/imported"] });

  expect(runs.map(({ repository }) => repository)).toEqual(["acme/imported"]);
});
