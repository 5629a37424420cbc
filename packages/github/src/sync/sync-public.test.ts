/** Without a token GitHub shows public repositories by REST alone, sixty requests an hour. */
import { generateHistory } from "@pulse/github-replica";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { inlineComment, issue, pull, review, smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

let github: TestGitHub;
let workspace: SyncWorkspace;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z", limits: { anonymous: 60 } });
  workspace = await createSyncWorkspace(github);
});
afterEach(async () => {
  await workspace.drop();
  await github.close();
});

async function count(table: string): Promise<number> {
  const found = await sql<{ count: number }>`select count(*)::integer as count from ${sql.id("pulse", table)}`.execute(
    workspace.superDb,
  );
  return found.rows[0]?.count ?? 0;
}

const eyes = {
  reviews: sql`select jsonb_build_array(node_id, github_id, author_id, author_association, state, body, commit_sha, submitted_at)::text as fact from pulse.reviews`,
  inline: sql`select jsonb_build_array(comment.github_id, comment.node_id, comment.author_id, comment.author_association, path, original_position, comment.body, comment.created_at, comment.updated_at, review.node_id)::text as fact
    from pulse.review_comments as comment join pulse.reviews as review on review.id = review_id`,
  actors: sql`select jsonb_build_array(pull_request_id, account_id, first_act_at, first_approval_at, reviews, comments)::text as fact from pulse.pull_request_actors`,
  commits: sql`select jsonb_build_array(sha, parent_shas, author_id, author_name, author_email, authored_at, committed_at, headline, is_on_default_branch)::text as fact from pulse.commits`,
  pullCommits: sql`select jsonb_build_array(pull_request_id, sha, ordinal, author_id, authored_at, committed_at)::text as fact from pulse.pull_request_commits`,
  files: sql`select jsonb_build_array(pull_request_id, path, change, additions, deletions)::text as fact from pulse.pull_request_files`,
  pulls: sql`select jsonb_build_array(number, state, merged_by_id, additions, deletions, changed_files, merged_at)::text as fact from pulse.pull_requests`,
  timeline: sql`select jsonb_build_array(node_id, issue_id, pull_request_id, kind, actor_id, subject, created_at)::text as fact from pulse.timeline_events`,
  requests: sql`select jsonb_build_array(pull_request_id, account_id, team_slug, requested_by_id, requested_at, removed_at)::text as fact from pulse.review_requests`,
  tags: sql`select jsonb_build_array(name, sha, tagged_at)::text as fact from pulse.tags`,
  deployments: sql`select jsonb_build_array(external_id, environment, is_production, sha, ref, state, created_at, finished_at, creator_id, updated_at)::text as fact from pulse.deployments`,
  statuses: sql`select jsonb_build_array(external_id, status.node_id, status.state, status.created_at)::text as fact
    from pulse.deployment_statuses as status join pulse.deployments as deployment on deployment.id = deployment_id`,
  jobs: sql`select jsonb_build_array(run.github_id, run.attempt, job.github_id, job.name, job.conclusion, count(step.number))::text as fact
    from pulse.workflow_jobs as job
    join pulse.workflow_runs as run on run.id = job.run_id
    left join pulse.workflow_steps as step on step.job_id = job.id
    group by job.id, run.id, job.github_id, job.name, job.conclusion, run.github_id, run.attempt`,
  labels: sql`select jsonb_build_array(name, description, color, node_id)::text as fact from pulse.labels`,
} as const;

const repository = "acme/site";

/** Every fact that both doors tell, as sorted lines. */
async function seen(): Promise<Readonly<Record<string, readonly string[]>>> {
  const lines: Record<string, readonly string[]> = {};
  for (const [name, query] of Object.entries(eyes)) {
    const found = await sql<{ fact: string }>`${query}`.execute(workspace.superDb);
    lines[name] = found.rows.map((row) => row.fact).toSorted();
  }
  return lines;
}

// Beyond the ten minutes that a reading looks back.
const hourMs = 3_700_000;

/** A commit, a plain tag and an annotated one, two runs of which one ran twice, and deployments that came to something and to nothing. */
function playDelivery(): void {
  const on = { repository, by: "ann" };
  const { play, clock } = github;
  const first = play.push({ ...on, message: "Begin" });
  clock.advance(60_000);
  play.push({ ...on, message: "Go on" });
  clock.advance(60_000);
  play.tag({ ...on, name: "v1", sha: first });
  play.tag({ ...on, name: "v2", isAnnotated: true });
  const [once, twice] = [play.startRun(on), play.startRun({ ...on, jobs: ["build", "test"] })];
  for (const { id } of [once, twice]) play.completeRun({ repository, id });
  clock.advance(60_000);
  play.rerun({ ...on, id: twice.id });
  play.completeRun({ repository, id: twice.id, conclusion: "failure" });
  for (const state of ["success", "failure", "success"] as const) {
    const { id } = play.deploy(on);
    clock.advance(60_000);
    play.setDeploymentState({ ...on, id, state });
  }
  play.deploy({ ...on, environment: "production" });
  clock.advance(hourMs);
}

