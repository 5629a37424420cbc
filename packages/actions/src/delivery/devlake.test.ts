// Apache DevLake's own end-to-end tables of DORA (Apache-2.0), through our actions and definitions. Where METRICS.md differs on purpose stands
// in docs/delivery.md.
import { readFileSync } from "node:fs";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { data, isHere } from "../../test/golden-windows.ts";
import type { ActionContext } from "../action.ts";
import { showMetric } from "../show-metric.ts";
import { recordDeployment } from "./record-deployment.ts";
import { recordIncident } from "./record-incident.ts";

type Row = Readonly<Record<string, string>>;

/** These tables have no quotes. */
function read(name: string): readonly Row[] {
  const text = readFileSync(path.join(data, "devlake", "dora_e2e", name), "utf8");
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, index) => [names[index] ?? "", value])));
}

const of = (row: Row, name: string): string => row[name] ?? "";
const sha = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0").slice(-40);
/** `2023-4-10 6:51:47` or ISO. */
const at = (text: string): string => new Date(text.includes("T") ? text : `${text} UTC`).toISOString();

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  if (!isHere) return;
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: fixedClock("2024-01-01T00:00:00Z"),
    logger: createLogger({ name: "devlake", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  if (isHere) await database.drop();
});

async function addRepository(owner: string, name: string): Promise<string> {
  await withService(database.db, async (tx) => {
    await sql`
      with made as (
        insert into pulse.repositories (workspace_id, owner, name, fetched_at)
        values (${ctx.actor.workspaceId}, ${owner}, ${name}, now())
        returning workspace_id, id
      )
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select workspace_id, id, kind, 'sync', '2024-01-01', '2024-01-01'
      from made
      cross join unnest(array['pull_requests', 'pull_request_commits', 'deployments', 'commits']) as read (kind)
    `.execute(tx);
  });
  return `${owner}/${name}`;
}

/** One deployment per pipeline, with all its repositories that succeeded in production; as the project's scopes have them. */
async function deployAll(owner: string, rows: readonly Row[]): Promise<void> {
  const counted = rows.filter(
    (row) =>
      of(row, "result") === "SUCCESS" &&
      of(row, "environment") === "PRODUCTION" &&
      of(row, "cicd_scope_id") !== "cicd3",
  );
  for (const row of counted) {
    await recordDeployment.run(ctx, {
      externalId: of(row, "cicd_deployment_id"),
      repositories: [{ repository: `${owner}/${of(row, "repo_url")}`, sha: sha(of(row, "commit_sha")) }],
      finishedAt: at(of(row, "finished_date")),
    });
  }
}

