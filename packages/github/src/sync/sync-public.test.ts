/** Without a token GitHub shows public repositories by REST alone, sixty requests an hour. */
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { issue, pull, smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

let github: TestGitHub;
let workspace: SyncWorkspace;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z", limits: { anonymous: 60 } });
  workspace = await createSyncWorkspace(github);
});
afterEach(async () => {
  await workspace.drop();
  await github.close();
});

async function count(table: string): Promise<number> {
  const found = await sql<{ count: number }>`select count(*)::integer as count from ${sql.id("pulse", table)}`.execute(
    workspace.superDb,
  );
  return found.rows[0]?.count ?? 0;
}

test("a public repository is read without a token: issues, pull requests and conversations, and nothing else is claimed to be known", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");

  const result = await workspace.sync(repositoryId, { isAnonymous: true });

  expect(result.state).toBe("done");
  expect([await count("issues"), await count("pull_requests"), await count("issue_comments")]).toEqual([2, 2, 3]);
  expect(github.requests().every((request) => !request.path.endsWith("/graphql"))).toBe(true);
  const known = await sql<{ kind: string }>`select kind from pulse.sync_state order by kind`.execute(workspace.superDb);
  expect(known.rows.map((row) => row.kind)).not.toContain("reviews");
  expect(known.rows.map((row) => row.kind)).toContain("issues");
});

test("it stops at the anonymous limit, says how far it got, and goes on in the next hour", async () => {
  const at = (index: number) =>
    new Date(Date.parse("2020-01-01T00:00:00Z") + index * 3_600_000).toISOString().replace(".000Z", "Z");
  github.loadArchive({
    ...smallArchive(),
    issues: Array.from({ length: 250 }, (_, index) => ({
      ...issue(index + 1),
      createdAt: at(index),
      updatedAt: at(index),
    })),
    pulls: Array.from({ length: 250 }, (_, index) => ({
      ...pull(index + 251),
      createdAt: at(index),
      updatedAt: at(index),
    })),
  });
  const repositoryId = await workspace.track("acme/site");
  const spent = Array.from({ length: 52 }, () => fetch(`${github.apiUrl}/repos/acme/site`));
  await Promise.all(spent);

  const first = await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(3_700_000);
  const later = await workspace.sync(repositoryId, { isAnonymous: true });

  expect(first.state).toBe("waiting");
  expect(first.counts.pull_requests?.done).toBeGreaterThan(0);
  expect(later.state).toBe("done");
  expect([await count("issues"), await count("pull_requests")]).toEqual([250, 250]);
});

test("with a token everything that was left out is read, and nothing is there twice", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId, { isAnonymous: true });
  github.clock.advance(60_000);

  const result = await workspace.sync(repositoryId);

  expect(result.state).toBe("done");
  expect([await count("issues"), await count("issue_comments"), await count("reviews")]).toEqual([2, 3, 2]);
  expect(await count("accounts")).toBe(3);
});

test("who merged a pull request is still known when it is read again without the token, whose lists do not tell it", async () => {
  github.loadArchive(smallArchive());
  const repositoryId = await workspace.track("acme/site");
  await workspace.sync(repositoryId);
  const merged = async () =>
    (
      await sql<{ number: number; login: string }>`
        select number, login
        from pulse.pull_requests
        join pulse.accounts as account on account.id = merged_by_id
        order by number
      `.execute(workspace.superDb)
    ).rows;
  const before = await merged();
  github.clock.advance(60_000);

  await workspace.sync(repositoryId, { isAnonymous: true });

  expect(before).not.toEqual([]);
  expect(await merged()).toEqual(before);
});
