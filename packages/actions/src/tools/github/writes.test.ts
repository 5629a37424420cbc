/** What changes something at GitHub: each asked twice, done once, and only where an operator allows it. */
import { withService } from "@pulse/db";
import { fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { cover, openGitHubTools, site, type GitHubTools } from "../../../test/open-github-tools.ts";
import { listAudit, tools } from "../../index.ts";

const person = (login: string) => ({ login });
const label = (name: string) => ({ name });

type Write = {
  readonly params: object;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly sent: readonly unknown[];
  readonly told: object;
};

/** Every tool that writes stands here: one that does not fails the first test. */
const writes: Readonly<Record<string, Write>> = {
  github_create_issue: {
    params: { title: "It breaks", body: "Steps" },
    answers: { "POST /issues": { number: 9, html_url: "https://github.test/acme/site/issues/9" } },
    sent: [["POST", "/issues", { title: "It breaks", body: "Steps", labels: [], assignees: [] }]],
    told: { number: 9, url: "https://github.test/acme/site/issues/9" },
  },
  github_add_issue_comment: {
    params: { number: 7, body: "Thanks" },
    answers: { "POST /issues/7/comments": { id: 3, html_url: "https://github.test/c/3" } },
    sent: [["POST", "/issues/7/comments", { body: "Thanks" }]],
    told: { id: 3, url: "https://github.test/c/3" },
  },
  github_label_issue: {
    params: { number: 7, add: ["bug"], remove: ["Needs help/now", "absent"] },
    answers: {
      "POST /issues/7/labels": [label("bug"), label("needs help/now")],
      "DELETE /issues/7/labels/Needs%20help%2Fnow": [label("bug")],
    },
    sent: [
      ["POST", "/issues/7/labels", { labels: ["bug"] }],
      ["DELETE", "/issues/7/labels/Needs%20help%2Fnow", null],
    ],
    told: { labels: ["bug"] },
  },
  github_assign_issue: {
    params: { number: 7, add: ["octo"], remove: ["cat"] },
    answers: {
      "POST /issues/7/assignees": { assignees: [person("octo"), person("cat")] },
      "DELETE /issues/7/assignees": { assignees: [person("octo")] },
    },
    sent: [
      ["POST", "/issues/7/assignees", { assignees: ["octo"] }],
      ["DELETE", "/issues/7/assignees", { assignees: ["cat"] }],
    ],
    told: { assignees: ["octo"] },
  },
  github_request_review: {
    params: { number: 8, reviewers: ["octo"], teams: ["core"] },
    answers: {
      "POST /pulls/8/requested_reviewers": {
        requested_reviewers: [person("octo")],
        requested_teams: [{ slug: "core" }],
      },
    },
    sent: [["POST", "/pulls/8/requested_reviewers", { reviewers: ["octo"], team_reviewers: ["core"] }]],
    told: { requested: ["octo", "core"] },
  },
  github_dispatch_workflow: {
    params: { workflow_id: "ci.yml", ref: "main", inputs: { level: "all" } },
    answers: { "POST /actions/workflows/ci.yml/dispatches": null },
    sent: [["POST", "/actions/workflows/ci.yml/dispatches", { ref: "main", inputs: { level: "all" } }]],
    told: { started: true },
  },
  github_rerun_workflow: {
    params: { run_id: 5, failed_only: true },
    answers: { "POST /actions/runs/5/rerun-failed-jobs": {} },
    sent: [["POST", "/actions/runs/5/rerun-failed-jobs", {}]],
    told: { started: true },
  },
};

let bench: GitHubTools;

beforeAll(async () => {
  bench = await openGitHubTools();
});

// Each begins as the first: a write waits a second for the one before it.
beforeEach(async () => {
  bench.asked.length = 0;
  await withService(bench.database.db, async (tx) => {
    await sql`delete from pulse.rate_budgets`.execute(tx);
    await sql`delete from pulse.idempotency_keys`.execute(tx);
    await sql`delete from pulse.audit_log`.execute(tx);
  });
});

afterAll(async () => {
  await bench.close();
});

function answerWith(answers: Write["answers"]): void {
  for (const [place, json] of Object.entries(answers)) {
    const [method, path] = place.split(" ");
    bench.answers[`${method} /repos/acme/site${path}`] = json === null ? { status: 204 } : { status: 201, json };
  }
}

test("every tool that writes is tried here", () => {
  expect(tools.filter(({ hints }) => !hints.isReadOnly).map(({ name }) => name)).toEqual(Object.keys(writes));
});

test.each(Object.entries(writes))(
  "%s changes nothing at first, does it once when it is confirmed, and says what came of it",
  async (name, { params, answers, sent, told }) => {
    answerWith(answers);
    const asked = { ...site, ...params };

    const dry = await bench.call(name, { ...asked, dry_run: true });
    const first = await bench.call(name, asked);
    const before = bench.asked.length;
    const confirmed = { ...asked, ...first.error?.add };
    const done = await bench.call(name, confirmed);
    const again = await bench.call(name, confirmed);

    expect(dry).toMatchObject({ created: false, plan: expect.stringContaining("acme/site") });
    expect(first.error).toMatchObject({ code: "confirmation_required", add: { confirm_token: expect.any(String) } });
    expect(before).toBe(0);
    expect(done).toMatchObject({ repository: "acme/site", created: true, ...told });
    expect(again).toMatchObject({ created: false, ...told });
    const prefix = "/repos/acme/site";
    expect(bench.asked.map(({ method, path, body }) => [method, path.slice(prefix.length), body])).toEqual(sent);
    const { lines } = (await listAudit.run(bench.ctx, {})) as unknown as { lines: { action: string; state: string }[] };
    expect(lines.filter(({ action }) => action === name).map(({ state }) => state)).toEqual([
      "done",
      "done",
      "failed",
      "done",
    ]);
  },
);

test.each(Object.entries(writes))(
  "%s is refused in read-only mode, for owners nobody named, and to keys that may only read",
  async (name, { params }) => {
    const asked = { ...site, ...params, dry_run: true };
    const key = Buffer.alloc(32, 7);
    const readOnly = { ...bench.ctx, toolRules: { key, writableOwners: ["acme"], isReadOnly: true } };
    const closed = { ...bench.ctx, toolRules: { key, writableOwners: ["other"] } };
    const reader = { ...bench.ctx, actor: { ...bench.ctx.actor, scopes: ["read"] as const } };

    expect((await bench.call(name, asked, readOnly)).error).toMatchObject({
      code: "policy_denied",
      message: expect.stringContaining("PULSE_READ_ONLY"),
    });
    expect((await bench.call(name, asked, closed)).error).toMatchObject({ code: "policy_denied" });
    expect((await bench.call(name, asked, reader)).error).toMatchObject({ code: "forbidden" });
    expect(bench.asked).toEqual([]);
  },
);

test("of two calls at once one does it, and the other is told to ask again", async () => {
  answerWith(writes["github_create_issue"]?.answers ?? {});
  const asked = { ...site, title: "It breaks", idempotency_key: "issue-0001" };
  const confirmed = { ...asked, ...(await bench.call("github_create_issue", asked)).error?.add };

  const both = await Promise.all([
    bench.call("github_create_issue", confirmed),
    bench.call("github_create_issue", confirmed),
  ]);

  expect(both.filter((one) => one["created"] as unknown)).toHaveLength(1);
  expect(bench.asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("what GitHub may have done without saying so is not done again under the same key", async () => {
  const asked = { ...site, title: "It breaks", idempotency_key: "issue-0001" };
  const confirmed = { ...asked, ...(await bench.call("github_create_issue", asked)).error?.add };
  bench.fault = { isGone: true };
  const lost = await bench.call("github_create_issue", confirmed);
  bench.fault = null;

  const again = await bench.call("github_create_issue", confirmed);

  expect(lost.error).toMatchObject({ code: "upstream_error" });
  expect(again.error).toMatchObject({
    code: "conflict",
    retry_after_s: 5,
    message: expect.stringContaining("look whether"),
  });
  expect(bench.asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("what GitHub refused may be tried again under its key", async () => {
  const asked = { ...site, title: "It breaks", idempotency_key: "issue-0001" };
  const confirmed = { ...asked, ...(await bench.call("github_create_issue", asked)).error?.add };
  bench.fault = { status: 422, json: { message: "Validation Failed" } };
  const refused = await bench.call("github_create_issue", confirmed);
  bench.fault = null;
  answerWith(writes["github_create_issue"]?.answers ?? {});

  const again = await bench.call("github_create_issue", confirmed);

  expect(refused.error).toMatchObject({ code: "invalid", message: expect.stringContaining("Validation Failed") });
  expect(again).toMatchObject({ number: 9, created: true });
});

test("a confirmation is good for its arguments, its person, its tool and five minutes", async () => {
  const asked = { ...site, number: 7, body: "Thanks", idempotency_key: "comment-1" };
  const { error } = await bench.call("github_add_issue_comment", asked);
  const late = { ...bench.ctx, clock: fixedClock("2026-05-01T12:06:00Z") };

  const tried = [
    await bench.call("github_add_issue_comment", { ...asked, ...error?.add, number: 8 }),
    await bench.call("github_add_issue_comment", { ...asked, ...error?.add, owner: "ACME" }),
    await bench.call("github_add_issue_comment", { ...asked, ...error?.add }, late),
    await bench.call("github_create_issue", { ...site, title: "x", ...error?.add }),
  ];

  expect(tried.map((one) => one.error?.code)).toEqual(["invalid", "invalid", "invalid", "invalid"]);
  expect(bench.asked).toEqual([]);
});

test.each([
  ["github_label_issue", { number: 7 }, /names anything/],
  ["github_label_issue", { number: 7, add: ["Bug"], remove: ["bug"] }, /both in/],
  ["github_request_review", { number: 7 }, /names anybody/],
])("%s of %j would do nothing, and says so", async (name, params, message) => {
  expect((await bench.call(name, { ...site, ...params })).error).toMatchObject({
    code: "invalid",
    message: expect.stringMatching(message),
  });
});

test("an issue whose title is open already says so before anybody confirms it", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");

  const { error } = await bench.call("github_create_issue", { ...site, title: "stored" });

  expect(error?.message).toContain("open with this title already: #3, #2, #1");
});

test("who asks is told what they may, and that nothing is written in read-only mode", async () => {
  const key = Buffer.alloc(32, 7);
  const toolRules = { key, writableOwners: ["acme"], isReadOnly: true, sets: ["issues"] };

  const told = await bench.call("github_whoami", {}, { ...bench.ctx, toolRules });

  expect(told).toMatchObject({
    role: "owner",
    writable_owners: [],
    read_only: true,
    toolsets: ["issues"],
    rate_limits: expect.any(Array),
  });
});
