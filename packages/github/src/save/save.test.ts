/** What a live sync and webhooks will rely on: the same functions, with GitHub's ids, after and before imports that have none. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { readFacts } from "../../test/read-facts.ts";
import { saving } from "../../test/save-workspace.ts";
import { comment, smallArchive } from "../../test/small-archive.ts";
import { accountColumns } from "./account-references.ts";
import { refreshActors } from "./refresh-actors.ts";
import { saveAccounts, type AccountRow } from "./save-accounts.ts";
import { saveIssueComments } from "./save-issue-comments.ts";
import { saveIssues, type IssueRow } from "./save-issues.ts";
import { saveLabels } from "./save-labels.ts";
import { savePullRequests, type PullRequestRow } from "./save-pull-requests.ts";
import { saveReviewComments } from "./save-review-comments.ts";
import { saveReviews } from "./save-reviews.ts";
import { saveSyncState } from "./save-sync-state.ts";

let workspace: ArchiveWorkspace;
const afterwards = "2024-03-01T00:00:00Z";
const beforehand = "2024-01-15T00:00:00Z";

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

const issueRow: IssueRow = {
  number: 1,
  githubId: 101,
  nodeId: "issue-1",
  title: "Issue 1",
  body: "made up",
  state: "open",
  stateReason: null,
  authorId: null,
  authorAssociation: "NONE",
  labelNames: [],
  assigneeIds: [],
  createdAt: "2024-01-01T10:00:00Z",
  closedAt: null,
  updatedAt: "2024-01-01T10:00:00Z",
};

async function saveIssue(fetchedAt: string, fields: Partial<IssueRow>, hasDetails = true) {
  return await saving(workspace, fetchedAt, (tx, scope) =>
    saveIssues(tx, scope, { rows: [{ ...issueRow, ...fields }], hasDetails }),
  );
}

async function readIssue(): Promise<unknown> {
  const found = await sql`
    select github_id, title, state_reason from pulse.issues where number = 1
  `.execute(workspace.superDb);
  return found.rows[0];
}

test.each([
  ["a later update overwrites", { updatedAt: "2024-01-03T00:00:00Z" }, afterwards, "new"],
  ["an older update does not", { updatedAt: "2023-12-01T00:00:00Z" }, afterwards, "old"],
  ["the same update read later does, because GitHub changes some fields silently", {}, afterwards, "new"],
  ["the same update read earlier does not", {}, "2023-01-01T00:00:00Z", "old"],
] as const)("%s", async (_, fields, fetchedAt, expected) => {
  await saveIssue(beforehand, { title: "old" });

  const { counts } = await saveIssue(fetchedAt, { title: "new", ...fields });

  expect(await readIssue()).toMatchObject({ title: expected });
  expect(counts.changed).toBe(expected === "new" ? 1 : 0);
});

test("a source without details leaves those that are known", async () => {
  await saveIssue(beforehand, { stateReason: "reopened" });

  await saveIssue(afterwards, { githubId: null, title: "from an archive" }, false);

  expect(await readIssue()).toEqual({ githubId: 101, title: "from an archive", stateReason: "reopened" });
});

const pullRow: PullRequestRow = {
  ...issueRow,
  number: 3,
  githubId: 103,
  state: "open",
  baseRef: "main",
  baseSha: null,
  headRef: "branch",
  headSha: null,
  headRepository: null,
  mergedAt: null,
  mergedById: null,
  mergeCommitSha: null,
  isDraft: true,
  additions: 5,
  deletions: 6,
  changedFiles: 7,
};

test("a live reading after an import finds every row, gives it its ids and doubles none", async () => {
  const archive = smallArchive();
  archive.issues[0]?.comments.push(comment("bob", "2024-01-02T10:00:00Z", "the second of this second"));
  await workspace.import(archive);
  const before = await readFacts(workspace.superDb);

  await saving(workspace, afterwards, async (tx, scope) => {
    const accountIds = await saveAccounts(tx, scope, [
      { login: "bob", githubId: 2, type: "User" },
      { login: "cyd", githubId: 3, type: "User" },
    ]);
    const bob = accountIds("bob");
    const issues = await saveIssues(tx, scope, { rows: [{ ...issueRow, authorId: null }], hasDetails: true });
    const pulls = await savePullRequests(tx, scope, { rows: [pullRow], hasDetails: true });
    const issueId = issues.idByNumber.get(1) ?? 0;
    const pullRequestId = pulls.idByNumber.get(3) ?? 0;
    const written = { authorAssociation: "NONE", body: "made up", updatedAt: "2024-01-02T10:00:00Z" };
    const [first, second] = [201, 202].map((githubId) => ({
      ...written,
      issueId,
      pullRequestId: null,
      githubId,
      authorId: bob,
      createdAt: "2024-01-02T10:00:00Z",
    }));
    // As webhooks bring them: one by one, and in any order.
    for (const row of [second, first, second]) {
      if (row !== undefined)
        await saveIssueComments(tx, scope, { rows: [row], complete: { issueIds: [], pullRequestIds: [] } });
    }
    const reviews = await saveReviews(tx, scope, {
      rows: [
        {
          ...written,
          pullRequestId,
          nodeId: "review-2",
          githubId: 301,
          authorId: bob,
          state: "approved",
          commitSha: `abcdef1${"0".repeat(33)}`,
          submittedAt: "2024-01-06T12:30:00Z",
          updatedAt: "2024-01-06T12:30:00Z",
        },
      ],
      hasSubmission: true,
    });
    await saveReviewComments(tx, scope, {
      rows: [
        {
          ...written,
          pullRequestId,
          reviewId: reviews.idByNodeId.get("review-2") ?? 0,
          githubId: 401,
          path: "a.ts",
          authorId: bob,
          originalPosition: 3,
          createdAt: "2024-01-06T11:00:00Z",
        },
      ],
      completePullRequestIds: [],
    });
    await refreshActors(tx, scope, { issueIds: [issueId], pullRequestIds: [pullRequestId] });
  });
  const live = await readFacts(workspace.superDb);
  const counts = (facts: typeof live) => Object.entries(facts).map(([kind, rows]) => `${rows.length} ${kind}`);

  expect(counts(live)).toEqual(counts(before));
  const ids = await sql<{ githubId: number; ordinal: number }>`
    select github_id, ordinal from pulse.issue_comments where github_id is not null order by github_id
  `.execute(workspace.superDb);
  expect(ids.rows).toEqual([
    { githubId: 201, ordinal: 1 },
    { githubId: 202, ordinal: 0 },
  ]);
  // The review, and with it the inline comment that was written before, count from the submission.
  expect(live["pull request actors"]?.[0]).toBe(
    '[3, "bob", "2024-01-06T12:30:00+00:00", "2024-01-06T12:30:00+00:00", 1, 1]',
  );
});

test("an archive after a live reading takes no id, no submission and no row away", async () => {
  await workspace.import(smallArchive());
  await saving(workspace, "2024-02-10T00:00:00Z", async (tx, scope) => {
    const pulls = await savePullRequests(tx, scope, {
      rows: [{ ...pullRow, updatedAt: "2024-01-04T00:00:00Z" }],
      hasDetails: true,
    });
    const accountIds = await saveAccounts(tx, scope, [{ login: "bob", githubId: 2 }]);
    await saveReviews(tx, scope, {
      rows: [
        {
          pullRequestId: pulls.idByNumber.get(3) ?? 0,
          nodeId: "review-2",
          githubId: 301,
          authorId: accountIds("bob"),
          authorAssociation: "NONE",
          state: "approved",
          body: "made up",
          commitSha: `abcdef1${"0".repeat(33)}`,
          submittedAt: "2024-01-06T12:30:00Z",
          updatedAt: "2024-01-06T10:00:00Z",
        },
      ],
      hasSubmission: true,
    });
  });

  await workspace.import({ ...smallArchive(), timestamp: afterwards });

  const reviews = await sql`
    select github_id, length(commit_sha) as digits, submitted_at from pulse.reviews where node_id = 'review-2'
  `.execute(workspace.superDb);
  const pulls = await sql`
    select github_id, additions, is_draft from pulse.pull_requests where number = 3
  `.execute(workspace.superDb);
  expect(reviews.rows).toEqual([{ githubId: 301, digits: 40, submittedAt: new Date("2024-01-06T12:30:00Z") }]);
  expect(pulls.rows).toEqual([{ githubId: 103, additions: 5, isDraft: true }]);
});

async function saveAccountsAt(fetchedAt: string, rows: readonly AccountRow[]): Promise<void> {
  await saving(workspace, fetchedAt, (tx, scope) => saveAccounts(tx, scope, rows));
}

async function readAccounts(): Promise<unknown> {
  const found = await sql`
    select login, github_id, type, is_bot from pulse.accounts order by login
  `.execute(workspace.superDb);
  return found.rows;
}

test("an account follows its id to a new login, and another person may take the old one", async () => {
  await saveAccountsAt(beforehand, [{ login: "bob", githubId: 2, type: "User" }]);

  await saveAccountsAt(afterwards, [
    { login: "robert", githubId: 2 },
    { login: "Bob", githubId: 9, type: "Bot" },
  ]);

  expect(await readAccounts()).toEqual([
    { login: "Bob", githubId: 9, type: "Bot", isBot: true },
    { login: "robert", githubId: 2, type: "User", isBot: false },
  ]);
});

test("an older reading gives nobody an old login back", async () => {
  await saveAccountsAt(afterwards, [{ login: "robert", githubId: 2 }]);

  await saveAccountsAt(beforehand, [{ login: "ann" }]);

  expect(await readAccounts()).toMatchObject([{ login: "ann" }, { login: "robert" }]);
});

test("a person whom an archive knew by a new login only becomes one with the account that has it", async () => {
  await saveAccountsAt(beforehand, [{ login: "bob", githubId: 2 }]);
  const renamed = JSON.stringify(smallArchive()).replaceAll('"bob"', '"robert"');
  await workspace.import(renamed);

  await saveAccountsAt(afterwards, [{ login: "robert", githubId: 2 }]);
  const merged = await readFacts(workspace.superDb);
  await workspace.clear();
  await workspace.import(renamed);

  expect(merged).toEqual(await readFacts(workspace.superDb));
});

test("every column that refers to an account is known to the merge", async () => {
  const found = await sql<{ name: string }>`
    select class.relname || '.' || attribute.attname as name
    from pg_constraint
    join pg_class as class on class.oid = conrelid
    join pg_attribute as attribute on attribute.attrelid = conrelid and attribute.attnum = any(conkey)
    where contype = 'f'
      and confrelid = 'pulse.accounts'::regclass
      and attribute.attname <> 'workspace_id'
    union
    select table_name || '.' || column_name
    from information_schema.columns
    where table_schema = 'pulse' and column_name = 'assignee_ids'
    order by name
  `.execute(workspace.superDb);

  expect(found.rows.map((row) => row.name).toSorted()).toEqual([...accountColumns].toSorted());
});

test("labels follow their id to a new name", async () => {
  const save = async (fetchedAt: string, name: string) =>
    await saving(workspace, fetchedAt, (tx, scope) =>
      saveLabels(tx, scope, { rows: [{ githubId: 7, name, description: null, color: null }], isComplete: false }),
    );
  await save(beforehand, "bug");

  await save(afterwards, "fault");

  expect((await readFacts(workspace.superDb))["labels"]).toEqual(['["fault", null, null]']);
});

test("coverage only grows", async () => {
  const save = async (fetchedAt: string, coveredFrom: string | null) => {
    await saving(workspace, fetchedAt, (tx, scope) =>
      saveSyncState(tx, scope, { kinds: ["commits"], source: "git", coveredFrom, coveredTo: fetchedAt }),
    );
    return (await readFacts(workspace.superDb))["sync state"];
  };

  expect(await save(beforehand, beforehand)).toEqual([
    '["commits", "git", "2024-01-15T00:00:00+00:00", "2024-01-15T00:00:00+00:00"]',
  ]);
  expect(await save(afterwards, null)).toEqual(['["commits", "git", null, "2024-03-01T00:00:00+00:00"]']);
  expect(await save(beforehand, beforehand)).toEqual(['["commits", "git", null, "2024-03-01T00:00:00+00:00"]']);
});
