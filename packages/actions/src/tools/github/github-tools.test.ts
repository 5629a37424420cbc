/** The tools over GitHub as they are called, with GitHub replaced at the wire. */
import { withService } from "@pulse/db";
import { fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { cover, issue, now, openGitHubTools, site, type GitHubTools } from "../../../test/open-github-tools.ts";
import { listAudit } from "../../index.ts";

let bench: GitHubTools;

beforeEach(async () => {
  bench = await openGitHubTools();
  bench.answers["POST /repos/acme/site/issues"] = {
    status: 201,
    json: { number: 9, html_url: "https://github.test/acme/site/issues/9" },
  };
});

afterEach(async () => {
  await bench.close();
});

const call: GitHubTools["call"] = async (...given) => await bench.call(...given);

test("what was never read comes from GitHub, through the repository's connection, without pull requests and without hidden words", async () => {
  const listed = await call("github_list_issues", { ...site, labels: ["bug"], state: "all" });

  expect(listed).toMatchObject({
    source: "live",
    as_of: new Date(now).toISOString(),
    items: [{ number: 2, author: "octo", body_excerpt: "ab" }],
  });
  expect(bench.asked).toMatchObject([
    { path: "/repos/acme/site/issues", token: expect.stringContaining("ghp_marker") },
  ]);
  expect(bench.asked[0]?.query).toContain("labels=bug");
});

test("what is fresh comes from our copy, page by page, and asks GitHub nothing", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");

  const first = await call("github_list_issues", { ...site, limit: 2 });
  const second = await call("github_list_issues", { ...site, limit: 2, cursor: first["next_cursor"] });

  expect(first).toMatchObject({ source: "mirror", as_of: "2026-05-01T11:50:00.000Z" });
  expect([first, second].map((page) => (page["items"] as unknown as unknown[]).length)).toEqual([2, 1]);
  expect(second["next_cursor"]).toBeNull();
  expect(bench.asked).toEqual([]);
});

test("rows that go away between two pages push none out of the next", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");
  const numbers = (page: Record<string, unknown>) =>
    (page["items"] as { number: number }[]).map(({ number }) => number);

  const first = await call("github_list_issues", { ...site, limit: 1 });
  await withService(bench.database.db, (tx) =>
    sql`update pulse.issues set state = 'closed', closed_at = now() where number = ${numbers(first)[0]}`.execute(tx),
  );
  const rest = await call("github_list_issues", { ...site, limit: 1, cursor: first["next_cursor"] });

  expect([numbers(first), numbers(rest)]).toEqual([[3], [2]]);
});

test("GitHub's next page is asked for as GitHub named it, and a page that was cut goes on within itself", async () => {
  const long = (number: number) => issue(number, { body: "x".repeat(600), title: "y".repeat(20_000) });
  const link = '<https://api.github.test/repositories/5/issues?per_page=3&after=Y3Vyc29y&state=open>; rel="next"';
  bench.answers["GET /repos/acme/site/issues"] = { json: [1, 2, 3].map((number) => issue(number)), headers: { link } };
  const first = await call("github_list_issues", { ...site, limit: 3 });
  bench.answers["GET /repos/acme/site/issues"] = { json: [4, 5, 6].map(long) };
  const seen: number[] = [];

  for (let cursor = first["next_cursor"] as unknown; typeof cursor === "string";) {
    const page = await call("github_list_issues", { ...site, limit: 3, cursor });
    seen.push(...(page["items"] as unknown as { number: number }[]).map(({ number }) => number));
    cursor = page["next_cursor"];
  }

  expect(
    bench.asked.slice(1).every(({ query }) => query.includes("after=Y3Vyc29y") && query.includes("per_page=3")),
  ).toBe(true);
  expect(seen).toEqual([4, 5, 6]);
});

test.each([
  ["500", { status: 500, text: "<html>Unicorn</html>" }],
  ["a page instead of JSON", { status: 502, text: "<html>" }],
])("when GitHub answers %s, the copy answers as old as it is", async (_, fault) => {
  await cover(bench, "2026-05-01T09:00:00Z");
  bench.answers["GET /repos/acme/site/issues"] = fault;

  const listed = await call("github_list_issues", site);

  expect(listed).toMatchObject({ source: "mirror", as_of: "2026-05-01T09:00:00.000Z" });
});

test.each([
  [401, {}, "unauthenticated"],
  [403, {}, "forbidden"],
  [404, {}, "not_found_or_no_access"],
  [422, {}, "invalid"],
  [429, { "retry-after": "30" }, "rate_limited"],
  [
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-limit": "5000", "x-ratelimit-reset": "1777637400" },
    "rate_limited",
  ],
  [451, {}, "not_found"],
  [500, {}, "upstream_error"],
])("GitHub's %i is a typed error with the next step", { timeout: 120_000 }, async (status, headers, code) => {
  bench.answers["GET /repos/acme/site/pulls"] = { status, json: { message: "no" }, headers };

  const { error } = await call("github_list_prs", site);

  expect(error).toMatchObject({ code, message: expect.stringMatching(/.{20}/), request_id: "r-1" });
  expect(JSON.stringify(error)).not.toContain("ghp_marker");
});

