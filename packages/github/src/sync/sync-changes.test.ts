/** What people and runners do at GitHub between two readings. */
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

const repository = "acme/site";
const by = "ann";
const on = { repository, by };

let github: TestGitHub;
let workspace: SyncWorkspace;
let repositoryId: number;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z" });
  workspace = await createSyncWorkspace(github);
  github.loadArchive(smallArchive());
  repositoryId = await workspace.track(repository);
});
afterEach(async () => {
  await workspace.drop();
  await github.close();
});

/** A reading an hour later. */
async function readLater(options: Parameters<SyncWorkspace["sync"]>[1] = {}) {
  github.clock.advance(3_600_000);
  return await workspace.sync(repositoryId, options);
}

async function rows<T>(query: ReturnType<typeof sql<T>>): Promise<readonly T[]> {
  return (await query.execute(workspace.superDb)).rows;
}

async function pullState(number: number) {
  const found = await rows(sql`
    select state, merged_at is not null as is_merged, closed_at is not null as is_closed, is_draft
    from pulse.pull_requests where number = ${number}
  `);
  return found[0];
}

describe("issues and pull requests", () => {
  test("closed, reopened and merged at last: every state is the one that GitHub has", async () => {
    const { number } = github.play.openPull({ ...on, title: "a change" });
    await readLater();
    github.clock.advance(1000);
    github.play.close({ ...on, number });
    await readLater();
    const closed = await pullState(number);
    github.play.reopen({ ...on, number });
    await readLater();
    const reopened = await pullState(number);
    github.play.merge({ ...on, number });
    await readLater();

    expect(closed).toMatchObject({ state: "closed", isClosed: true, isMerged: false });
    expect(reopened).toMatchObject({ state: "open", isClosed: false });
    expect(await pullState(number)).toMatchObject({ state: "merged", isMerged: true });
    const kinds = await rows(
      sql<{ kind: string }>`
        select kind from pulse.timeline_events where pull_request_id is not null and kind in ('closed', 'reopened', 'merged')
          and pull_request_id = (select id from pulse.pull_requests where number = ${number})
        order by created_at, kind
      `,
    );
    expect(kinds.map((row) => row.kind)).toEqual(["closed", "reopened", "closed", "merged"]);
  });

  test("a late review on a pull request that was merged long ago arrives, with its inline comment", async () => {
    await workspace.sync(repositoryId);
    github.play.review({ ...on, number: 3, by: "late", state: "APPROVED", comments: [{ body: "found it" }] });

    const { counts } = await readLater();

    expect(counts.reviews?.added).toBe(1);
    expect(await rows(sql`select body from pulse.review_comments where body = 'found it'`)).toHaveLength(1);
  });

  test("drafts, requests for review and their removal are told by the timeline", async () => {
    const { number } = github.play.openPull({ ...on, title: "a draft", isDraft: true });
    github.play.requestReview({ ...on, number, of: "bob" });
    github.play.requestReview({ ...on, number, of: "cyd" });
    github.clock.advance(60_000);
    github.play.removeReviewRequest({ ...on, number, of: "cyd" });
    github.play.markReady({ ...on, number });

    await readLater();

    const requests = await rows(sql`
      select login, removed_at is not null as is_removed
      from pulse.review_requests
      join pulse.accounts as account on account.id = account_id
      order by login
    `);
    expect(requests).toEqual([
      { login: "bob", isRemoved: false },
      { login: "cyd", isRemoved: true },
    ]);
    expect(await pullState(number)).toMatchObject({ state: "open", isDraft: false });
    expect(await rows(sql`select kind from pulse.timeline_events where kind = 'ready_for_review'`)).toHaveLength(1);
  });

  test("a comment that was deleted and a text that was edited are as GitHub has them", async () => {
    const said = github.play.comment({ ...on, number: 1, body: "to be deleted" });
    await workspace.sync(repositoryId);
    github.play.deleteComment({ ...on, number: 1, id: said.id });
    github.play.edit({ ...on, number: 1, body: "edited" });

    const { counts } = await readLater();

    expect(counts.issue_comments?.removed).toBe(1);
    expect(await rows(sql`select body from pulse.issues where number = 1`)).toEqual([{ body: "edited" }]);
  });

  test("an issue that was deleted and one that was transferred are kept as gone, and the transfer says where to", async () => {
    github.addRepository("acme/other");
    await workspace.sync(repositoryId);
    github.play.deleteIssue({ ...on, number: 1 });
    github.play.transferIssue({ ...on, number: 2, to: "acme/other" });

    const { counts } = await readLater();

    expect(counts.issues?.removed).toBe(2);
    expect(await rows(sql`select number from pulse.issues where deleted_at is not null order by number`)).toEqual([
      { number: 1 },
      { number: 2 },
    ]);
    expect(await rows(sql`select subject from pulse.timeline_events where kind = 'transferred'`)).toEqual([
      { subject: "acme/other#1" },
    ]);
  });

  test("a review that disappears without moving anything is found by the sweep, which goes on over several runs", async () => {
    await workspace.sync(repositoryId);
    const item = github.getRepository(repository).items.get(3);
    if (item?.kind === "pull") item.reviews.splice(0, 1);

    const unseen = await readLater();
    const first = await readLater({ trigger: "sweep", maxSweepPages: 1 });
    const second = await readLater({ trigger: "sweep", maxSweepPages: 100 });

    expect(unseen.counts.reviews?.removed ?? 0).toBe(0);
    expect((first.counts.reviews?.removed ?? 0) + (second.counts.reviews?.removed ?? 0)).toBe(1);
    const told = await rows(sql`select error_detail from pulse.sync_runs where trigger = 'sweep' order by id`);
    expect(told).toEqual([
      { errorDetail: expect.stringContaining("--full") },
      { errorDetail: expect.not.stringContaining("--full") },
    ]);
  });
});

