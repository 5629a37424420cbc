/** One issue, one pull request, jobs, logs and search: from our copy, or from GitHub as it answers now. */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { cover, issue, now, openGitHubTools, site, user, type GitHubTools } from "../../../test/open-github-tools.ts";

let bench: GitHubTools;

beforeEach(async () => {
  bench = await openGitHubTools();
});

afterEach(async () => {
  await bench.close();
});

const comment = (id: number, body = `Comment ${id}`) => ({
  id,
  issue_url: "https://api.github.test/repos/acme/site/issues/7",
  user,
  body,
  created_at: now,
  updated_at: now,
});

const pull = {
  ...issue(8),
  draft: false,
  merged_at: null,
  base: { ref: "main", sha: "b" },
  head: { ref: "fix", sha: "h" },
  additions: 3,
  deletions: 1,
  changed_files: 2,
};

const job = (id: number, conclusion: string) => ({
  id,
  run_id: 5,
  run_attempt: 2,
  name: `Job ${id}`,
  status: "completed",
  conclusion,
  started_at: now,
  completed_at: "2026-05-01T12:01:30Z",
  steps: [
    { number: 1, name: "Set up", status: "completed", conclusion: "success" },
    { number: 2, name: "Test\u200b it", status: "completed", conclusion },
  ],
});

test("an issue that our copy lacks comes from GitHub with its comments, page by page", async () => {
  const link = '<https://api.github.test/repos/acme/site/issues/7/comments?per_page=1&page=2>; rel="next"';
  bench.answers["GET /repos/acme/site/issues/7"] = { json: issue(7, { comments: 2 }) };
  bench.answers["GET /repos/acme/site/issues/7/comments"] = { json: [comment(1)], headers: { link } };
  await cover(bench, "2026-05-01T11:50:00Z");

  const first = await bench.call("github_get_issue", { ...site, number: 7, include_comments: 1 });
  bench.answers["GET /repos/acme/site/issues/7/comments"] = { json: [comment(2)] };
  const second = await bench.call("github_get_issue", {
    ...site,
    number: 7,
    include_comments: 1,
    cursor: first["next_cursor"],
  });

  expect(first).toMatchObject({
    source: "live",
    issue: { number: 7, body: "ab", comments: 2 },
    comments: [{ body: "Comment 1" }],
  });
  expect(second).toMatchObject({ comments: [{ body: "Comment 2" }], next_cursor: null });
  expect(bench.asked.at(-1)?.query).toBe("?per_page=1&page=2");
});

test("an issue of a fresh copy asks GitHub nothing, and a long text is read on from where it was cut", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");
  await withService(bench.database.db, async (tx) => {
    await sql`update pulse.issues set body = repeat('abcdefghij', 4000) where number = 1`.execute(tx);
    await sql`
      insert into pulse.issue_comments (workspace_id, repository_id, issue_id, body, created_at, ordinal, updated_at, fetched_at)
      select workspace_id, repository_id, id, 'Said ' || said, ${now}, said, ${now}, ${now}
      from pulse.issues, generate_series(1, 3) as said
      where number = 1
    `.execute(tx);
  });
  const asked = { ...site, number: 1, include_comments: 2 };

  const first = await bench.call("github_get_issue", asked);
  const rest = await bench.call("github_get_issue", { ...asked, cursor: first["next_cursor"] });
  const end = await bench.call("github_get_issue", { ...asked, body_from: 30_000 });

  const said = [first, rest].flatMap((page) =>
    (page["comments"] as unknown as { body: string }[]).map(({ body }) => body),
  );
  expect(said).toEqual(["Said 1", "Said 2", "Said 3"]);
  expect(first).toMatchObject({ source: "mirror", truncated: { hint: expect.stringContaining("body_from 30000") } });
  expect((end["issue"] as unknown as { body: string }).body).toHaveLength(10_000);
  expect(end).not.toHaveProperty("truncated");
  expect(bench.asked).toEqual([]);
});

test("the number of a pull request is no issue, and says which tool reads it", async () => {
  bench.answers["GET /repos/acme/site/issues/8"] = { json: issue(8, { pull_request: {} }) };

  expect((await bench.call("github_get_issue", { ...site, number: 8 })).error).toMatchObject({
    code: "invalid",
    message: expect.stringContaining("github_get_pr"),
  });
});

