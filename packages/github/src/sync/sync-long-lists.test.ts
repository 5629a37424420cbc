/** GitHub gives at most a hundred of anything at once: every list, within an item or of the repository, is followed to its end. */
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

const many = 105;
const on = { repository: "acme/site", by: "ann" };
const indexes = Array.from({ length: many }, (_, index) => index);

let github: TestGitHub;
let workspace: SyncWorkspace;
let repositoryId: number;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z" });
  workspace = await createSyncWorkspace(github);
  github.loadArchive(smallArchive());
  repositoryId = await workspace.track("acme/site");
});
afterEach(async () => {
  await workspace.drop();
  await github.close();
});

async function count(table: string, where = "true"): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.id("pulse", table)} where ${sql.raw(where)}
  `.execute(workspace.superDb);
  return found.rows[0]?.count ?? 0;
}

test("the commits, files, events and asked reviewers of one pull request", async () => {
  const files = indexes.map(
    (index) => ({ path: `src/${index}.ts`, status: "added", additions: 2, deletions: 0 }) as const,
  );
  const { number } = github.play.openPull({ ...on, title: "large", commits: many, files });
  for (const index of indexes) github.play.requestReview({ ...on, number, of: `reviewer-${index}` });
  github.play.removeReviewRequest({ ...on, number, of: "reviewer-104" });
  for (const index of indexes) github.play[index % 2 === 0 ? "label" : "unlabel"]({ ...on, number: 1, label: "late" });

  const { state } = await workspace.sync(repositoryId);

  const ofPull = `pull_request_id = (select id from pulse.pull_requests where number = ${number})`;
  expect(state).toBe("done");
  expect(await count("pull_request_commits", ofPull)).toBe(many);
  expect(await count("pull_request_files", ofPull)).toBe(many);
  expect(await count("review_requests", ofPull)).toBe(many);
  expect(await count("review_requests", `${ofPull} and removed_at is null`)).toBe(many - 1);
  expect(await count("timeline_events", `${ofPull} and kind = 'review_requested'`)).toBe(many);
  expect(await count("timeline_events", "issue_id is not null and kind in ('labeled', 'unlabeled')")).toBe(many);
  expect(await count("pull_requests", `number = ${number} and changed_files = ${many}`)).toBe(1);
});

test("the labels, milestones, tags, releases and commits of a repository", async () => {
  for (const index of indexes) {
    github.play.createLabel({ ...on, name: `label-${index}` });
    github.play.createMilestone({ ...on, title: `milestone ${index}` });
    const sha = github.play.push({ ...on, message: `commit ${index}` });
    github.play.tag({ ...on, name: `v0.${index}`, sha });
    const release = github.play.draftRelease({ ...on, tag: `v0.${index}` });
    github.play.publishRelease({ ...on, id: release.id });
  }

  await workspace.sync(repositoryId);

  for (const table of ["milestones", "tags", "releases", "commits"])
    expect([table, await count(table)]).toEqual([table, many]);
  expect(await count("labels", "name like 'label-%'")).toBe(many);
  expect(await count("commits", "cardinality(parent_shas) = 1")).toBeGreaterThanOrEqual(many - 1);
});

test("deployments, and the statuses of one of them", async () => {
  const deployments = indexes.map(() => github.play.deploy(on));
  for (const index of indexes) {
    const state = index % 2 === 0 ? "in_progress" : "queued";
    github.play.setDeploymentState({ ...on, id: deployments[0]?.id ?? 0, state });
  }

  await workspace.sync(repositoryId);

  expect([await count("deployments"), await count("deployment_statuses")]).toEqual([many, many]);
});

test("runs, the jobs of one of them, and workflows", async () => {
  const large = github.play.startRun({ ...on, jobs: indexes.map((index) => `job ${index}`) });
  github.play.completeRun({ ...on, id: large.id });
  for (const index of indexes) {
    const run = github.play.startRun({ ...on, workflow: `workflow ${index}` });
    github.play.completeRun({ ...on, id: run.id });
  }

  await workspace.sync(repositoryId);

  expect([await count("workflow_runs"), await count("workflows")]).toEqual([many + 1, many + 1]);
  expect(await count("workflow_jobs")).toBe(2 * many);
});

test("teams, and the members of one, each from when until when", async () => {
  github.play.addMember({ organisation: "acme", login: "reader" });
  const first = github.play.addTeam({ organisation: "acme", slug: "core", by: "ann", repositories: ["acme/site"] });
  for (const index of indexes) github.play.addTeamMember({ team: first, login: `person-${index}`, by: "ann" });
  for (const index of indexes.slice(1)) github.play.addTeam({ organisation: "acme", slug: `team-${index}`, by: "ann" });
  await workspace.sync(repositoryId);
  const before = await count("team_members", "member_to is null");
  github.play.removeTeamMember({ team: first, login: "person-7", by: "ann" });
  github.clock.advance(25 * 3_600_000);

  await workspace.sync(repositoryId);

  expect([await count("teams"), before]).toEqual([many, many]);
  expect(await count("team_members", "member_to is null")).toBe(many - 1);
  expect(await count("team_members", "member_to is not null and member_from < member_to")).toBe(1);
});