test("a private repository is read by a token that may not see deployments, and people are told of those alone", async () => {
  const token = "github_pat_withoutdeployments";
  const permissions = {
    actions: "read",
    contents: "read",
    issues: "read",
    metadata: "read",
    pull_requests: "read",
  } as const;
  github.addToken({ token, login: "acme", permissions });
  github.play.makePrivate(on);
  const { apiUrl, clock } = github;
  const fineGrained = await createSyncWorkspace({ apiUrl, clock, token });

  const result = await fineGrained.sync(await fineGrained.track(repository));

  const stored = await sql`
    select access, error_detail, (select count(*)::integer from pulse.pull_requests) as pulls
    from pulse.repositories
    cross join pulse.sync_runs
  `.execute(fineGrained.superDb);
  await fineGrained.drop();
  expect(result.error).toBeNull();
  expect(stored.rows).toEqual([
    { access: "ok", errorDetail: expect.stringContaining("Not read: deployments"), pulls: 2 },
  ]);
});

test("a kind that GitHub refuses keeps no other from being swept", async () => {
  await workspace.sync(repositoryId);
  const error = { type: "FORBIDDEN", message: "Resource not accessible by personal access token" };
  github.faults.add({
    kind: "answer",
    status: 200,
    body: { data: null, errors: [error] },
    headers: { "content-type": "application/json" },
    query: "query Deployments",
    times: 1000,
  });

  const result = await readLater({ trigger: "sweep" });

  expect(result.error).toBeNull();
  const swept = await rows(sql`select kind, is_done from pulse.sync_cursors where phase = 'sweep' order by kind`);
  expect(swept).toEqual(["issues", "pull_requests", "workflow_runs"].map((kind) => ({ kind, isDone: true })));
});

