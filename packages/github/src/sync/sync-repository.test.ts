import { randomUUID } from "node:crypto";

import { generateHistory } from "@pulse/github-replica";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { comment, inlineComment, issue, pull, review, smallArchive, type Archive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";
import { claimRun } from "../sync-runs/claim-run.ts";

const repository = "acme/site";

let github: TestGitHub;
let workspace: SyncWorkspace;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z" });
  workspace = await createSyncWorkspace(github);
});
afterEach(async () => {
  await workspace.drop();
  await github.close();
});

/** `count` pull requests, the first the oldest, a day between two of them. */
function manyPulls(count: number): Archive {
  const pulls = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.parse("2024-01-31T00:00:00Z") - (count - index) * 86_400_000).toISOString();
    const instant = at.replace(".000Z", "Z");
    return { ...pull(index + 1), createdAt: instant, updatedAt: instant };
  });
  return { ...smallArchive(), issues: [], pulls };
}

async function load(archive: Archive = smallArchive()): Promise<number> {
  github.loadArchive(archive);
  return await workspace.track(repository);
}

async function rows<T>(query: ReturnType<typeof sql<T>>): Promise<readonly T[]> {
  return (await query.execute(workspace.superDb)).rows;
}

async function count(table: string): Promise<number> {
  const found = await rows(sql<{ count: number }>`select count(*)::integer as count from ${sql.id("pulse", table)}`);
  return found[0]?.count ?? 0;
}

async function runs(): Promise<readonly { state: string; resumeAt: Date | null; errorCode: string | null }[]> {
  return await rows(
    sql<{ state: string; resumeAt: Date | null; errorCode: string | null }>`
      select state, resume_at, error_code from pulse.sync_runs order by id
    `,
  );
}

async function access(): Promise<{ access: string; accessDetail: string | null; fullName: string }> {
  const found = await rows(
    sql<{ access: string; accessDetail: string | null; fullName: string }>`
      select access, access_detail, full_name from pulse.repositories
    `,
  );
  return found[0] ?? { access: "none", accessDetail: null, fullName: "" };
}

describe("a first reading", () => {
  test("brings everything, and says how far it knows each kind", async () => {
    const result = await workspace.sync(await load());

    expect(result.state).toBe("done");
    expect([await count("issues"), await count("pull_requests"), await count("reviews")]).toEqual([2, 2, 2]);
    const covered = await rows(
      sql<{ kind: string }>`
        select kind from pulse.sync_state where covered_from is null and covered_to = ${github.clock.now()} order by kind
      `,
    );
    expect(covered.map((row) => row.kind)).toEqual(
      expect.arrayContaining(["issues", "issue_comments", "pull_requests", "reviews", "timeline_events", "labels"]),
    );
  });

  test("reads the last 90 days of every kind before anything older", async () => {
    const repositoryId = await load({
      ...manyPulls(200),
      issues: Array.from({ length: 3 }, (_, index) => ({
        ...issue(index + 1),
        number: 300 + index,
        id: `issue-${300 + index}`,
      })),
    });
    github.faults.add({
      kind: "answer",
      status: 401,
      body: { message: "Bad credentials" },
      query: "PullRequests",
      after: 5,
    });

    await workspace.sync(repositoryId);

    const done = await rows(
      sql<{ kind: string }>`select kind from pulse.sync_cursors where phase = 'recent' and is_done order by kind`,
    );
    expect(done.map((row) => row.kind)).toEqual(expect.arrayContaining(["issues", "pull_requests"]));
    const oldest = await rows(sql<{ oldest: Date }>`select min(updated_at) as oldest from pulse.pull_requests`);
    const days = (github.clock.now().getTime() - (oldest[0]?.oldest.getTime() ?? 0)) / 86_400_000;
    expect(days).toBeGreaterThan(90);
    expect(days).toBeLessThan(130);
  });

  test("cuts nothing within an item: hundreds of comments, reviews and inline comments are all there", async () => {
    const minute = (index: number) =>
      new Date(Date.parse("2024-01-10T00:00:00Z") + index * 60_000).toISOString().replace(".000Z", "Z");
    const busy = {
      ...pull(3),
      comments: Array.from({ length: 250 }, (_, index) => comment("cyd", minute(index))),
      reviews: Array.from({ length: 130 }, (_, index) => ({
        ...review(`review-${index}`, "bob", minute(index)),
        comments: Array.from({ length: index === 120 ? 140 : 0 }, (__, inner) => inlineComment(minute(inner))),
      })),
    };
    const talked = { ...issue(1), comments: Array.from({ length: 230 }, (_, index) => comment("bob", minute(index))) };

    await workspace.sync(await load({ ...smallArchive(), issues: [talked], pulls: [busy] }));

    expect([await count("issue_comments"), await count("reviews"), await count("review_comments")]).toEqual([
      480, 130, 140,
    ]);
  });

  test("stops at the chosen depth but for what is still open, and fills the rest when the depth is widened", async () => {
    const archive = manyPulls(300);
    const closed = archive.pulls.map((one, index) =>
      index === 0 ? one : { ...one, state: "CLOSED", closedAt: one.updatedAt },
    );
    const repositoryId = await load({ ...archive, pulls: closed });
    await sql`update pulse.repositories set backfill_from = '2023-09-01T00:00:00Z'`.execute(workspace.superDb);

    await workspace.sync(repositoryId);
    const narrow = await count("pull_requests");
    const coveredNarrow = await rows(
      sql<{ at: Date }>`select covered_from as at from pulse.sync_state where kind = 'pull_requests'`,
    );
    await sql`update pulse.repositories set backfill_from = null`.execute(workspace.superDb);
    const widened = await workspace.sync(repositoryId, { trigger: "widened" });

    expect(narrow).toBeGreaterThan(152);
    expect(narrow).toBeLessThan(190);
    expect(coveredNarrow[0]?.at).toEqual(new Date("2023-09-01T00:00:00Z"));
    expect(await rows(sql`select number from pulse.pull_requests where number = 1`)).toHaveLength(1);
    expect(await count("pull_requests")).toBe(300);
    const covered = await rows(
      sql<{ at: Date | null }>`select covered_from as at from pulse.sync_state where kind = 'pull_requests'`,
    );
    expect(covered[0]?.at).toBeNull();
    expect(widened.counts.pull_requests?.added).toBe(300 - narrow);
  });

  test("gives commits that a clone told of beyond its depth to the accounts that GitHub names for their addresses", async () => {
    const from = new Date("2024-01-10T00:00:00Z");
    const asOf = new Date("2024-01-31T00:00:00Z");
    const history = generateHistory({ repository, seed: 3, from, asOf, issues: 1, pullRequests: 4, people: 2 });
    github.loadHistory(history);
    const repositoryId = await workspace.track(repository);
    const emails = history.people.map(({ email }) => email);
    await sql`
      insert into pulse.commits (
        workspace_id, repository_id, sha, parent_shas, author_name, author_email, authored_at, committed_at, headline,
        is_on_default_branch, fetched_at
      )
      select
        workspace_id, id, repeat(md5(email), 2), '{}', 'Somebody', upper(email), '2010-01-01', '2010-01-01', 'from a clone', false, '2024-01-01'
      from pulse.repositories
      cross join unnest(${[...emails, "nobody@example.org"]}::text[]) as email
    `.execute(workspace.superDb);

    await workspace.sync(repositoryId);

    const tied = await rows(sql<{ email: string; isTied: boolean }>`
      select lower(author_email) as email, author_id is not null as is_tied
      from pulse.commits
      where headline = 'from a clone'
      order by email
    `);
    const known = await rows(sql<{ email: string }>`
      select distinct lower(author_email) as email
      from pulse.commits
      where headline <> 'from a clone'
        and author_id is not null
    `);
    const addresses = known.map(({ email }) => email);
    expect(addresses).not.toEqual([]);
    expect(tied).toEqual(tied.map(({ email }) => ({ email, isTied: addresses.includes(email) })));
    expect(tied).toContainEqual({ email: "nobody@example.org", isTied: false });
  });
});