test("a public repository is read without a token as it is with one: reviews, inline comments, commits, files, tags, deployments, jobs and what happened too", async () => {
  await workspace.drop();
  await github.close();
  const asOf = new Date("2024-02-01T00:00:00Z");
  github = await startGitHub({ now: asOf.toISOString(), limits: { anonymous: 5000 } });
  workspace = await createSyncWorkspace(github);
  const from = new Date("2023-09-01T00:00:00Z");
  const shape = { repository: "acme/site", seed: 5, from, asOf, issues: 8, pullRequests: 15, people: 6 };
  github.loadHistory(generateHistory({ ...shape, activity: "busy", draftShare: 0.3 }));
  playDelivery();
  const repositoryId = await workspace.track("acme/site");

  const result = await workspace.sync(repositoryId, { isAnonymous: true });
  const without = await seen();
  const known = await sql<{ kind: string }>`select kind from pulse.sync_state order by kind`.execute(workspace.superDb);
  github.clock.advance(60_000);
  const again = await workspace.sync(repositoryId);

  expect([result.state, again.state]).toEqual(["done", "done"]);
  expect(
    github
      .requests()
      .slice(0, result.requests)
      .every((request) => !request.path.endsWith("/graphql")),
  ).toBe(true);
  expect(Object.entries(without).filter(([, lines]) => lines.length === 0)).toEqual([]);
  expect(await seen()).toEqual(without);
  const kinds = ["reviews", "commits", "timeline_events", "tags", "deployments", "workflow_jobs"];
  expect(known.rows.map((row) => row.kind)).toEqual(expect.arrayContaining(kinds));
  expect(known.rows.map((row) => row.kind)).not.toContain("teams");
});

test("a busy pull request is read to its end without a token: reviews, inline comments, commits and files beyond a hundred", async () => {
  const archive = smallArchive();
  const [busy] = archive.pulls;
  if (busy === undefined) throw new Error("there is no pull request");
  const at = (index: number) => new Date(Date.parse("2024-01-06T10:00:00Z") + index * 1000).toISOString();
  busy.reviews = Array.from({ length: 130 }, (_, index) => ({
    ...review(`review-${index}`, "bob", at(index)),
    comments: [inlineComment(at(index))],
  }));
  github.loadArchive(archive);
  const repositoryId = await workspace.track("acme/site");

  await workspace.sync(repositoryId, { isAnonymous: true });

  expect([await count("reviews"), await count("review_comments")]).toEqual([130, 130]);
});

test("it stops at the anonymous limit, says how far it got and what is missing, and goes on hour by hour, newest first", async () => {
  const at = (index: number) =>
    new Date(Date.parse("2020-01-01T00:00:00Z") + index * 3_600_000).toISOString().replace(".000Z", "Z");
  github.loadArchive({
    ...smallArchive(),
    issues: Array.from({ length: 250 }, (_, index) => ({
      ...issue(index + 1),
      createdAt: at(index),
      updatedAt: at(index),
    })),
    pulls: Array.from({ length: 40 }, (_, index) => ({
      ...pull(index + 251),
      createdAt: at(index),
      updatedAt: at(index),
      reviews: [review(`review-${index}`, "bob", at(index), "APPROVED")],
    })),
  });
  const repositoryId = await workspace.track("acme/site");
  const ends: string[] = [];
  const told: (string | null)[] = [];
  const reviewed: number[][] = [];

  do {
    const result = await workspace.sync(repositoryId, { isAnonymous: true });
    ends.push(result.state);
    const run = await sql<{ errorDetail: string | null }>`
      select error_detail from pulse.sync_runs order by id desc limit 1
    `.execute(workspace.superDb);
    told.push(run.rows[0]?.errorDetail ?? null);
    const found = await sql<{ number: number }>`
      select number from pulse.reviews join pulse.pull_requests as pull on pull.id = pull_request_id order by number desc
    `.execute(workspace.superDb);
    reviewed.push(found.rows.map((row) => row.number));
    github.clock.advance(hourMs);
  } while (ends.at(-1) === "waiting" && ends.length < 10);

  expect(ends).toEqual(["waiting", "waiting", "waiting", "done"]);
  const first = reviewed[0]?.length ?? 0;
  expect(reviewed[0]).toEqual(Array.from({ length: first }, (_, index) => 290 - index));
  expect(told[0]).toContain("hourly limit");
  expect(told[0]).toContain("Read so far: pull requests, issues, issue comments, what happened to them, commits");
  expect(told[0]).toContain(`Under way, newest first: reviews of pull requests (${first} of 40)`);
  expect(told[0]).toContain("Still to come: commits of pull requests, files and sizes of pull requests");
  expect(told.at(-1)).toContain("Only with a token are read: teams");
  expect([await count("issues"), await count("pull_requests"), await count("reviews")]).toEqual([250, 40, 40]);
  expect(github.requests().filter(({ path }) => path.endsWith("/reviews"))).toHaveLength(40);
});

