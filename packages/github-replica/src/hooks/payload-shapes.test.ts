// Our payloads beside those that Octokit recorded: whatever every recorded one of an event and action holds, ours holds too.
import { createRequire } from "node:module";

import { afterAll, beforeAll, expect, it } from "vitest";

import { startReplica, type Pending, type Replica } from "../index.ts";

type Example = { readonly action?: string };
type Recorded = { readonly name: string; readonly examples: readonly Example[] };

const recorded: readonly Recorded[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples/api.github.com/index.json",
);

const repository = "acme/shop";
let replica: Replica;

beforeAll(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addRepository(repository);
  replica.addRepository("acme/other");
  replica.addHook("acme", { url: "http://127.0.0.1:9/never", secret: "s" });
  playItems(replica);
  playPulls(replica);
  playRest(replica);
});

afterAll(async () => {
  await replica.close();
});

function playItems({ play }: Replica): void {
  const by = "bob";
  const { number } = play.openIssue({ repository, by, title: "Broken", labels: ["bug"] });
  const on = { repository, number, by };
  play.edit({ ...on, title: "Still broken", body: "Really" });
  play.label({ ...on, label: "triaged" });
  play.unlabel({ ...on, label: "triaged" });
  play.assign({ ...on, to: "eve" });
  play.unassign({ ...on, from: "eve" });
  const { id } = play.comment({ ...on, body: "Hello" });
  play.editComment({ ...on, id, body: "Hello there" });
  play.deleteComment({ ...on, id });
  play.close(on);
  play.reopen(on);
  play.transferIssue({ ...on, to: "acme/other" });
  const gone = play.openIssue({ repository, by, title: "Spam" });
  play.deleteIssue({ repository, number: gone.number, by });
}

function playPulls({ play }: Replica): void {
  const by = "bob";
  const { number } = play.openPull({ repository, by, title: "Change" });
  const on = { repository, number, by };
  play.pushCommits(on);
  play.requestReview({ ...on, of: "eve" });
  play.removeReviewRequest({ ...on, of: "eve" });
  play.convertToDraft(on);
  play.markReady(on);
  const review = play.review({ repository, number, by: "eve", state: "APPROVED", comments: [{ body: "Nice" }] });
  play.dismissReview({ ...on, id: review.id, message: "Old" });
  play.merge(on);
}

function playRest({ play }: Replica): void {
  const on = { repository, by: "ada" };
  const run = play.startRun(on);
  play.advanceRun({ repository, id: run.id });
  play.completeRun({ repository, id: run.id });
  const deployment = play.deploy(on);
  play.setDeploymentState({ ...on, id: deployment.id, state: "success" });
  const release = play.draftRelease({ ...on, tag: "v1" });
  play.publishRelease({ ...on, id: release.id });
  play.createLabel({ ...on, name: "new" });
  play.deleteLabel({ ...on, name: "new" });
  play.createMilestone({ ...on, title: "Soon" });
  play.closeMilestone({ ...on, number: 1 });
  play.star(on);
  play.unstar(on);
  play.fork({ repository, by: "bob" });
  const team = play.addTeam({ organisation: "acme", slug: "core", by: "ada" });
  play.addTeamMember({ team, login: "bob", by: "ada" });
  play.removeTeamMember({ team, login: "bob", by: "ada" });
  play.makePrivate(on);
  play.makePublic(on);
  play.rename({ ...on, to: "store" });
  play.transfer({ repository: "acme/store", by: "ada", to: "umbrella" });
}

/** Paths of all keys: `.issue.user.login`, lists without their places. */
function keysOf(value: unknown, path: string, keys: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const entry of value) keysOf(entry, `${path}[]`, keys);
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      keys.add(`${path}.${name}`);
      keysOf(inner, `${path}.${name}`, keys);
    }
  }
  return keys;
}

function missingIn({ event, action, body }: Pending): {
  readonly compared: number;
  readonly missing: readonly string[];
} {
  const examples = recorded.find((one) => one.name === event)?.examples ?? [];
  const same = examples
    .filter((example) => (example.action ?? null) === action)
    .map((one) => keysOf(one, "", new Set()));
  const ours = keysOf(JSON.parse(body), "", new Set());
  const hasInside = new Set([...ours].map((key) => key.slice(0, key.lastIndexOf("."))));
  const inAll = [...(same[0] ?? [])].filter((key) => same.every((keys) => keys.has(key)));
  const missing = inAll.filter((key) => {
    // Where ours is null or empty, there is nothing to compare inside; what changed is the deed's, not the shape's.
    const parent = key.slice(0, key.lastIndexOf("."));
    return !ours.has(key) && hasInside.has(parent) && !key.startsWith(".changes") && !key.startsWith(".installation");
  });
  return { compared: same.length, missing };
}

it("no payload lacks what every recorded one of its kind has", () => {
  const found = replica.hooks.pending().map((one) => ({ kind: `${one.event} ${one.action}`, ...missingIn(one) }));

  expect(found.filter(({ compared }) => compared > 0).length).toBeGreaterThan(35);
  expect(found.filter(({ missing }) => missing.length > 0)).toEqual([]);
});

it("every event that touches facts is sent", () => {
  const sent = new Set(replica.hooks.pending().map(({ event }) => event));

  expect([...sent].toSorted()).toEqual([
    "deployment",
    "deployment_status",
    "fork",
    "issue_comment",
    "issues",
    "label",
    "membership",
    "milestone",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
    "release",
    "repository",
    "star",
    "team",
    "workflow_job",
    "workflow_run",
  ]);
});

it("a push tells its instants in seconds, as only a push does", () => {
  const push = replica.hooks.pending().find(({ event }) => event === "push");
  const issues = replica.hooks.pending().find(({ event }) => event === "issues");

  expect(JSON.parse(push?.body ?? "{}").repository.pushed_at).toBe(Date.parse("2026-11-20T09:00:00Z") / 1000);
  expect(JSON.parse(issues?.body ?? "{}").repository.pushed_at).toBe("2026-11-20T09:00:00Z");
});
