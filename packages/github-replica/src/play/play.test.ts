import { afterEach, beforeEach, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";

const repository = "acme/shop";
let replica: Replica;
let ada: Asker;

beforeEach(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo", "read:org"] });
  replica.addRepository(repository);
  ada = createAsker(replica);
});

afterEach(async () => {
  await replica.close();
});

it("an issue that is closed, reopened and closed again tells all of it, and its last state", async () => {
  const { number } = replica.play.openIssue({ repository, by: "bob", title: "Broken" });
  const hour = () => replica.clock.advance(3_600_000);
  hour();
  replica.play.close({ repository, number, by: "ada", reason: "not_planned" });
  hour();
  replica.play.reopen({ repository, number, by: "bob" });
  hour();
  replica.play.close({ repository, number, by: "ada" });

  const issue = await ada.get(`/repos/${repository}/issues/${number}`);
  const timeline = await ada.get(`/repos/${repository}/issues/${number}/timeline`);

  expect(issue.body).toMatchObject({
    state: "closed",
    state_reason: "completed",
    closed_at: "2026-11-20T12:00:00Z",
    updated_at: "2026-11-20T12:00:00Z",
    closed_by: { login: "ada" },
  });
  expect(
    timeline.body.map(
      (event: { event: string; created_at: string }) => `${event.event} ${event.created_at.slice(11, 13)}`,
    ),
  ).toEqual(["closed 10", "reopened 11", "closed 12"]);
});

it("a late review on a merged pull request moves its updated_at, and nothing else of it", async () => {
  const { number } = replica.play.openPull({ repository, by: "bob", title: "Change" });
  replica.play.merge({ repository, number, by: "bob" });
  const before = (await ada.get(`/repos/${repository}/pulls/${number}`)).body;
  replica.clock.advance(86_400_000);

  replica.play.review({ repository, number, by: "eve", state: "APPROVED", comments: [{ body: "Nice" }] });

  const after = (await ada.get(`/repos/${repository}/pulls/${number}`)).body;
  const reviews = (await ada.get(`/repos/${repository}/pulls/${number}/reviews`)).body;
  expect(after).toMatchObject({
    state: "closed",
    merged: true,
    closed_at: before.closed_at,
    merged_at: before.merged_at,
    review_comments: 1,
  });
  expect(after.updated_at).toBe("2026-11-21T09:00:00Z");
  expect(reviews).toMatchObject([{ state: "APPROVED", submitted_at: "2026-11-21T09:00:00Z", user: { login: "eve" } }]);
});

it("drafts, requests and forced pushes are told by the timeline of GraphQL, by the kinds asked for", async () => {
  const { number } = replica.play.openPull({ repository, by: "bob", title: "Change", isDraft: true });
  replica.play.requestReview({ repository, number, by: "bob", of: "eve" });
  replica.play.markReady({ repository, number, by: "bob" });
  replica.play.convertToDraft({ repository, number, by: "bob" });
  replica.play.pushCommits({ repository, number, by: "bob", isForced: true });

  const { data, errors } = await ada.graphql(
    `{ repository(owner: "acme", name: "shop") { pullRequest(number: ${number}) { isDraft
      reviewRequests(first: 5) { nodes { requestedReviewer { ... on User { login } } } }
      timelineItems(first: 10, itemTypes: [READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, REVIEW_REQUESTED_EVENT]) {
        totalCount filteredCount nodes { __typename ... on ReviewRequestedEvent { requestedReviewer { ... on User { login } } } } } } } }`,
  );

  const pull = data.repository.pullRequest;
  expect(errors).toEqual([]);
  expect(pull.isDraft).toBe(true);
  expect(pull.reviewRequests.nodes).toEqual([{ requestedReviewer: { login: "eve" } }]);
  expect(pull.timelineItems.nodes).toEqual([
    { __typename: "ReviewRequestedEvent", requestedReviewer: { login: "eve" } },
    { __typename: "ReadyForReviewEvent" },
    { __typename: "ConvertToDraftEvent" },
  ]);
  expect([pull.timelineItems.filteredCount, pull.timelineItems.totalCount]).toEqual([3, 5]);
});

