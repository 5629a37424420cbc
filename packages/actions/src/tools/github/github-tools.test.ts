/** The tools over GitHub as they are called, with GitHub replaced at the wire. */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { cover, issue, now, openGitHubTools, site, type GitHubTools } from "../../../test/open-github-tools.ts";

let bench: GitHubTools;

beforeEach(async () => {
  bench = await openGitHubTools();
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

test("an hour that is used up is told with the time until the next", async () => {
  bench.answers["GET /repos/acme/site/pulls"] = {
    status: 403,
    json: { message: "API rate limit exceeded" },
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-limit": "5000", "x-ratelimit-reset": "1777637400" },
  };

  expect((await call("github_list_prs", site)).error).toMatchObject({
    code: "rate_limited",
    retryable: true,
    retry_after_s: expect.any(Number),
  });
});

test("a repository that is not of the workspace is not asked of GitHub, whoever sees it there", async () => {
  const { error } = await call("github_get_workflow_runs", { owner: "acme", repo: "other" });

  expect(error).toMatchObject({
    code: "not_found_or_no_access",
    message: expect.stringContaining("./pulse repo connect acme/other"),
  });
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
