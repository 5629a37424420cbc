/** What is kept per item, on its way in and out, and under several writers at once. */
import { migrate, rollback, withService, withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compareTimelines } from "../test/compare-timelines.ts";
import { anyHistory } from "../test/generate-history.ts";
import { seedHistory } from "../test/seed-history.ts";
import { history, issue, on, pullRequest, repository } from "../test/small-history.ts";
import type { SeededWorkspace } from "../test/seed-workspace.ts";

// The last migration before timelines were kept.
const versionBefore = 14;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function differencesIn(workspace: SeededWorkspace): Promise<readonly unknown[]> {
  return await withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
    compareTimelines(tx, { extra: "", areIncluded: false }),
  );
}

async function countTimelines(): Promise<number> {
  const found = await withService(database.db, (tx) =>
    sql<{ readonly n: number }>`
      select (select count(*) from pulse.issue_timelines) + (select count(*) from pulse.pull_request_timelines) as n
    `.execute(tx),
  );
  return found.rows[0]?.n ?? 0;
}

describe("a database that has items already", () => {
  it("gets their timelines with the migration, loses them with the way back, and gets them again", async () => {
    const workspaces: SeededWorkspace[] = [];
    for (const made of fc.sample(anyHistory, { numRuns: 3, seed: 20_261_121 })) {
      workspaces.push(await seedHistory(database.db, made, {}));
    }
    const before = await countTimelines();

    await rollback({ url: database.url, to: versionBefore });
    await migrate({ url: database.url });

    expect(before).toBeGreaterThan(20);
    expect(await countTimelines()).toBe(before);
    for (const workspace of workspaces) expect(await differencesIn(workspace)).toEqual([]);
  });
});

describe("two writers at once", () => {
  const made = () => {
    const pulls = [pullRequest({ createdAt: on("03-01"), reviews: [] })];
    const one = repository({ name: "acme/one", pullRequests: pulls, issues: [issue({ createdAt: on("03-02") })] });
    const two = repository({ name: "acme/two", pullRequests: pulls, issues: [issue({ createdAt: on("03-02") })] });
    return history(one, two);
  };

  it("of two repositories do not wait for each other, nor at commit", async () => {
    const workspace = await seedHistory(database.db, made(), {});
    const close = (name: string) => sql`
      update pulse.issues
      set state = 'closed', closed_at = '2026-03-09'
      where repository_id = (select id from pulse.repositories where workspace_id = ${workspace.id} and name = ${name})
    `;

    await withService(database.db, async (first) => {
      await close("one").execute(first);
      await withService(database.db, (second) => close("two").execute(second));
    });

    expect(await differencesIn(workspace)).toEqual([]);
  });

  it("of one item each see what the other did: the second counts after the first has committed", async () => {
    const workspace = await seedHistory(database.db, made(), {});
    const item = sql`(select min(id) from pulse.pull_requests where workspace_id = ${workspace.id})`;
    const key = sql`workspace_id, repository_id, id`;
    let second: Promise<unknown> = Promise.resolve();

    await withService(database.db, async (tx) => {
      await sql`
        insert into pulse.pull_request_commits (workspace_id, repository_id, pull_request_id, sha, ordinal, authored_at, committed_at, fetched_at)
        select ${key}, repeat('a', 40), 0, '2026-02-01', '2026-02-01', now()
        from pulse.pull_requests
        where id = ${item}
      `.execute(tx);
      second = withService(database.db, (other) =>
        sql`
          insert into pulse.timeline_events (workspace_id, repository_id, pull_request_id, kind, created_at, fetched_at)
          select ${key}, 'ready_for_review', '2026-03-02', now()
          from pulse.pull_requests
          where id = ${item}
        `.execute(other),
      );
      await waitsForUs();
    });
    await second;

    expect(await differencesIn(workspace)).toEqual([]);
    const kept = await withService(database.db, (tx) =>
      sql`select first_commit_at, ready_at from pulse.pull_request_timelines where pull_request_id = ${item}`.execute(
        tx,
      ),
    );
    expect(kept.rows).toEqual([
      { firstCommitAt: new Date("2026-02-01T00:00:00Z"), readyAt: new Date("2026-03-02T00:00:00Z") },
    ]);
  });

  it("of two weeks of one person each see what the other did, where weeks are added up", async () => {
    const issues = [issue({ createdAt: on("03-02") }), issue({ createdAt: on("03-02"), author: "bo" })];
    const workspace = await seedHistory(database.db, history(repository({ issues })), {});
    const comment = (order: "asc" | "desc", at: string) => sql`
      insert into pulse.issue_comments (workspace_id, repository_id, issue_id, author_id, created_at, updated_at, fetched_at)
      select item.workspace_id, item.repository_id, item.id, ada.id, ${at}, ${at}, now()
      from pulse.issues as item
      join pulse.accounts as ada
        on ada.workspace_id = item.workspace_id
        and ada.login = 'ada'
      where item.workspace_id = ${workspace.id}
      order by item.id ${sql.raw(order)}
      limit 1
    `;
    let second: Promise<unknown> = Promise.resolve();

    await withService(database.db, async (tx) => {
      await comment("asc", "2026-03-10").execute(tx);
      await sql`set constraints all immediate`.execute(tx);
      second = withService(database.db, (other) => comment("desc", "2026-03-17").execute(other));
      await waitsForUs();
    });
    await second;

    expect(await differencesIn(workspace)).toEqual([]);
  });

  async function waitsForUs(): Promise<void> {
    for (;;) {
      const waiting = await withService(database.db, (tx) =>
        sql<{ readonly n: number }>`
          select count(*) as n
          from pg_locks as waiting
          join pg_database as here on here.oid = waiting.database or waiting.database is null
          where not waiting.granted
            and here.datname = current_database()
            and waiting.pid in (select pid from pg_stat_activity where datname = current_database())
        `.execute(tx),
      );
      if ((waiting.rows[0]?.n ?? 0) > 0) return;
    }
  }
});