describe("a second reading", () => {
  test("of an unchanged repository costs at most six requests and changes nothing", async () => {
    const repositoryId = await load();
    await workspace.sync(repositoryId);
    github.clock.advance(3_600_000);

    const again = await workspace.sync(repositoryId);

    expect(again.requests).toBeLessThanOrEqual(6);
    expect(Object.values(again.counts).every((kind) => kind.added + kind.removed === 0 || kind.total === null)).toBe(
      true,
    );
    const behind = await rows(sql`select kind from pulse.sync_state where covered_to < ${github.clock.now()}`);
    expect(behind).toEqual([]);
  });
});

describe("GitHub in trouble", () => {
  test("a page that GitHub cannot answer is asked for again with half as many rows until it can, and the size is remembered", async () => {
    const repositoryId = await load(manyPulls(60));
    github.faults.add({ kind: "bad_gateway", query: "query PullRequests", whenPageLargerThan: 10, times: 1000 });

    const result = await workspace.sync(repositoryId);

    expect(result.state).toBe("done");
    expect(await count("pull_requests")).toBe(60);
    const sizes = await rows(
      sql<{
        size: number;
      }>`select page_size as size from pulse.sync_cursors where kind = 'pull_requests' and phase = 'recent'`,
    );
    expect(sizes[0]?.size).toBeLessThanOrEqual(12);
  });

  test("an answer with holes is no answer: it is asked for again, and nothing is missing", async () => {
    const repositoryId = await load();
    const error = { type: null, message: "Something went wrong while executing your query", path: ["repository"] };
    github.faults.add({ kind: "graphql_errors", errors: [error], query: "query PullRequests" });

    const result = await workspace.sync(repositoryId);

    expect(result.state).toBe("done");
    expect(await count("pull_requests")).toBe(2);
  });

  test("a place that GitHub no longer knows is begun anew instead of failing for ever", async () => {
    const repositoryId = await load(manyPulls(60));
    const error = { type: "INVALID_CURSOR_ARGUMENTS", message: "`Y3Vyc29y` does not appear to be a valid cursor." };
    github.faults.add({
      kind: "answer",
      status: 200,
      body: { data: null, errors: [error] },
      headers: { "content-type": "application/json" },
      query: "query PullRequests",
      after: 1,
    });

    const result = await workspace.sync(repositoryId);

    expect(result.error).toBeNull();
    expect(await count("pull_requests")).toBe(60);
  });

  test("a secondary limit puts the run to sleep until GitHub allows it, and nothing is asked meanwhile", async () => {
    const repositoryId = await load(manyPulls(60));
    github.faults.add({ kind: "secondary_limit", retryAfterSeconds: 120, query: "query PullRequests", after: 1 });

    const first = await workspace.sync(repositoryId);
    const askedBefore = github.requests().length;
    const tooEarly = await workspace.sync(repositoryId);
    const askedMeanwhile = github.requests().length - askedBefore;
    github.clock.advance(121_000);
    const later = await workspace.sync(repositoryId);

    expect(first.state).toBe("waiting");
    expect(first.resumeAt).toEqual(new Date(Date.parse("2024-02-01T00:02:00.001Z")));
    expect([tooEarly.state, askedMeanwhile]).toEqual(["waiting", 0]);
    expect(later.state).toBe("done");
    expect(later.runId).toBe(first.runId);
    expect(await count("pull_requests")).toBe(60);
  });

  test("the hourly limit ends in waiting until it is renewed, and the reading goes on where it was", async () => {
    const repositoryId = await load(manyPulls(120));
    github.useBudget(github.token, "graphql", 999_990);

    const first = await workspace.sync(repositoryId);
    github.clock.advance(3_700_000);
    const later = await workspace.sync(repositoryId);

    expect(first.state).toBe("waiting");
    expect(later.state).toBe("done");
    expect(await count("pull_requests")).toBe(120);
  });

  test("a token revoked in the middle ends in a state that names the next step, and what was read stays", async () => {
    const repositoryId = await load(manyPulls(60));
    github.faults.add({ kind: "revoke_token", query: "query PullRequests", after: 1 });

    const result = await workspace.sync(repositoryId);

    expect(result.state).toBe("failed");
    expect(result.error?.code).toBe("unauthenticated");
    expect((await access()).access).toBe("disconnected");
    expect(await count("pull_requests")).toBe(25);
    expect(await runs()).toMatchObject([{ state: "failed", errorCode: "unauthenticated" }]);
  });

  test("a repository that GitHub no longer shows ends in a state that names the next step", async () => {
    const repositoryId = await workspace.track("acme/gone");

    const result = await workspace.sync(repositoryId);

    expect(result.state).toBe("failed");
    expect((await access()).access).toBe("deleted");
    expect((await access()).accessDetail).toContain("./pulse repo connect acme/gone");
  });
});