test("deployments count as known only with what became of them; jobs are asked for one by one, and none twice in the next hour", async () => {
  github.loadArchive(smallArchive());
  const on = { repository, by: "ann" };
  for (let index = 0; index < 30; index += 1) {
    github.play.setDeploymentState({ ...on, id: github.play.deploy(on).id, state: "success" });
    github.play.completeRun({ repository, id: github.play.startRun(on).id });
  }
  github.clock.advance(hourMs);
  const repositoryId = await workspace.track(repository);
  const isKnown = async () =>
    (await sql`select from pulse.sync_state where kind = 'deployments'`.execute(workspace.superDb)).rows.length > 0;

  const first = await workspace.sync(repositoryId, { isAnonymous: true });
  const then = { deployments: await count("deployments"), isKnown: await isKnown() };
  github.clock.advance(hourMs);
  const second = await workspace.sync(repositoryId, { isAnonymous: true });

  expect([first.state, second.state]).toEqual(["waiting", "done"]);
  expect(then).toEqual({ deployments: 30, isKnown: true });
  expect([await count("deployment_statuses"), await count("workflow_jobs")]).toEqual([30 + 29, 30]);
  const asked = github.requests().filter(({ path, status }) => /\/(statuses|jobs)$/.test(path) && status === 200);
  expect(new Set(asked.map(({ path }) => path)).size).toBe(asked.length);
});

test("a status that comes later is read with the next reading, and of no other deployment anything is asked", async () => {
  github.loadArchive(smallArchive());
  const on = { repository, by: "ann" };
  const [early] = [github.play.deploy(on), github.play.deploy({ ...on, environment: "staging" })];
  github.clock.advance(hourMs);
  const repositoryId = await workspace.track(repository);
  await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(hourMs);
  github.play.setDeploymentState({ ...on, id: early.id, state: "success" });
  const before = github.requests().length;

  await workspace.sync(repositoryId, { isAnonymous: true });

  const asked = github.requests().slice(before);
  expect(asked.filter(({ path }) => path.endsWith("/statuses")).map(({ path }) => path)).toEqual([
    `/repos/${repository}/deployments/${early.id}/statuses`,
  ]);
  expect((await seen())["deployments"]?.filter((line) => line.includes('"success"'))).toHaveLength(1);
});

test("an unchanged repository costs somebody without a token six requests", async () => {
  github.loadArchive(smallArchive());
  playDelivery();
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(hourMs);

  const again = await workspace.sync(repositoryId, { isAnonymous: true });

  expect(again.state).toBe("done");
  expect(again.requests).toBeLessThanOrEqual(6);
});

test("a late review, read without a token, arrives with the next reading and no other pull request is asked for", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(hourMs);
  github.play.review({ repository: "acme/site", number: 3, by: "bob", state: "APPROVED" });
  const before = github.requests().length;

  await workspace.sync(repositoryId, { isAnonymous: true });

  expect(await count("reviews")).toBe(3);
  const asked = github
    .requests()
    .slice(before)
    .map(({ path }) => path);
  expect(asked.filter((path) => path.includes("/pulls/4/"))).toEqual([]);
});

test("with a token everything that was left out is read, and nothing is there twice", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(60_000);

  const result = await workspace.sync(repositoryId);

  expect(result.state).toBe("done");
  expect([await count("issues"), await count("issue_comments"), await count("reviews")]).toEqual([2, 3, 2]);
  expect(await count("accounts")).toBe(3);
});

test("who merged a pull request is still known when it is read again without the token, whose lists do not tell it", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId);
  const merged = async () =>
    (
      await sql<{ number: number; login: string }>`
        select number, login
        from pulse.pull_requests
        join pulse.accounts as account on account.id = merged_by_id
        order by number
      `.execute(workspace.superDb)
    ).rows;
  const before = await merged();
  github.clock.advance(60_000);

  await workspace.sync(repositoryId, { isAnonymous: true });

  expect(before).not.toEqual([]);
  expect(await merged()).toEqual(before);
});
