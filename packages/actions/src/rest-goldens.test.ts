// Lists as GitHub's REST API gives them, of a repository's first months: issues among which every second is a pull request, and pull
// requests without reviews or comments. What they say of the numbers is in ../shared/data/goldens/quicwg_base-drafts.json.
import { readFileSync } from "node:fs";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { computeWindows, data, isHere } from "../test/golden-windows.ts";
import type { ActionContext } from "./action.ts";
import { showMetric } from "./show-metric.ts";

const repository = "quicwg/base-drafts";
const asOf = "2017-04-28T02:00:46Z";

const itemSchema = z.object({
  number: z.number(),
  title: z.string(),
  user: z.object({ login: z.string() }),
  labels: z.array(z.object({ name: z.string() })).default([]),
  state: z.enum(["open", "closed"]),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
  merged_at: z.string().nullable().default(null),
  pull_request: z.unknown().optional(),
});
type Item = z.output<typeof itemSchema>;

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  if (!isHere) return;
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const issues = readItems("issues").filter((item) => item.pull_request === undefined);
  await saveLists(workspaceId, { issues, pulls: readItems("pulls") });
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-10T00:00:00Z"),
    logger: createLogger({ name: "goldens", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  if (isHere) await database.drop();
});

function readItems(kind: "issues" | "pulls"): readonly Item[] {
  const text = readFileSync(path.join(data, `quicwg_base-drafts.${kind}.json`), "utf8");
  return z.array(itemSchema).parse(JSON.parse(text));
}

async function saveLists(
  workspaceId: number,
  { issues, pulls }: { readonly issues: readonly Item[]; readonly pulls: readonly Item[] },
): Promise<void> {
  await withService(database.db, async (tx) => {
    const made = await sql<{ readonly id: number }>`
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${workspaceId}, 'quicwg', 'base-drafts', ${asOf})
      returning id
    `.execute(tx);
    const repositoryId = made.rows[0]?.id ?? 0;
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select ${workspaceId}, ${repositoryId}, kind, 'sync', ${asOf}, ${asOf}
      from unnest(array['issues', 'pull_requests']) as kind
    `.execute(tx);
    await sql`
      insert into pulse.accounts (workspace_id, login, fetched_at)
      select distinct ${workspaceId}::bigint, login, ${asOf}::timestamptz
      from unnest(${[...issues, ...pulls].map(({ user }) => user.login)}::text[]) as login
    `.execute(tx);
    const input = (items: readonly Item[]) => sql`
      json_to_recordset(${JSON.stringify(items)}::json) as item (
        number integer, title text, "user" json, labels json, state text,
        created_at timestamptz, updated_at timestamptz, closed_at timestamptz, merged_at timestamptz
      )
      join pulse.accounts as account
        on account.workspace_id = ${workspaceId}
        and account.login = item."user" ->> 'login'
    `;
    const labels = sql`array(select label ->> 'name' from json_array_elements(item.labels) as label order by 1)`;
    await sql`
      insert into pulse.issues (
        workspace_id, repository_id, number, title, state, author_id, label_names, created_at, closed_at, updated_at, fetched_at
      )
      select
        ${workspaceId}, ${repositoryId}, number, title, state, account.id, ${labels}, created_at, closed_at,
        item.updated_at, ${asOf}
      from ${input(issues)}
    `.execute(tx);
    await sql`
      insert into pulse.pull_requests (
        workspace_id, repository_id, number, title, state, author_id, created_at, merged_at, closed_at, updated_at, fetched_at
      )
      select
        ${workspaceId}, ${repositoryId}, number, title, case when merged_at is null then state else 'merged' end, account.id,
        created_at, merged_at, closed_at, item.updated_at, ${asOf}
      from ${input(pulls)}
    `.execute(tx);
  });
}

describe.skipIf(!isHere)("the golden numbers of GitHub's REST lists", () => {
  it("hold in every window", async () => {
    const { computed, expected } = await computeWindows(ctx, "quicwg_base-drafts", repository);

    expect(Object.keys(expected)).toHaveLength(56);
    expect(computed).toEqual(expected);
  });

  it.each(["issue.time_to_first_response", "issue.response_within_sla", "pr.pickup_time", "repo.active_contributors"])(
    "%s is unknown, not nothing: the lists hold no comments",
    async (metric) => {
      const answer = await showMetric.run(ctx, { metric, repositories: [repository] });

      expect(answer).toMatchObject({ n: 0, value: null, coverage: 0 });
    },
  );
});