test("a pull request comes with reviews, and with files when they are asked for", async () => {
  bench.answers["GET /repos/acme/site/pulls/8"] = { json: pull };
  bench.answers["GET /repos/acme/site/pulls/8/reviews"] = {
    json: [{ id: 1, node_id: "R", user, state: "APPROVED", body: "fine", submitted_at: now }],
  };
  bench.answers["GET /repos/acme/site/pulls/8/files"] = {
    json: [{ filename: "a.ts", status: "modified", additions: 3, deletions: 1 }],
  };

  const plain = await bench.call("github_get_pr", { ...site, number: 8 });
  const whole = await bench.call("github_get_pr", { ...site, number: 8, include_files: 10 });

  expect(plain).toMatchObject({
    source: "live",
    pull: { number: 8, state: "open", additions: 3, head_sha: "h" },
    reviews: [{ author: "octo", state: "approved" }],
    files: [],
  });
  expect(whole).toMatchObject({ files: [{ path: "a.ts", change: "modified" }] });
});

test("the same pull request from a fresh copy, its files found again by their names", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");
  await withService(bench.database.db, async (tx) => {
    await sql`
      insert into pulse.pull_requests (workspace_id, repository_id, number, title, state, created_at, updated_at, fetched_at)
      select workspace_id, id, 8, 'Stored', 'open', ${now}, ${now}, ${now}
      from pulse.repositories
    `.execute(tx);
    await sql`
      insert into pulse.pull_request_files (workspace_id, repository_id, pull_request_id, path, change, additions, deletions, fetched_at)
      select workspace_id, repository_id, id, path, 'added', 1, 0, ${now}
      from pulse.pull_requests, unnest(array['a.ts', 'b.ts']) as path
    `.execute(tx);
    await sql`
      insert into pulse.reviews (workspace_id, repository_id, pull_request_id, state, submitted_at, updated_at, fetched_at)
      select workspace_id, repository_id, id, 'approved', ${now}, ${now}, ${now}
      from pulse.pull_requests
    `.execute(tx);
  });
  const asked = { ...site, number: 8, include_files: 1 };

  const first = await bench.call("github_get_pr", asked);
  const second = await bench.call("github_get_pr", { ...asked, cursor: first["next_cursor"] });

  expect(first).toMatchObject({
    source: "mirror",
    reviews: [{ state: "approved" }],
    files: [{ path: "a.ts" }],
  });
  expect(second).toMatchObject({ files: [{ path: "b.ts" }], next_cursor: null });
  expect(bench.asked).toEqual([]);
});

test("jobs say which steps failed, and those that did not can be left out", async () => {
  bench.answers["GET /repos/acme/site/actions/runs/5/jobs"] = {
    json: { jobs: [job(1, "success"), job(2, "failure"), { ...job(3, "failure"), name: "Lint" }] },
  };

  const all = await bench.call("github_get_run_jobs", { ...site, run_id: 5 });
  const some = await bench.call("github_get_run_jobs", {
    ...site,
    run_id: 5,
    failed_only: true,
    name_contains: "job",
  });

  expect((all["items"] as unknown as unknown[]).length).toBe(3);
  expect(some).toMatchObject({
    items: [{ id: 2, run_attempt: 2, duration_s: 90, failed_steps: ["Test it"] }],
  });
});

test("jobs of a fresh copy are those of the newest attempt", async () => {
  await cover(bench, "2026-05-01T11:50:00Z");
  await withService(bench.database.db, async (tx) => {
    await sql`
      insert into pulse.workflows (workspace_id, repository_id, github_id, name, fetched_at)
      select workspace_id, id, 1, 'CI', ${now}
      from pulse.repositories
    `.execute(tx);
    await sql`
      insert into pulse.workflow_runs (
        workspace_id, repository_id, workflow_id, github_id, attempt, status, conclusion, head_sha, created_at, run_started_at,
        updated_at, fetched_at
      )
      select workspace_id, repository_id, id, 5, attempt, 'completed', 'failure', 'h', ${now}, ${now}, ${now}, ${now}
      from pulse.workflows, generate_series(1, 2) as attempt
    `.execute(tx);
    await sql`
      insert into pulse.workflow_jobs (
        workspace_id, repository_id, run_id, github_run_id, attempt, github_id, name, status, conclusion, fetched_at
      )
      select workspace_id, repository_id, id, 5, attempt, attempt, 'Test', 'completed', 'failure', ${now}
      from pulse.workflow_runs
    `.execute(tx);
    await sql`
      insert into pulse.workflow_steps (workspace_id, repository_id, job_id, number, name, status, conclusion, fetched_at)
      select workspace_id, repository_id, id, 1, 'Unit', 'completed', 'failure', ${now}
      from pulse.workflow_jobs
    `.execute(tx);
  });

  expect(await bench.call("github_get_run_jobs", { ...site, run_id: 5, failed_only: true })).toMatchObject({
    source: "mirror",
    items: [{ id: 2, run_attempt: 2, failed_steps: ["Unit"] }],
  });
  expect(bench.asked).toEqual([]);
});