describe("everything else", () => {
  test("labels, milestones, releases, tags, commits and deployments arrive, and go when GitHub drops them", async () => {
    github.play.createLabel({ ...on, name: "fresh" });
    const milestone = github.play.createMilestone({ ...on, title: "1.0", dueOn: "2024-03-01T00:00:00Z" });
    github.play.setMilestone({ ...on, number: 1, milestone: milestone.number });
    const sha = github.play.push({ ...on, message: "first" });
    github.play.push({ ...on, message: "second" });
    github.play.tag({ ...on, name: "v1", sha });
    const release = github.play.draftRelease({ ...on, tag: "v1" });
    github.play.publishRelease({ ...on, id: release.id });
    const deployment = github.play.deploy({ ...on, sha });
    github.play.setDeploymentState({ ...on, id: deployment.id, state: "success" });

    await workspace.sync(repositoryId);

    expect(await rows(sql`select name from pulse.labels where name = 'fresh'`)).toHaveLength(1);
    expect(await rows(sql`select number from pulse.issues where milestone_id is not null`)).toHaveLength(1);
    expect(await rows(sql`select sha from pulse.commits where is_on_default_branch`)).toHaveLength(2);
    expect(await rows(sql`select name, sha from pulse.tags`)).toEqual([{ name: "v1", sha }]);
    expect(await rows(sql`select tag_name from pulse.releases where published_at is not null`)).toHaveLength(1);
    expect(await rows(sql`select state, finished_at is not null as is_finished from pulse.deployments`)).toEqual([
      { state: "success", isFinished: true },
    ]);

    github.play.deleteLabel({ ...on, name: "fresh" });
    github.play.push({ ...on, message: "third" });
    const { counts } = await readLater();

    expect(counts.labels?.removed).toBe(1);
    expect(counts.commits?.added).toBe(1);
  });

  test("a branch that was rewritten keeps only what can still be reached", async () => {
    github.play.push({ ...on, message: "kept" });
    github.play.push({ ...on, message: "dropped" });
    await workspace.sync(repositoryId);
    const held = github.getRepository(repository);
    held.commits.pop();
    const tip = held.commits.at(-1);
    if (tip !== undefined) held.branches.set(held.defaultBranch, tip.sha);
    github.clock.advance(1000);
    github.play.push({ ...on, message: "instead" });

    await readLater();

    const branch = await rows(sql<{ headline: string }>`
      select headline from pulse.commits where is_on_default_branch order by committed_at, headline
    `);
    expect(branch.map((row) => row.headline).toSorted()).toEqual(["instead", "kept"]);
  });

  test("a run in progress is read again until it is done, and so is its second attempt", async () => {
    const run = github.play.startRun({ ...on });
    github.play.advanceRun({ repository, id: run.id });
    await workspace.sync(repositoryId);
    const going = await rows(sql`select status, conclusion from pulse.workflow_runs`);
    github.clock.advance(60_000);
    github.play.completeRun({ repository, id: run.id, conclusion: "failure" });
    await readLater();
    github.play.rerun({ repository, id: run.id, by });
    github.play.completeRun({ repository, id: run.id });

    await readLater();

    expect(going).toEqual([{ status: "in_progress", conclusion: null }]);
    expect(await rows(sql`select attempt, status, conclusion from pulse.workflow_runs order by attempt`)).toEqual([
      { attempt: 1, status: "completed", conclusion: "failure" },
      { attempt: 2, status: "completed", conclusion: "success" },
    ]);
    expect(await rows(sql`select name from pulse.workflow_jobs`)).not.toEqual([]);
  });

  test("a bot is one account, whether REST or GraphQL names it", async () => {
    github.addAccount("renovate", { kind: "Bot" });
    github.play.openPull({ repository, by: "renovate", title: "an update" });
    github.play.startRun({ repository, by: "renovate" });

    await workspace.sync(repositoryId);
    await readLater();

    expect(await rows(sql`select login, type from pulse.accounts where login like 'renovate%'`)).toEqual([
      { login: "renovate[bot]", type: "Bot" },
    ]);
  });

  test("with runs, teams, commits and all the rest, an unchanged repository costs at most six requests", async () => {
    github.play.push({ ...on, message: "first" });
    const done = github.play.startRun({ ...on });
    github.play.completeRun({ repository, id: done.id });
    // Teams are shown to members only.
    github.play.addMember({ organisation: "acme", login: "reader" });
    const team = github.play.addTeam({ organisation: "acme", slug: "core", by, repositories: [repository] });
    github.play.addTeamMember({ team, login: "bob", by });
    github.play.deploy({ ...on });
    await workspace.sync(repositoryId);
    await readLater();

    const unchanged = await readLater();

    expect(unchanged.state).toBe("done");
    expect(await rows(sql`select member_to from pulse.team_members`)).toEqual([{ memberTo: null }]);
    expect(unchanged.requests).toBeLessThanOrEqual(6);
    const changes = Object.values(unchanged.counts).map((kind) => kind.added + kind.changed + kind.removed);
    expect(changes.reduce((sum, change) => sum + change, 0)).toBe(0);
  });
});