describe("workers", () => {
  test("two never read one repository at once", async () => {
    const repositoryId = await load(manyPulls(60));
    github.setLatency(30);

    const both = await Promise.allSettled([workspace.sync(repositoryId), workspace.sync(repositoryId)]);

    const refused = both.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(isAppError(refused[0]?.reason) && refused[0].reason.code).toBe("conflict");
  });

  test("one whose clock is wrong is not taken for dead while it reads", async () => {
    const repositoryId = await load(manyPulls(60));
    github.setLatency(30);
    const reading = workspace.sync(repositoryId);
    await expect.poll(() => github.requests().length, { timeout: 60_000 }).toBeGreaterThan(2);

    const taken = await claimRun(workspace.database.db, { workerId: randomUUID() });

    expect(taken).toBeNull();
    expect((await reading).state).toBe("done");
  });

  test("one that is told to stop lets another go on with the same run", async () => {
    const repositoryId = await load(manyPulls(60));
    const stop = new AbortController();
    github.setLatency(50);
    const stopped = workspace.sync(repositoryId, { signal: stop.signal });
    await expect.poll(() => github.requests().length, { timeout: 60_000 }).toBeGreaterThan(2);
    stop.abort(new Error("stopping"));
    await expect(stopped).rejects.toThrow("stopping");
    github.setLatency(0);

    const later = await workspace.sync(repositoryId);

    expect(later.state).toBe("done");
    expect(await runs()).toHaveLength(1);
    expect(await count("pull_requests")).toBe(60);
  });
});

test("text that the database cannot hold is kept without those characters; deleted accounts and bots are what they are", async () => {
  const archive = smallArchive();
  const odd = {
    ...issue(5, null),
    title: "nul and half a pair",
    comments: [comment("renovate", "2024-01-20T10:00:00Z")],
  };
  github.loadArchive({ ...archive, issues: [odd] }, { bots: ["renovate"] });
  const found = github.getRepository(repository).items.get(5);
  if (found !== undefined) Object.assign(found, { body: "a\u0000b\ud800c" });

  const result = await workspace.sync(await workspace.track(repository));

  expect(result.state).toBe("done");
  expect(await rows(sql`select body, author_id from pulse.issues`)).toEqual([{ body: "ab\ufffdc", authorId: null }]);
  expect(await rows(sql`select type, is_bot from pulse.accounts where login = 'renovate[bot]'`)).toEqual([
    { type: "Bot", isBot: true },
  ]);
});