const logPath = "GET /repos/acme/site/actions/jobs/3/logs";

test("the end of a log is read where GitHub sends, without any credential, and its colours are gone", async () => {
  const lines = Array.from({ length: 5000 }, (_, n) => `\u001b[31mline ${n}\u001b[0m`);
  bench.answers[logPath] = { status: 302, text: "", headers: { location: "https://logs.test/3?sig=x" } };
  bench.answers["GET logs.test/3"] = { text: lines.join("\r\n"), headers: { "content-type": "text/plain" } };

  const tail = await bench.call("github_get_job_log", { ...site, job_id: 3, tail_lines: 2 });
  const found = await bench.call("github_get_job_log", { ...site, job_id: 3, grep: "LINE 12" });
  const large = await bench.call("github_get_job_log", { ...site, job_id: 3, tail_lines: 2000 });

  expect(tail).toMatchObject({
    log: "line 4998\nline 4999",
    total_lines: 5000,
    truncated: { hint: expect.stringContaining("4998 lines stand before") },
  });
  expect((found["log"] as unknown as string).split("\n")).toEqual(expect.arrayContaining(["line 12", "line 1299"]));
  expect(Buffer.byteLength(JSON.stringify(large))).toBeLessThan(70_000);
  expect(bench.asked.filter(({ host }) => host === "logs.test").map(({ token }) => token)).toEqual([null, null, null]);
});

test("a log is read from the open internet alone", async () => {
  const places = [
    "http://logs.test/3",
    "https://127.0.0.1/3",
    "https://127.1/3",
    "https://0x7f.1/3",
    "https://[::ffff:169.254.169.254]/3",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.7/3",
    "https://[::1]/3",
    "https://logs.test:8443/3",
    "https://user:secret@logs.test/3",
    "file:///etc/passwd",
  ];
  const told: unknown[] = [];

  for (const location of places) {
    bench.answers[logPath] = { status: 302, text: "", headers: { location } };
    const { error } = await bench.call("github_get_job_log", { ...site, job_id: 3 });
    told.push([location, error?.code]);
  }

  expect(told).toEqual(places.map((location) => [location, "forbidden"]));
  expect(bench.asked.filter(({ host }) => host !== "api.github.test")).toEqual([]);
});

test("a log that is not where GitHub says is told as such", async () => {
  const cases = [
    [{ status: 404 }, "not_found", "no longer kept"],
    [{ status: 302, text: "", headers: { location: "https://10.0.0.7/" } }, "upstream_error", "302"],
    [{ isGone: true }, "upstream_error", "cannot be reached"],
  ] as const;
  bench.answers[logPath] = { status: 302, text: "", headers: { location: "https://logs.test/3" } };

  for (const [given, code, words] of cases) {
    bench.answers["GET logs.test/3"] = given;
    const { error } = await bench.call("github_get_job_log", { ...site, job_id: 3 });
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  }
});

test("a search asks GitHub for words alone, and for nothing outside the repository", async () => {
  bench.answers["GET /search/issues"] = {
    json: {
      total_count: 2,
      items: [
        { ...issue(7), repository_url: "https://api.github.test/repos/acme/site" },
        { ...issue(1), repository_url: "https://api.github.test/repos/other/secret" },
      ],
    },
  };

  const found = await bench.call("github_search_issues", { ...site, query: 'crash repo:other/secret" OR "x' });

  expect(found).toMatchObject({ source: "live", items: [{ repository: "acme/site", number: 7 }] });
  expect(found["items"]).toHaveLength(1);
  expect(new URLSearchParams(bench.asked[0]?.query).get("q")).toBe(
    '"crash" "repo:other/secret" "OR" "x" repo:acme/site is:issue',
  );
});

test("a search of the workspace reads our copy, every page of it, whatever its letters mean to a pattern", async () => {
  await cover(bench, "2026-05-01T09:00:00Z");
  await withService(bench.database.db, (tx) =>
    sql`update pulse.issues set body = '100%_ Broken' where number > 1`.execute(tx),
  );

  const first = await bench.call("github_search_issues", { query: "stored %_ broken", limit: 1 });
  const second = await bench.call("github_search_issues", {
    query: "stored %_ broken",
    limit: 1,
    cursor: first["next_cursor"],
  });

  expect(first).toMatchObject({ source: "mirror", as_of: "2026-05-01T09:00:00.000Z", items: [{ number: 3 }] });
  expect(second).toMatchObject({ items: [{ number: 2 }], next_cursor: null });
  expect((await bench.call("github_search_issues", { query: "x", repo: "site" })).error?.message).toContain("owner");
});
