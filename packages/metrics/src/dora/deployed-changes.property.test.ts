// Which deployment brought a change first, a second time: whatever graph of commits there is, in whatever order its parts, deployments and pull
// requests are read, corrected and taken away again, what is kept is what a search from every deployment finds.
import { withService, type Tx } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import { seedRepository, seedWorkspace, type SeededRepository } from "../../test/seed-workspace.ts";

const runs = Number(process.env["PULSE_PROPERTY_RUNS"] ?? 15);
const seed = Number(process.env["PULSE_PROPERTY_SEED"] ?? 20_261_121);
const size = 8;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

type Step =
  | { readonly kind: "commit"; readonly commit: number }
  | { readonly kind: "merge"; readonly commit: number }
  | {
      readonly kind: "deploy";
      readonly id: number;
      readonly commit: number;
      readonly at: number;
      readonly isProduction: boolean;
    }
  | { readonly kind: "take back"; readonly id: number };

type Deployment = { readonly commit: number; readonly at: number; readonly isProduction: boolean };

const place = fc.nat(size - 1);
/** Each commit by its parents, which are among those before it. */
const graph = fc.tuple(
  ...Array.from({ length: size }, (_, index) =>
    index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 2 }),
  ),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("commit" as const), commit: place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("merge" as const), commit: place }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("deploy" as const),
      id: fc.nat(3),
      commit: place,
      at: fc.nat(5),
      isProduction: fc.nat(4).map((n) => n > 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("take back" as const), id: fc.nat(3) }) },
);

const sha = (commit: number) => String(commit).padStart(40, "a");
const at = (hour: number) => `2026-03-01T0${hour}:00:00Z`;

async function take(
  tx: Tx,
  { id, workspaceId }: SeededRepository,
  told: Step,
  parents: readonly (readonly number[])[],
): Promise<void> {
  const key = sql`${workspaceId}::bigint, ${id}::bigint`;
  switch (told.kind) {
    case "commit":
      await sql`
        insert into pulse.commits (workspace_id, repository_id, sha, parent_shas, authored_at, committed_at, headline, is_on_default_branch, fetched_at)
        values (${key}, ${sha(told.commit)}, ${(parents[told.commit] ?? []).map(sha)}::text[], now(), now(), '', true, now())
        on conflict do nothing
      `.execute(tx);
      return;
    case "merge":
      await sql`
        insert into pulse.pull_requests (
          workspace_id, repository_id, number, title, state, merge_commit_sha, created_at, merged_at, closed_at, updated_at, fetched_at
        )
        values (${key}, ${told.commit + 1}, 'Change', 'merged', ${sha(told.commit)}, now(), now(), now(), now(), now())
        on conflict do nothing
      `.execute(tx);
      return;
    case "deploy":
      await sql`
        insert into pulse.deployments (
          workspace_id, repository_id, source, external_id, is_production, sha, state, created_at, finished_at, fetched_at
        )
        values (${key}, 'api', ${String(told.id)}, ${told.isProduction}, ${sha(told.commit)}, 'success', now(), ${at(told.at)}, now())
        on conflict (repository_id, source, external_id) do update set
          is_production = excluded.is_production, sha = excluded.sha, finished_at = excluded.finished_at
      `.execute(tx);
      return;
    case "take back":
      await sql`delete from pulse.deployments where repository_id = ${id} and external_id = ${String(told.id)}`.execute(
        tx,
      );
  }
}

/** The instant at which production had each merged change first. */
function naively(steps: readonly Step[], parents: readonly (readonly number[])[]): Readonly<Record<number, string>> {
  const known = new Set<number>();
  const merged = new Set<number>();
  const deployments = new Map<number, Deployment>();
  for (const told of steps) {
    if (told.kind === "commit") known.add(told.commit);
    if (told.kind === "merge") merged.add(told.commit);
    if (told.kind === "deploy") deployments.set(told.id, told);
    if (told.kind === "take back") deployments.delete(told.id);
  }
  const reached = (commit: number): readonly number[] => [
    commit,
    ...(known.has(commit) ? (parents[commit] ?? []).flatMap(reached) : []),
  ];
  const found = [...merged].flatMap((change) => {
    const instants = [...deployments.values()]
      .filter(({ commit, isProduction }) => isProduction && reached(commit).includes(change))
      .map((each) => each.at);
    return instants.length === 0 ? [] : [[change + 1, new Date(at(Math.min(...instants))).toISOString()] as const];
  });
  return Object.fromEntries(found);
}

async function kept({ id }: SeededRepository): Promise<Readonly<Record<number, string>>> {
  const found = await withService(database.db, (tx) =>
    sql<{ readonly number: number; readonly at: Date }>`
      select pull_request.number, life.deployed_at as at
      from pulse.pull_request_timelines as life
      join pulse.pull_requests as pull_request
        on pull_request.repository_id = life.repository_id
        and pull_request.id = life.pull_request_id
      where life.repository_id = ${id}
        and life.deployed_at is not null
    `.execute(tx),
  );
  return Object.fromEntries(found.rows.map((row) => [row.number, row.at.toISOString()]));
}

it(
  "is the first whose commit has the change among its ancestors, as far as they are known",
  { timeout: 240_000 + runs * 10_000 },
  async () => {
    const workspace = await seedWorkspace(database.db);

    await fc.assert(
      fc.asyncProperty(
        graph,
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 10 }),
        async (parents, transactions) => {
          const repository = await seedRepository(database.db, workspace);
          for (const [index, transaction] of transactions.entries()) {
            await withService(database.db, async (tx) => {
              for (const told of transaction) await take(tx, repository, told, parents);
            });
            const steps = transactions.slice(0, index + 1).flat();
            expect({ steps, changes: await kept(repository) }).toEqual({ steps, changes: naively(steps, parents) });
          }
        },
      ),
      { numRuns: runs, seed, endOnFailure: true },
    );
  },
);