describe("the repository itself", () => {
  async function repositoryRow() {
    const found = await rows(
      sql<{ fullName: string; access: string; accessDetail: string | null; isArchived: boolean }>`
        select full_name, access, access_detail, is_archived from pulse.repositories where id = ${repositoryId}
      `,
    );
    return found[0];
  }

  test("renamed: it is read under its new name, and people are told", async () => {
    await workspace.sync(repositoryId);
    github.play.rename({ ...on, to: "web" });
    github.play.openIssue({ repository: "acme/web", by, title: "after the move" });

    const { state } = await readLater();

    expect(state).toBe("done");
    expect(await repositoryRow()).toMatchObject({ fullName: "acme/web", access: "renamed" });
    expect((await repositoryRow())?.accessDetail).toContain("acme/web");
    expect(await rows(sql`select number from pulse.issues where title = 'after the move'`)).toHaveLength(1);
  });

  test("transferred: the same, with its new owner", async () => {
    await workspace.sync(repositoryId);
    github.play.transfer({ ...on, to: "umbrella" });

    await readLater();

    expect(await repositoryRow()).toMatchObject({ fullName: "umbrella/site", access: "transferred" });
  });

  test("archived: it says so, and what to do", async () => {
    await workspace.sync(repositoryId);
    github.play.archive(on);

    await readLater();

    expect(await repositoryRow()).toMatchObject({ isArchived: true, access: "ok" });
    expect((await repositoryRow())?.accessDetail).toContain("archived");
  });

  test("made private: it is hidden with the next step for both who may see it and who may not, and is back when it is shown again", async () => {
    await workspace.sync(repositoryId);
    github.play.makePrivate(on);

    const { state } = await readLater();
    const hidden = await repositoryRow();
    github.play.makePublic(on);
    const back = await readLater();

    expect(state).toBe("failed");
    expect(hidden?.access).toBe("private");
    expect(hidden?.accessDetail).toMatch(/\.\/pulse repo connect acme\/site.*\.\/pulse repo remove acme\/site/);
    expect([back.state, (await repositoryRow())?.access]).toEqual(["done", "ok"]);
  });

  test("deleted: the run fails with the next step, and what is known stays", async () => {
    await workspace.sync(repositoryId);
    github.play.deleteRepository(on);

    const { state } = await readLater();

    expect(state).toBe("failed");
    expect((await repositoryRow())?.accessDetail).toContain("./pulse repo remove acme/site");
    expect(await rows(sql`select number from pulse.issues`)).toHaveLength(2);
  });

  test("a day's stars, forks and watchers are one row per day", async () => {
    github.play.star({ ...on });
    await workspace.sync(repositoryId);
    await readLater();
    github.clock.advance(86_400_000);
    github.play.star({ repository, by: "bob" });
    github.play.fork({ repository, by: "bob" });
    await readLater();

    const days = sql`select stars, forks, watchers is not null as is_watched from pulse.repository_days order by day_on`;
    expect(await rows(days)).toEqual([
      { stars: 1, forks: 0, isWatched: true },
      { stars: 2, forks: 1, isWatched: true },
    ]);
  });
});

describe("whoever watches", () => {
  test("is told of the run and of the kinds that changed, once per page", async () => {
    await workspace.sync(repositoryId);

    const events = await rows(
      sql<{
        kind: string;
        subject: { state?: string; kinds?: string };
      }>`select kind, subject from pulse.events order by id`,
    );

    expect(events.at(0)).toMatchObject({ kind: "sync_run", subject: { state: "running" } });
    expect(events.at(-1)).toMatchObject({ kind: "sync_run", subject: { state: "done" } });
    const facts = events.filter((event) => event.kind === "facts").map((event) => event.subject.kinds ?? "");
    expect(facts.some((kinds) => kinds.includes("pull_requests"))).toBe(true);
  });
});
