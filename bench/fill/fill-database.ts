/** Fills a migrated, empty database for benchmarks: some histories through the importers, the others as copies of these. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, ensureDefaultWorkspace, localOwnerId, withService, type Db } from "@pulse/db";
import { importArchive, importGit } from "@pulse/github";
import { generateHistory, planOrganisation, toArchive, writeGit, type HistoryShape } from "@pulse/github-replica";
import { sql } from "kysely";

import { copyRepositories } from "./copy-repositories.ts";
import { inventFacts } from "./invent-facts.ts";
import { fillAsOf, fillFrom, fillOwner, itemsPerRepository, type FillSize } from "./sizes.ts";

type FillInput = {
  readonly size: FillSize;
  readonly url: string;
  /** Of the same database: copies are made with triggers and foreign keys off. */
  readonly superuserUrl: string;
  readonly say: (text: string) => void;
};

export async function fillDatabase({ size, url, superuserUrl, say }: FillInput): Promise<void> {
  const db = connect({ url, applicationName: "pulse bench", maxConnections: 2, statementTimeoutMs: 0 });
  const superuser = connect({
    url: superuserUrl,
    applicationName: "pulse bench",
    maxConnections: 1,
    statementTimeoutMs: 0,
  });
  try {
    const workspaceIds = await makeWorkspaces(db, size.workspaces);
    const [workspaceId = 0] = workspaceIds;
    const plan = planOrganisation({
      owner: fillOwner,
      seed: 11,
      from: fillFrom,
      asOf: fillAsOf,
      repositories: size.distinct,
      items: size.distinct * itemsPerRepository,
      people: 24 + 4 * size.repositories,
      sizes: "equal",
    });
    for (const [index, shape] of plan.entries()) {
      say(`${size.name}: history ${index + 1} of ${plan.length}`);
      await importHistory(db, { workspaceId, shape });
    }
    say(`${size.name}: facts that no importer reads yet`);
    await inventFacts(superuser);
    await copyRepositories(superuser, { size, workspaceIds, say });
    say(`${size.name}: vacuum and statistics, as autovacuum would in time`);
    await sql`vacuum (analyze)`.execute(superuser);
  } finally {
    await Promise.all([db.destroy(), superuser.destroy()]);
  }
}

async function makeWorkspaces(db: Db, count: number): Promise<readonly number[]> {
  const ids = [await ensureDefaultWorkspace(db)];
  for (let number = 2; number <= count; number += 1) {
    const made = await withService(db, (tx) =>
      sql<{ readonly id: number }>`
        with workspace as (
          insert into pulse.workspaces (slug, name)
          values (${`workspace-${number}`}, ${`Workspace ${number}`})
          returning id
        )
        insert into pulse.memberships (workspace_id, user_id, role)
        select id, ${localOwnerId}, 'owner'
        from workspace
        returning workspace_id as id
      `.execute(tx),
    );
    ids.push(...made.rows.map((row) => row.id));
  }
  return ids;
}

async function importHistory(
  db: Db,
  { workspaceId, shape }: { readonly workspaceId: number; readonly shape: HistoryShape },
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-bench-"));
  try {
    const history = generateHistory(shape);
    const clone = path.join(folder, "clone.git");
    const shas = await writeGit(history, clone);
    const file = path.join(folder, "archive.json");
    await writeFile(file, JSON.stringify(toArchive(history, shas)));
    await importArchive(db, { workspaceId, file, fileName: "archive.json" });
    await importGit(db, { workspaceId, dir: clone, repository: shape.repository, now: fillAsOf });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