it("a deleted issue is gone, and a transferred one leads to where it went", async () => {
  replica.addRepository("acme/other");
  const first = replica.play.openIssue({ repository, by: "bob", title: "One" });
  const second = replica.play.openIssue({ repository, by: "bob", title: "Two" });
  replica.play.deleteIssue({ repository, number: first.number, by: "ada" });
  const number = replica.play.transferIssue({ repository, number: second.number, by: "ada", to: "acme/other" });

  const deleted = await ada.get(`/repos/${repository}/issues/${first.number}`);
  const moved = await ada.get(`/repos/${repository}/issues/${second.number}`);
  const there = await ada.get(moved.headers.get("location") ?? "");
  const query = await ada.graphql(
    `{ repository(owner: "acme", name: "shop") { issue(number: ${first.number}) { id } } }`,
  );

  expect([deleted.status, deleted.body.message]).toEqual([410, "This issue was deleted"]);
  expect([moved.status, there.status, there.body.title, there.body.number]).toEqual([301, 200, "Two", number]);
  expect([query.data.repository.issue, query.errors[0].type]).toEqual([null, "NOT_FOUND"]);
});

it("a renamed and a transferred repository answer 301 at their old names, and GraphQL follows without a word", async () => {
  const before = (await ada.get(`/repos/${repository}`)).body;
  replica.play.rename({ repository, by: "ada", to: "store" });
  replica.play.transfer({ repository: "acme/store", by: "ada", to: "umbrella" });

  const old = await ada.get(`/repos/${repository}/issues?state=all`);
  const followed = await ada.get(old.headers.get("location") ?? "");
  const query = await ada.graphql(`{ repository(owner: "acme", name: "shop") { nameWithOwner databaseId } }`);

  expect([old.status, followed.status]).toEqual([301, 200]);
  expect(old.headers.get("location")).toBe(`${replica.apiUrl}/repositories/${before.id}/issues?state=all`);
  expect(query.data.repository).toEqual({ nameWithOwner: "umbrella/store", databaseId: before.id });
});

it("a repository made private is not found by strangers, an archived one says so, a deleted one is gone", async () => {
  replica.play.archive({ repository, by: "ada" });
  const archived = await ada.get(`/repos/${repository}`);
  replica.play.makePrivate({ repository, by: "ada" });
  const hidden = await ada.get(`/repos/${repository}`);
  replica.play.makePublic({ repository, by: "ada" });
  replica.play.deleteRepository({ repository, by: "ada" });
  const deleted = await ada.get(`/repos/${repository}`);

  expect(archived.body.archived).toBe(true);
  expect([hidden.status, deleted.status]).toEqual([404, 404]);
});

it("a run goes from waiting to done, and a second attempt keeps id and creation", async () => {
  const { id } = replica.play.startRun({ repository, by: "ada", jobs: ["build", "test"] });
  const statuses: string[] = [];
  const look = async () => statuses.push((await ada.get(`/repos/${repository}/actions/runs/${id}`)).body.status);
  await look();
  replica.clock.advance(10_000);
  replica.play.advanceRun({ repository, id });
  await look();
  replica.clock.advance(60_000);
  replica.play.completeRun({ repository, id, conclusion: "failure" });
  await look();
  replica.clock.advance(3_600_000);
  replica.play.rerun({ repository, id, by: "bob" });
  replica.play.completeRun({ repository, id });

  const run = (await ada.get(`/repos/${repository}/actions/runs/${id}`)).body;
  const first = (await ada.get(`/repos/${repository}/actions/runs/${id}/attempts/1`)).body;
  const jobs = (await ada.get(`/repos/${repository}/actions/runs/${id}/attempts/1/jobs`)).body;
  const all = (await ada.get(`/repos/${repository}/actions/runs/${id}/jobs?filter=all`)).body;

  expect(statuses).toEqual(["queued", "in_progress", "completed"]);
  expect(run).toMatchObject({
    run_attempt: 2,
    conclusion: "success",
    created_at: "2026-11-20T09:00:00Z",
    run_started_at: "2026-11-20T10:01:10Z",
  });
  expect(first).toMatchObject({ run_attempt: 1, conclusion: "failure", run_started_at: "2026-11-20T09:00:00Z" });
  expect(jobs.jobs).toMatchObject([
    {
      name: "build",
      created_at: "2026-11-20T09:00:00Z",
      started_at: "2026-11-20T09:00:10Z",
      completed_at: "2026-11-20T09:01:10Z",
    },
    { name: "test", conclusion: "failure" },
  ]);
  expect([jobs.total_count, all.total_count]).toEqual([2, 4]);
});

