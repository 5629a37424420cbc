import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { saving } from "../../test/save-workspace.ts";
import { saveAccounts } from "./save-accounts.ts";
import { savePullRequests } from "./save-pull-requests.ts";
import { saveReviewRequests } from "./save-review-requests.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

type Told = {
  readonly reviewer?: string;
  readonly team?: string;
  readonly nodeId?: string;
  readonly requested?: string;
  readonly removed?: string;
};

async function save(told: readonly Told[]) {
  return await saving(workspace, "2024-02-01T00:00:00Z", async (tx, scope) => {
    const accountIds = await saveAccounts(tx, scope, [{ login: "ann" }, { login: "bob" }]);
    const { idByNumber } = await savePullRequests(tx, scope, { rows: [pullRequest], hasDetails: false });
    const rows = told.map(({ reviewer = null, team = null, nodeId = null, requested, removed }) => ({
      pullRequestId: idByNumber.get(3) ?? 0,
      accountId: accountIds(reviewer),
      teamSlug: team,
      nodeId,
      requestedById: null,
      requestedAt: `2024-01-02T10:${requested}Z`,
      removedAt: `2024-01-02T10:${removed}Z`,
      isRequest: requested !== undefined,
    }));
    return await saveReviewRequests(tx, scope, {
      requests: rows.filter((row) => row.isRequest),
      removals: rows.filter((row) => !row.isRequest),
    });
  });
}

const pullRequest = {
  number: 3,
  nodeId: "PR_3",
  title: "Three",
  body: null,
  state: "open",
  authorId: null,
  authorAssociation: null,
  labelNames: [],
  assigneeIds: [],
  baseRef: null,
  baseSha: null,
  headRef: null,
  headSha: null,
  headRepository: null,
  mergedAt: null,
  mergedById: null,
  mergeCommitSha: null,
  createdAt: "2024-01-01T00:00:00Z",
  closedAt: null,
  updatedAt: "2024-01-01T00:00:00Z",
} as const;

async function readRequests(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat(
      coalesce(login, team_slug), ' ', to_char(requested_at at time zone 'UTC', 'MI:SS'), '-',
      to_char(removed_at at time zone 'UTC', 'MI:SS')
    ) as fact
    from pulse.review_requests
    left join pulse.accounts as account on account.id = account_id
    order by fact
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

test("requests and removals told in any order, and twice, pair in the order in which they happened", async () => {
  const told: readonly Told[] = [
    { reviewer: "bob", nodeId: "RE_1", requested: "00:00" },
    { reviewer: "bob", removed: "10:00" },
    { reviewer: "bob", nodeId: "RE_2", requested: "20:00" },
    { reviewer: "bob", removed: "30:00" },
  ];

  for (const order of permutations(told)) {
    await workspace.clear();
    for (const row of order) await save([row]);
    await save([...order, { reviewer: "ann", requested: "05:00" }]);

    expect(await readRequests()).toEqual(["ann 05:00-", "bob 00:00-10:00", "bob 20:00-30:00"]);
  }
});

test("a second request without a removal between leaves the first one standing, for a review answered it", async () => {
  await save([
    { reviewer: "bob", requested: "00:00" },
    { reviewer: "bob", requested: "20:00" },
    { reviewer: "bob", removed: "30:00" },
  ]);

  expect(await readRequests()).toEqual(["bob 00:00-", "bob 20:00-30:00"]);
});

test("the request that a webhook told a second late is the one that the timeline lists", async () => {
  await save([{ reviewer: "bob", requested: "00:01" }]);
  await save([{ reviewer: "bob", nodeId: "RE_1", requested: "00:00" }]);

  const counts = await save([{ reviewer: "bob", requested: "00:01" }]);

  expect(await readRequests()).toEqual(["bob 00:00-"]);
  expect(counts).toEqual({ added: 0, changed: 0, unchanged: 1, removed: 0 });
});

test("who is told of later takes nobody else's request away", async () => {
  await save([{ reviewer: "ann", nodeId: "RR_1", requested: "00:00" }]);
  await save([{ reviewer: "bob", nodeId: "RR_2", requested: "00:10" }]);

  const found = await sql<{ nodeId: string }>`
    select node_id from pulse.review_requests order by node_id
  `.execute(workspace.superDb);
  expect(found.rows.map((row) => row.nodeId)).toEqual(["RR_1", "RR_2"]);
});

test("a team is asked like a person", async () => {
  await save([
    { team: "acme/core", requested: "00:00" },
    { team: "acme/core", removed: "01:00" },
  ]);

  expect(await readRequests()).toEqual(["acme/core 00:00-01:00"]);
});
