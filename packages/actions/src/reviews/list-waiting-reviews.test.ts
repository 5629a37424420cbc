import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ActionContext } from "../action.ts";
import { listWaitingReviews } from "./list-waiting-reviews.ts";

let database: TestDatabase;
let ctx: ActionContext;

// Cy wrote all of them. #1 waits for ana and bo, who has answered before he was asked again; #2 was answered by bo; #3 is a draft, #4 merged;
// #5 waits for the team of ana; ana's request on #6 was taken back; a bot was asked on #7.
const facts = (workspace: number) => `
  insert into pulse.repositories (id, workspace_id, owner, name, fetched_at) overriding system value
  values (1, ${workspace}, 'acme', 'site', now());
  insert into pulse.accounts (id, workspace_id, login, type, fetched_at) overriding system value
  values (1, ${workspace}, 'ana', 'User', now()), (2, ${workspace}, 'bo', 'User', now()), (3, ${workspace}, 'cy', 'User', now()), (4, ${workspace}, 'scout[bot]', 'Bot', now());
  insert into pulse.teams (id, workspace_id, slug, name, fetched_at) overriding system value
  values (1, ${workspace}, 'acme/web', 'web', now());
  insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
  values (${workspace}, 1, 1, '2026-01-01Z', now());
  insert into pulse.pull_requests
    (id, workspace_id, repository_id, number, title, state, is_draft, author_id, created_at, merged_at, closed_at, updated_at, fetched_at)
    overriding system value
  select number, ${workspace}, 1, number, 'Change ' || number, case number when 4 then 'merged' else 'open' end, number = 3, 3, '2026-03-01Z',
    case number when 4 then '2026-03-05Z'::timestamptz end, case number when 4 then '2026-03-05Z'::timestamptz end, now(), now()
  from generate_series(1, 7) as number;
  insert into pulse.review_requests (workspace_id, repository_id, pull_request_id, account_id, team_slug, requested_at, removed_at, fetched_at)
  values
    (${workspace}, 1, 1, 1, null, '2026-03-02Z', null, now()),
    (${workspace}, 1, 1, 2, null, '2026-03-04Z', null, now()),
    (${workspace}, 1, 2, 2, null, '2026-03-02Z', null, now()),
    (${workspace}, 1, 3, 1, null, '2026-03-02Z', null, now()),
    (${workspace}, 1, 4, 1, null, '2026-03-02Z', null, now()),
    (${workspace}, 1, 5, null, 'acme/web', '2026-03-01T12:00Z', null, now()),
    (${workspace}, 1, 6, 1, null, '2026-03-02Z', '2026-03-03Z', now()),
    (${workspace}, 1, 7, 4, null, '2026-03-02Z', null, now());
  insert into pulse.reviews (workspace_id, repository_id, pull_request_id, github_id, author_id, state, submitted_at, updated_at, fetched_at)
  values
    (${workspace}, 1, 1, 1, 2, 'changes_requested', '2026-03-03Z', now(), now()),
    (${workspace}, 1, 2, 2, 2, 'approved', '2026-03-03Z', now(), now());
`;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await queryAs(database.superUrl, facts(workspaceId));
  ctx = {
    db: database.db,
    clock: fixedClock("2026-03-10T00:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
});

const list = async (input: Parameters<typeof listWaitingReviews.run>[1] = {}) => {
  const { requests, people, total } = await listWaitingReviews.run(ctx, input);
  return {
    total,
    requests: requests.map(({ number, reviewer, team }) => `#${number} ${reviewer ?? team}`),
    people: people.map(({ reviewer, team, waiting }) => [reviewer ?? team, waiting]),
  };
};

test("a review waits until whoever was asked has given it since, and drafts, closed ones and bots wait for nobody", async () => {
  expect(await list()).toEqual({
    total: 3,
    requests: ["#5 acme/web", "#1 ana", "#1 bo"],
    people: [
      ["ana", 1],
      ["bo", 1],
      ["acme/web", 1],
    ],
  });
});

test("a short list says how many there are", async () => {
  expect(await list({ limit: 1 })).toMatchObject({ total: 3, requests: ["#5 acme/web"] });
});

test("people and teams narrow it: a team is itself and whoever belongs to it", async () => {
  expect((await list({ people: ["BO"] })).requests).toEqual(["#1 bo"]);
  expect((await list({ teams: ["acme/Web"] })).requests).toEqual(["#5 acme/web", "#1 ana"]);
  expect((await list({ repositories: ["acme/other"] })).total).toBe(0);
});