it("runs are found by windows of their creation, and a filtered list ends after a thousand", async () => {
  for (let index = 0; index < 1010; index += 1) {
    replica.clock.advance(60_000);
    replica.play.startRun({ repository, by: "ada" });
  }

  const list = async (query: string) => (await ada.get(`/repos/${repository}/actions/runs?per_page=100&${query}`)).body;
  const all = await list("created=2026-11-20..2026-11-21");
  const eleventh = await list("created=2026-11-20..2026-11-21&page=11");
  const unfiltered = await list("page=11");
  const window = await list("created=2026-11-20T09:01:00Z..2026-11-20T09:03:00Z");
  const later = await list("created=>2026-11-21T01:49:00Z");

  expect([all.total_count, all.workflow_runs.length]).toEqual([1010, 100]);
  expect(eleventh.workflow_runs).toEqual([]);
  expect(unfiltered.workflow_runs).toHaveLength(10);
  expect(window.total_count).toBe(3);
  expect(later.total_count).toBe(1);
});

it("a deployment that succeeds makes the one before it inactive", async () => {
  const first = replica.play.deploy({ repository, by: "ada" });
  replica.play.setDeploymentState({ repository, by: "ada", id: first.id, state: "success" });
  const second = replica.play.deploy({ repository, by: "ada" });
  replica.play.setDeploymentState({ repository, by: "ada", id: second.id, state: "success" });

  const { data } = await ada.graphql(
    `{ repository(owner: "acme", name: "shop") { deployments(first: 5, orderBy: { field: CREATED_AT, direction: ASC }) {
      nodes { databaseId state environment statuses(first: 5) { nodes { state } } } } } }`,
  );
  const statuses = await ada.get(`/repos/${repository}/deployments/${first.id}/statuses`);

  expect(data.repository.deployments.nodes.map((one: { state: string }) => one.state)).toEqual(["INACTIVE", "ACTIVE"]);
  expect(statuses.body.map((one: { state: string }) => one.state)).toEqual(["inactive", "success"]);
});

it("a release is a draft until it is published, and makes its tag", async () => {
  replica.play.push({ repository, by: "ada", message: "Begin" });
  const { id } = replica.play.draftRelease({ repository, by: "ada", tag: "v1" });
  const draft = (await ada.get(`/repos/${repository}/releases`)).body;
  replica.play.publishRelease({ repository, by: "ada", id });

  const published = (await ada.get(`/repos/${repository}/releases`)).body;
  const tags = (await ada.get(`/repos/${repository}/tags`)).body;

  expect([draft[0].draft, draft[0].published_at]).toEqual([true, null]);
  expect(published[0]).toMatchObject({ draft: false, published_at: "2026-11-20T09:00:00Z" });
  expect(tags).toMatchObject([{ name: "v1" }]);
});

it("a cursor stays right when something new comes before it", async () => {
  for (let index = 0; index < 6; index += 1) {
    replica.clock.advance(1000);
    replica.play.openIssue({ repository, by: "bob", title: `${index}` });
  }
  const page = (after: string | null) =>
    ada.graphql(
      `query ($after: String) { repository(owner: "acme", name: "shop") { issues(first: 3, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { endCursor } nodes { number } } } }`,
      { after },
    );
  const first = await page(null);
  replica.clock.advance(1000);
  replica.play.openIssue({ repository, by: "bob", title: "New" });

  const second = await page(first.data.repository.issues.pageInfo.endCursor);

  const numbers = [first, second].flatMap(({ data }) =>
    data.repository.issues.nodes.map((node: { number: number }) => node.number),
  );
  expect(numbers).toEqual([6, 5, 4, 3, 2, 1]);
});
