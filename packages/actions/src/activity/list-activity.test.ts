import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ActionContext } from "../action.ts";
import { activityKinds } from "./activity-kinds.ts";
import { listActivity } from "./list-activity.ts";

let database: TestDatabase;
let ctx: ActionContext;

// One of everything, in the order of the kinds but a minute apart; the comments of both sorts share an instant.
const facts = (workspace: number) => `
  insert into pulse.repositories (id, workspace_id, owner, name, fetched_at) overriding system value
  values (1, ${workspace}, 'acme', 'site', now()), (2, ${workspace}, 'acme', 'api', now());
  insert into pulse.accounts (id, workspace_id, login, fetched_at) overriding system value
  values (1, ${workspace}, 'Ana', now()), (2, ${workspace}, 'bo', now());
  insert into pulse.issues (id, workspace_id, repository_id, number, title, state, state_reason, author_id, created_at, closed_at, updated_at, fetched_at)
    overriding system value
  values
    (1, ${workspace}, 1, 7, 'Slow page', 'closed', 'completed', 1, '2026-07-09T10:00Z', '2026-07-09T10:01Z', now(), now()),
    (2, ${workspace}, 2, 1, 'Old', 'open', null, 2, '2026-01-01T00:00Z', null, now(), now());
  insert into pulse.pull_requests
    (id, workspace_id, repository_id, number, title, state, author_id, merged_by_id, created_at, merged_at, closed_at, updated_at, fetched_at)
    overriding system value
  values
    (1, ${workspace}, 1, 8, 'Cache it', 'merged', 1, 2, '2026-07-09T10:02Z', '2026-07-09T10:03Z', '2026-07-09T10:03Z', now(), now()),
    (2, ${workspace}, 1, 9, 'Another way', 'closed', 2, null, '2026-07-09T09:00Z', null, '2026-07-09T10:04Z', now(), now());
  insert into pulse.reviews (workspace_id, repository_id, pull_request_id, github_id, author_id, state, submitted_at, updated_at, fetched_at)
  values (${workspace}, 1, 1, 55, 2, 'approved', '2026-07-09T10:05Z', now(), now());
  insert into pulse.issue_comments (workspace_id, repository_id, issue_id, github_id, author_id, created_at, updated_at, fetched_at)
  values (${workspace}, 1, 1, 66, 2, '2026-07-09T10:06Z', now(), now());
  insert into pulse.review_comments (workspace_id, repository_id, pull_request_id, github_id, author_id, path, created_at, updated_at, fetched_at)
  values (${workspace}, 1, 1, 77, 2, 'a.ts', '2026-07-09T10:06Z', now(), now());
  insert into pulse.releases (workspace_id, repository_id, tag_name, is_draft, is_prerelease, author_id, created_at, published_at, fetched_at)
  values (${workspace}, 1, 'v1', false, false, 1, '2026-07-09T10:07Z', '2026-07-09T10:07Z', now());
  insert into pulse.workflows (id, workspace_id, repository_id, github_id, name, fetched_at) overriding system value
  values (1, ${workspace}, 1, 1, 'CI', now());
  insert into pulse.workflow_runs
    (workspace_id, repository_id, workflow_id, github_id, attempt, name, status, conclusion, head_sha, actor_id, created_at, run_started_at, updated_at, fetched_at)
  values (${workspace}, 1, 1, 88, 1, 'CI', 'completed', 'failure', 'abc', 1, '2026-07-09T10:08Z', '2026-07-09T10:08Z', now(), now());
  insert into pulse.deployments
    (workspace_id, repository_id, source, external_id, environment, is_production, state, created_at, creator_id, fetched_at)
  values (${workspace}, 1, 'github', '1', 'production', true, 'success', '2026-07-09T10:09Z', 1, now());
`;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await queryAs(database.superUrl, facts(workspaceId));
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-09T12:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
});

const list = async (input: Parameters<typeof listActivity.run>[1] = {}) => await listActivity.run(ctx, input);

test("everything that happened comes newest first, each with what it is about", async () => {
  const { entries } = await list();

  expect(entries.map(({ kind, number }) => `${kind} ${number}`)).toEqual([
    "deployment.created null",
    "run.completed null",
    "release.published null",
    "comment.created 8",
    "comment.created 7",
    "review.submitted 8",
    "pull_request.closed 9",
    "pull_request.merged 8",
    "pull_request.opened 8",
    "issue.closed 7",
    "issue.opened 7",
    "pull_request.opened 9",
  ]);
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(activityKinds));
  expect(entries[1]).toMatchObject({ repository: "acme/site", actor: "Ana", detail: "CI: failure", link: "88" });
  expect(entries[5]).toMatchObject({ title: "Cache it", isPullRequest: true, actor: "bo", detail: "approved" });
});

test("page after page gives everything once, through ties, down to the oldest", async () => {
  const all = (await list()).entries;
  const seen: unknown[] = [];
  let before: Awaited<ReturnType<typeof list>>["next"] = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({ before, limit: 1 });
    seen.push(...page.entries);
    before = page.next;
  } while (before !== null);

  expect(seen).toEqual([...all, expect.objectContaining({ kind: "issue.opened", number: 1 })]);
});

test("a person's page holds what that person did, whatever the case of the login", async () => {
  const { entries } = await list({ person: "ANA" });

  expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(["Ana"]));
  expect(entries).toHaveLength(5);
});

test("kinds and repositories narrow the list", async () => {
  const { entries } = await list({ kinds: ["review.submitted", "release.published"], repositories: ["ACME/site"] });

  expect(entries.map(({ kind }) => kind)).toEqual(["release.published", "review.submitted"]);
});

test("the last days of an old archive are the newest there are", async () => {
  await queryAs(
    database.superUrl,
    `insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
     values (${ctx.actor.workspaceId}, 2, 'issues', 'archive', '2026-01-02T00:00Z', now())`,
  );

  const { entries } = await list({ repositories: ["acme/api"] });

  expect(entries.map(({ title }) => title)).toEqual(["Old"]);
});

test("a repository that is not there has no activity", async () => {
  expect(await list({ repositories: ["acme/none"] })).toMatchObject({ entries: [], next: null });
});