describe.skipIf(!isHere)("DevLake's change lead time", () => {
  it("is what METRICS.md makes of it: 9447, 268647, 527927 and 39319260 seconds, 398287 in the middle", async () => {
    const folder = "change_lead_time";
    for (const name of ["REPO111", "REPO222", "REPO333"]) await addRepository("lead", name);
    const diffs = read(`${folder}/commits_diffs.csv`);
    const commits = read(`${folder}/pull_request_commits.csv`);
    // The tables say which merges a deployment has that the one before had not: here that is a line of commits.
    const parents = new Map<string, string>();
    for (const tip of ["commit1", "commit5", "commit6", "commit8", "commit11"]) {
      const own = diffs.filter((row) => of(row, "new_commit_sha") === tip);
      const line = [tip, ...own.map((row) => of(row, "commit_sha")), of(own[0] ?? {}, "old_commit_sha")];
      for (const [index, name] of line.slice(0, -1).entries()) parents.set(name, line[index + 1] ?? "");
    }
    const id = (name: string) => sql`(select id from pulse.repositories where full_name = ${`lead/${name}`})`;
    await withService(database.db, async (tx) => {
      for (const [name, parent] of parents) {
        const home = ["commit6", "commit2", "pr_merge_commit3"].includes(name) ? "REPO222" : "REPO111";
        await sql`
          insert into pulse.commits (
            workspace_id, repository_id, sha, parent_shas, authored_at, committed_at, headline, is_on_default_branch, fetched_at
          )
          values (
            ${ctx.actor.workspaceId}, ${id(home)}, ${sha(name)}, ${parent === "" ? [] : [sha(parent)]}::text[], '2023-01-01', '2023-01-01', '',
            true, now()
          )
        `.execute(tx);
      }
      for (const [index, row] of read(`${folder}/pull_requests.csv`).entries()) {
        const mergedAt = of(row, "merged_date") === "" ? null : at(of(row, "merged_date"));
        const home = of(row, "merge_commit_sha") === "pr_merge_commit3" ? "REPO222" : "REPO111";
        const created = at(of(row, "created_date"));
        await sql`
          insert into pulse.pull_requests (
            workspace_id, repository_id, number, title, state, merge_commit_sha, created_at, merged_at, closed_at, updated_at, fetched_at
          )
          values (
            ${ctx.actor.workspaceId}, ${id(home)}, ${index + 1}, ${of(row, "id")}, ${mergedAt === null ? "open" : "merged"},
            ${sha(of(row, "merge_commit_sha"))}, ${created}, ${mergedAt}, ${mergedAt}, ${created}, now()
          )
        `.execute(tx);
        for (const [ordinal, commit] of commits
          .filter((each) => of(each, "pull_request_id") === of(row, "id"))
          .entries()) {
          const authored = at(of(commit, "commit_authored_date"));
          await sql`
            insert into pulse.pull_request_commits (
              workspace_id, repository_id, pull_request_id, sha, ordinal, authored_at, committed_at, fetched_at
            )
            select workspace_id, repository_id, id, ${sha(of(commit, "commit_sha"))}, ${ordinal}, ${authored}, ${authored}, now()
            from pulse.pull_requests
            where repository_id = ${id(home)}
              and number = ${index + 1}
          `.execute(tx);
        }
      }
    });
    await deployAll("lead", read(`${folder}/cicd_deployment_commits.csv`));

    const answer = await showMetric.run(ctx, {
      metric: "dora.change_lead_time",
      repositories: ["lead/REPO111", "lead/REPO222", "lead/REPO333"],
      from: "2023-04-01",
      to: "2023-05-01",
    });
    const brought = await queryAs<{ title: string; at: string }>(
      database.superUrl,
      `select pull_request.title, deployment.external_id as at
       from pulse.deployment_changes as change
       join pulse.deployments as deployment on deployment.repository_id = change.repository_id and deployment.id = change.deployment_id
       join pulse.pull_requests as pull_request on pull_request.repository_id = change.repository_id and pull_request.id = change.pull_request_id
       order by 1`,
    );

    expect(answer).toMatchObject({ n: 4, excluded: 0, value: { p50: 398_287 } });
    expect(brought.map(({ title, at: pipeline }) => [title, pipeline])).toEqual([
      ["pr0", "pipeline1"],
      ["pr1", "pipeline4"],
      ["pr2", "pipeline4"],
      ["pr3", "pipeline4"],
    ]);
  });
});

describe.skipIf(!isHere)("DevLake's incidents", () => {
  // Each in its own repository: the second one of the project is that which the pipelines call REPO333; the board's is about the first.
  const homes: Readonly<Record<string, string>> = { repo1: "REPO111", board1: "REPO111", repo2: "REPO333" };

  it("are linked to the pipelines that it names, and two of five pipelines failed: 40 %", async () => {
    const folder = "connect_incident_to_deployment";
    for (const name of ["REPO111", "REPO222", "REPO333"]) await addRepository("incident", name);
    await deployAll("incident", read(`${folder}/prev_success_deployment_commit/cicd_deployment_commits_after.csv`));
    for (const row of read(`${folder}/raw_tables/incidents.csv`)) {
      const home = homes[of(row, "scope_id")];
      if (home === undefined) continue;
      await recordIncident.run(ctx, {
        externalId: of(row, "id"),
        repository: `incident/${home}`,
        title: of(row, "id"),
        beganAt: at(of(row, "created_date")),
      });
    }

    const linked = await queryAs<{ id: string; deployment: string }>(
      database.superUrl,
      `select incident.external_id as id, deployment.external_id as deployment
       from pulse.incidents as incident
       join pulse.deployments as deployment on deployment.repository_id = incident.repository_id and deployment.id = incident.deployment_id
       order by 1`,
    );
    const rate = await showMetric.run(ctx, {
      metric: "dora.change_fail_rate",
      repositories: ["incident/REPO111", "incident/REPO222", "incident/REPO333"],
      from: "2022-09-01",
      to: "2022-12-01",
    });

    const expected = read(`${folder}/snapshot_tables/project_incident_deployment_relationships.csv`);
    expect(linked.map(({ id, deployment }) => [id, deployment])).toEqual(
      expected
        .map((row) => [of(row, "id"), of(row, "deployment_id")])
        .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    );
    expect(rate).toMatchObject({ n: 5, value: 0.4 });
  });
});