test("a time to wait is told in seconds", async () => {
  bench.answers["GET /repos/acme/site/pulls"] = {
    status: 429,
    json: { message: "slow down" },
    headers: { "retry-after": "30" },
  };

  expect((await call("github_list_prs", site)).error).toMatchObject({
    retryable: true,
    retry_after_s: expect.any(Number),
  });
});

test.each(["../..", "a/b", "..", "site\u0000", ""])("%j is no repository to ask for", async (repo) => {
  expect((await call("github_list_issues", { owner: "acme", repo })).error).toMatchObject({ code: "invalid" });
  expect(bench.asked).toEqual([]);
});

test("a repository that is not of the workspace is not asked of GitHub, whoever sees it there", async () => {
  const { error } = await call("github_get_workflow_runs", { owner: "acme", repo: "other" });

  expect(error).toMatchObject({
    code: "not_found_or_no_access",
    message: expect.stringContaining("./pulse repo connect acme/other"),
  });
  expect(bench.asked).toEqual([]);
});

const wanted = { ...site, title: "It breaks", body: "Steps", idempotency_key: "issue-0001" };

test("an issue is opened once: asked, confirmed, and the same again is the same issue", async () => {
  const first = await call("github_create_issue", wanted);
  const confirmed = { ...wanted, ...first.error?.add };
  const opened = await call("github_create_issue", confirmed);
  const again = await call("github_create_issue", confirmed);

  expect(first.error).toMatchObject({
    code: "confirmation_required",
    message: expect.stringContaining('"It breaks" in acme/site'),
  });
  expect(opened).toMatchObject({ number: 9, created: true });
  expect(again).toMatchObject({ number: 9, created: false });
  expect(bench.asked.map(({ method, body }) => [method, body])).toEqual([
    ["POST", { title: "It breaks", body: "Steps", labels: [], assignees: [] }],
  ]);
  const { lines } = (await listAudit.run(bench.ctx, {})) as unknown as { lines: { action: string; source: string }[] };
  expect(lines.filter(({ action }) => action === "github_create_issue")).toMatchObject([
    { source: "mcp" },
    { source: "mcp" },
    { source: "mcp" },
  ]);
});

test("the same issue at once twice is opened at most once", async () => {
  const confirmed = { ...wanted, ...(await call("github_create_issue", wanted)).error?.add };

  await Promise.all([call("github_create_issue", confirmed), call("github_create_issue", confirmed)]);
  await call("github_create_issue", confirmed);

  expect(bench.asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a confirmation is good for its arguments, its person and five minutes", async () => {
  const { error } = await call("github_create_issue", wanted);
  const late = { ...bench.ctx, clock: fixedClock("2026-05-01T12:06:00Z") };

  const tried = [
    await call("github_create_issue", { ...wanted, ...error?.add, title: "Another" }),
    await call("github_create_issue", { ...wanted, ...error?.add, idempotency_key: "issue-0002" }),
    await call("github_create_issue", { ...wanted, ...error?.add }, late),
  ];

  expect(tried.map((one) => one.error?.code)).toEqual(["invalid", "invalid", "invalid"]);
  expect(bench.asked).toEqual([]);
});

test("a dry run, an owner who is not allowed and a key that may only read open nothing", async () => {
  const dry = await call("github_create_issue", { ...wanted, dry_run: true });
  const closed = { ...bench.ctx, toolRules: { key: Buffer.alloc(32, 7), writableOwners: [] } };
  const reader = { ...bench.ctx, actor: { ...bench.ctx.actor, scopes: ["read"] as const } };

  expect(dry).toMatchObject({ created: false, plan: 'Open the issue "It breaks" in acme/site' });
  expect((await call("github_create_issue", wanted, closed)).error).toMatchObject({
    code: "policy_denied",
    message: expect.stringContaining("PULSE_OWNERS_ALLOW"),
  });
  expect((await call("github_create_issue", wanted, reader)).error).toMatchObject({ code: "forbidden" });
  expect(bench.asked).toEqual([]);
});

test("repositories are listed by owner, and one of them alone", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");

  expect(await call("github_list_repos", { org: "ACME" })).toMatchObject({
    items: [{ full_name: "acme/site", open_issues: 3 }],
  });
  expect(await call("github_list_repos", { user: "nobody" })).toMatchObject({ items: [] });
  expect(await call("github_get_repo", site)).toMatchObject({ repository: { full_name: "acme/site", open_prs: 0 } });
});
