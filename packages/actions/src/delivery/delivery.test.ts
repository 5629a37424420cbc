// What counts as production, which change came with which deployment, and what went wrong: told through the actions, on facts as sync saves them.
import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ActionContext } from "../action.ts";
import { listMetricItems } from "../list-metric-items.ts";
import { showMetric } from "../show-metric.ts";
import { linkIncident } from "./link-incident.ts";
import { listDeliveryRules } from "./list-delivery-rules.ts";
import { previewDeliveryRule } from "./preview-delivery-rule.ts";
import { recordDeployment } from "./record-deployment.ts";
import { recordIncident } from "./record-incident.ts";
import { saveDeliveryRule } from "./save-delivery-rule.ts";
import { updateIncident } from "./update-incident.ts";

let database: TestDatabase;
let ctx: ActionContext;
let repositories = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: fixedClock("2026-04-01T00:00:00Z"),
    logger: createLogger({ name: "delivery", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
});

const day = (text: string) => `2026-03-${text}:00Z`;
const sha = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0").slice(0, 40);

type Commit = readonly [name: string, ...parents: string[]];
type Pull = {
  readonly number: number;
  readonly commit?: string;
  readonly mergedAt?: string;
  readonly state?: "open" | "closed";
  readonly title?: string;
  readonly body?: string;
};
type Facts = {
  readonly commits?: readonly Commit[];
  readonly pulls?: readonly Pull[];
  readonly issues?: readonly {
    readonly number: number;
    readonly labels: readonly string[];
    readonly at: string;
    readonly closedAt?: string;
  }[];
};

/** A repository of which all kinds were read, with commits by name. Gives its name. */
async function repository(facts: Facts = {}): Promise<string> {
  repositories += 1;
  const name = `acme/site-${repositories}`;
  const { workspaceId } = ctx.actor;
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${workspaceId}, 'acme', ${name.slice(5)}, now())
    `.execute(tx);
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select ${workspaceId}, ${idOf(name)}, kind, 'sync', '2026-04-01', '2026-04-01'
      from unnest(array['pull_requests', 'pull_request_commits', 'deployments', 'commits', 'issues']) as read (kind)
    `.execute(tx);
  });
  await add(name, facts);
  return name;
}

const idOf = (name: string) => sql`(select id from pulse.repositories where full_name = ${name})`;

/** In a transaction of its own, as a page of a sync comes. */
async function add(name: string, { commits = [], pulls = [], issues = [] }: Facts): Promise<void> {
  const key = sql`${ctx.actor.workspaceId}::bigint, ${idOf(name)}`;
  await withService(database.db, async (tx) => {
    for (const [own, ...parents] of commits) {
      await sql`
        insert into pulse.commits (
          workspace_id, repository_id, sha, parent_shas, authored_at, committed_at, headline, is_on_default_branch, fetched_at
        )
        values (${key}, ${sha(own)}, ${parents.map(sha)}::text[], '2026-03-01', '2026-03-01', '', true, now())
      `.execute(tx);
    }
    for (const { number, commit, mergedAt, state, title, body } of pulls) {
      await sql`
        with made as (
          insert into pulse.pull_requests (
            workspace_id, repository_id, number, title, body, state, merge_commit_sha, created_at, merged_at, closed_at, updated_at, fetched_at
          )
          values (
            ${key}, ${number}, ${title ?? `Change ${number}`}, ${body ?? null}, ${state ?? "merged"},
            ${commit === undefined ? null : sha(commit)}, '2026-03-01T12:00:00Z',
            ${state === undefined ? (mergedAt ?? day("02T00:00")) : null}, ${state === "open" ? null : (mergedAt ?? day("02T00:00"))}, now(), now()
          )
          returning workspace_id, repository_id, id
        )
        insert into pulse.pull_request_commits (workspace_id, repository_id, pull_request_id, sha, ordinal, authored_at, committed_at, fetched_at)
        select workspace_id, repository_id, id, ${sha(`own ${number}`)}, 0, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', now()
        from made
      `.execute(tx);
    }
    for (const { number, labels, at, closedAt } of issues) {
      await sql`
        insert into pulse.issues (workspace_id, repository_id, number, title, state, label_names, created_at, closed_at, updated_at, fetched_at)
        values (
          ${key}, ${number}, ${`Outage ${number}`}, ${closedAt === undefined ? "open" : "closed"}, ${labels}::text[], ${at},
          ${closedAt ?? null}, now(), now()
        )
      `.execute(tx);
    }
  });
}

async function deploy(name: string, at: string, commit?: string, told: object = {}) {
  return await recordDeployment.run(ctx, {
    externalId: at,
    repositories: [{ repository: name, ...(commit === undefined ? {} : { sha: sha(commit) }) }],
    finishedAt: day(at),
    ...told,
  });
}

async function show(metric: string, ...names: string[]) {
  return await showMetric.run(ctx, { metric, repositories: names, from: "2026-03-01", to: "2026-04-01" });
}

/** Which deployment, by the instant that is its id, brought each pull request. */
async function changesOf(name: string): Promise<Readonly<Record<string, string>>> {
  const rows = await queryAs<{ number: number; at: string }>(
    database.superUrl,
    `select pull_request.number, deployment.external_id as at
     from pulse.deployment_changes as change
     join pulse.deployments as deployment on deployment.repository_id = change.repository_id and deployment.id = change.deployment_id
     join pulse.pull_requests as pull_request on pull_request.repository_id = change.repository_id and pull_request.id = change.pull_request_id
     join pulse.repositories as repository on repository.id = change.repository_id
     where repository.full_name = '${name}'
     order by 1`,
  );
  return Object.fromEntries(rows.map(({ number, at }) => [number, at]));
}

describe("a change belongs to the first deployment that has it", () => {
  const main: readonly Commit[] = [
    ["root"],
    ["squashed", "root"],
    ["rebased", "squashed"],
    ["branch", "squashed"],
    ["merged", "rebased", "branch"],
  ];
  const pulls: readonly Pull[] = [
    { number: 1, commit: "root" },
    { number: 2, commit: "squashed" },
    { number: 3, commit: "rebased" },
    { number: 4, commit: "merged" },
    { number: 5, commit: "branch" },
  ];

  it("squashed, rebased or merged; and those of the very first deployment count", async () => {
    const name = await repository({ commits: main, pulls });

    await deploy(name, "03T10:00", "squashed");
    await deploy(name, "04T10:00", "merged");

    expect(await changesOf(name)).toEqual({
      1: "03T10:00",
      2: "03T10:00",
      3: "04T10:00",
      4: "04T10:00",
      5: "04T10:00",
    });
  });

  it("whatever order deployments, commits and pull requests are read in", async () => {
    const name = await repository();

    await deploy(name, "04T10:00", "merged");
    await add(name, { commits: main.slice(3), pulls: pulls.slice(3) });
    await deploy(name, "03T10:00", "squashed");
    await add(name, { commits: main.slice(1, 3) });
    await add(name, { commits: main.slice(0, 1), pulls: pulls.slice(0, 3) });

    expect(await changesOf(name)).toEqual({
      1: "03T10:00",
      2: "03T10:00",
      3: "04T10:00",
      4: "04T10:00",
      5: "04T10:00",
    });
  });

  it("and to the next one when the first turns out to be none", async () => {
    const name = await repository({ commits: main, pulls });
    await deploy(name, "03T10:00", "squashed");
    await deploy(name, "04T10:00", "merged");

    await deploy(name, "03T10:00", "squashed", { isProduction: false });

    expect(await changesOf(name)).toMatchObject({ 1: "04T10:00", 2: "04T10:00" });
  });

  it("a rollback to an older commit, or the same commit again, brings nothing anew", async () => {
    const name = await repository({ commits: main, pulls });
    await deploy(name, "03T10:00", "merged");

    await deploy(name, "04T10:00", "squashed");
    await deploy(name, "05T10:00", "merged");

    expect(new Set(Object.values(await changesOf(name)))).toEqual(new Set(["03T10:00"]));
    expect(await show("dora.deployment_frequency", name)).toMatchObject({ n: 3 });
  });

  it("deployed before its merge, it has a lead time and no deploy time", async () => {
    const name = await repository({
      commits: main,
      pulls: [{ number: 4, commit: "merged", mergedAt: day("10T00:00") }],
    });

    await deploy(name, "08T00:00", "merged");

    expect(await show("dora.change_lead_time", name)).toMatchObject({ n: 1, value: { p50: 7 * 86_400 } });
    expect(await show("pr.deploy_time", name)).toMatchObject({ n: 0, excluded: 1 });
  });

  it("superseded by the next, it still counts: what became inactive or failed later was finished once", async () => {
    const name = await repository({ commits: main, pulls });
    await deploy(name, "03T10:00", "squashed");

    await recordDeployment.run(ctx, { externalId: "03T10:00", repositories: [{ repository: name }], state: "failure" });

    expect(await show("dora.deployment_frequency", name)).toMatchObject({ n: 1 });
    expect(await changesOf(name)).toEqual({ 1: "03T10:00", 2: "03T10:00" });
  });

  it("lists what production does not have yet, and since when it waits", async () => {
    const name = await repository({ commits: main, pulls });
    await deploy(name, "03T10:00", "squashed");

    const waiting = await listMetricItems.run(ctx, {
      metric: "dora.undeployed_changes",
      repositories: [name],
      from: "2026-03-01",
      to: "2026-04-01",
      sort: "number",
      order: "asc",
    });

    expect(waiting.items.map(({ number, value }) => [number, value])).toEqual([3, 4, 5].map((n) => [n, 30 * 86_400]));
  });

  it("tells the stages of its lead time", async () => {
    const name = await repository({ commits: main, pulls });
    await deploy(name, "03T00:00", "squashed");

    const { rows } = await show("dora.change_lead_time", name);

    expect(rows).toEqual([
      { stage: "coding", n: 2, p50: 43_200, p75: 43_200, p90: 43_200 },
      { stage: "pickup", n: 0, p50: null, p75: null, p90: null },
      { stage: "review", n: 0, p50: null, p75: null, p90: null },
      { stage: "deploy", n: 2, p50: 86_400, p75: 86_400, p90: 86_400 },
    ]);
  });
});

describe("one pipeline that deploys several repositories", () => {
  it("is one deployment of each of them, one altogether, and failed when a part did", async () => {
    const [first, second] = [await repository(), await repository()];
    const both = [{ repository: first }, { repository: second }];
    await recordDeployment.run(ctx, { externalId: "pipeline", repositories: both, finishedAt: day("03T10:00") });
    await recordDeployment.run(ctx, { externalId: "other", repositories: both, finishedAt: day("05T10:00") });
    await recordIncident.run(ctx, { externalId: "x", repository: second, title: "Down", beganAt: day("04T00:00") });

    expect(await show("dora.deployment_frequency", first, second)).toMatchObject({ n: 2 });
    expect(await show("dora.deployment_frequency", first)).toMatchObject({ n: 2 });
    expect(await show("dora.change_fail_rate", first, second)).toMatchObject({ n: 2, value: 0.5 });
    expect(await show("dora.change_fail_rate", first)).toMatchObject({ n: 2, value: 0 });
  });
});

describe("incidents", () => {
  it("six of them on four of twenty-three deployments are 17.39 %", async () => {
    const name = await repository();
    for (let n = 1; n <= 23; n += 1) await deploy(name, `${String(n).padStart(2, "0")}T10:00`);

    for (const [index, at] of ["03T11:00", "03T12:00", "03T13:00", "09T10:01", "15T23:00", "23T12:00"].entries()) {
      await recordIncident.run(ctx, { externalId: `${index}`, repository: name, title: "Down", beganAt: day(at) });
    }

    const { n, value, band } = await show("dora.change_fail_rate", name);
    expect({ n, value, band }).toEqual({ n: 23, value: expect.closeTo(0.1739, 4), band: "low" });
  });

  it("come from issues with a label of the rule and from reverts, each linked to the deployment before it", async () => {
    const name = await repository({
      issues: [
        { number: 1, labels: ["Incident"], at: day("03T12:00"), closedAt: day("03T18:00") },
        { number: 2, labels: ["bug"], at: day("03T12:00") },
        { number: 3, labels: ["incident"], at: day("01T12:00") },
      ],
      pulls: [
        { number: 10, state: "open", title: 'Revert "Change 9"' },
        { number: 11, state: "closed", title: 'Revert "Change 8"' },
      ],
    });
    await deploy(name, "03T10:00");

    const list = await listMetricItems.run(ctx, {
      metric: "dora.incidents",
      repositories: [name],
      from: "2026-03-01",
      to: "2026-04-01",
      sort: "number",
      order: "asc",
    });
    const recovery = await show("dora.failed_deployment_recovery_time", name);

    expect(list.items.map(({ number, state, details }) => [number, state, details["deployed_at"]])).toEqual([
      [1, "resolved", day("03T10:00")],
      [3, "open", null],
      [10, "open", null],
    ]);
    expect(recovery).toMatchObject({ n: 1, value: { p50: 8 * 3600 }, band: "high" });
  });

  it("make a deployment rework that brings a revert, or a change which closes one that was open", async () => {
    const commits: readonly Commit[] = [["a"], ["b", "a"], ["c", "b"], ["d", "c"]];
    const name = await repository({
      commits,
      issues: [{ number: 7, labels: ["incident"], at: day("01T18:00"), closedAt: day("02T00:00") }],
      pulls: [
        { number: 20, commit: "a" },
        { number: 21, commit: "b", body: "Fixes #7, closes #70" },
        { number: 22, commit: "c", title: 'Revert "Change 20"' },
        { number: 23, commit: "d", body: "like #7" },
      ],
    });
    for (const [index, [own]] of commits.entries()) await deploy(name, `0${index + 3}T10:00`, own);

    const { n, value } = await show("dora.deployment_rework_rate", name);

    expect({ n, value }).toEqual({ n: 4, value: 0.5 });
  });

  it("are one thing under one id: told again, they are corrected and closed", async () => {
    const name = await repository();
    await deploy(name, "03T10:00");
    const told = { externalId: "PD-1", repository: name, title: "Down" };

    const first = await recordIncident.run(ctx, { ...told, beganAt: day("03T12:00") });
    const again = await recordIncident.run(ctx, { ...told, title: "Down again", resolvedAt: day("03T14:00") });

    expect(again).toMatchObject({ id: first.id, isNew: false, beganAt: new Date(day("03T12:00")) });
    expect(await show("dora.failed_deployment_recovery_time", name)).toMatchObject({ n: 1, value: { p50: 4 * 3600 } });
    const open = await updateIncident.run(ctx, { id: first.id, resolvedAt: null });
    expect(open).toMatchObject({ title: "Down again", resolvedAt: null });
  });

  it("are linked by hand, which no rule changes again, until they are given back to it; the log has both", async () => {
    const name = await repository();
    const { deployments } = await deploy(name, "03T10:00");
    await deploy(name, "04T10:00");
    const { id } = await recordIncident.run(ctx, {
      externalId: "1",
      repository: name,
      title: "Down",
      beganAt: day("05T00:00"),
    });

    const byHand = await linkIncident.run(ctx, { id, deploymentId: deployments[0]?.id });
    await deploy(name, "04T20:00");
    const failed = await show("dora.change_fail_rate", name);
    const unlinked = await linkIncident.run(ctx, { id, deploymentId: null });
    const none = await show("dora.change_fail_rate", name);
    const byRule = await linkIncident.run(ctx, { id });

    expect(byHand).toMatchObject({ deploymentId: deployments[0]?.id, isLinkedByHand: true });
    expect(failed.value).toBeCloseTo(1 / 3);
    expect(unlinked).toMatchObject({ deploymentId: null, isLinkedByHand: true });
    expect(none.value).toBe(0);
    expect(byRule).toMatchObject({ isLinkedByHand: false, deploymentId: expect.any(Number) });
    const log = await queryAs<{ n: number }>(
      database.superUrl,
      "select count(*)::int as n from pulse.audit_log where action = 'link_incident' and before is not null and after is not null",
    );
    expect(log[0]?.n).toBe(3);
  });
});

describe("what is refused", () => {
  it.each([
    ["an unknown repository", { repositories: [{ repository: "acme/nowhere" }] }, "not_found"],
    ["a half commit id", { repositories: [{ repository: "acme/site-1", sha: "abc" }] }, "invalid"],
    ["a repository twice", { repositories: [{ repository: "acme/site-1" }, { repository: "ACME/site-1" }] }, "invalid"],
    ["a finish in the future", { finishedAt: "2027-01-01T00:00:00Z" }, "invalid"],
    ["a finish before the start", { startedAt: day("03T10:00"), finishedAt: day("02T10:00") }, "invalid"],
    ["a failure that finished", { state: "failure", finishedAt: day("02T10:00") }, "invalid"],
    ["an address of no web", { url: "javascript:alert(1)" }, "invalid"],
  ])("of a deployment: %s", async (_, wrong, code) => {
    const told = { externalId: "x", repositories: [{ repository: "acme/site-1" }], ...wrong };

    await expect(recordDeployment.run(ctx, Object(told))).rejects.toMatchObject({ code });
  });

  it("of an incident: what ended before it began, a deployment nobody knows, and an issue closed here", async () => {
    const name = await repository({ issues: [{ number: 1, labels: ["incident"], at: day("03T12:00") }] });
    const told = { externalId: "x", repository: name, title: "Down", beganAt: day("03T12:00") };
    const rows = await queryAs<{ id: number }>(
      database.superUrl,
      `select incident.id::int from pulse.incidents as incident
       join pulse.repositories as repository on repository.id = incident.repository_id
       where repository.full_name = '${name}'`,
    );

    await expect(recordIncident.run(ctx, { ...told, resolvedAt: day("02T12:00") })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(recordIncident.run(ctx, { ...told, deployment: "nothing" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(updateIncident.run(ctx, { id: rows[0]?.id ?? 0, title: "Mine" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("issue #1"),
    });
  });
});

describe("a rule", () => {
  const rule = { names: [], branches: [], countsPrereleases: false, incidentLabels: ["incident"], countsReverts: true };

  /** Deployments of GitHub's, runs, releases and tags, each of which may be one of production. */
  async function busyRepository(): Promise<string> {
    const name = await repository({ commits: [["a"]], pulls: [{ number: 1, commit: "a" }] });
    const key = sql`${ctx.actor.workspaceId}::bigint, ${idOf(name)}`;
    await withService(database.db, async (tx) => {
      await sql`
        insert into pulse.deployments (
          workspace_id, repository_id, source, external_id, environment, is_production, sha, ref, state, created_at, finished_at, fetched_at
        )
        values
          (${key}, 'github', '1', 'production', true, ${sha("a")}, 'main', 'success', ${day("02T10:00")}, ${day("02T10:00")}, now()),
          (${key}, 'github', '2', 'blue', false, ${sha("a")}, 'release/1', 'success', ${day("03T10:00")}, ${day("03T10:00")}, now()),
          (${key}, 'github', '3', 'blue', false, ${sha("a")}, 'main', 'success', ${day("04T10:00")}, ${day("04T10:00")}, now())
      `.execute(tx);
      await sql`
        with workflow as (
          insert into pulse.workflows (workspace_id, repository_id, github_id, name, fetched_at)
          values (${key}, 1, 'Deploy to production', now()), (${key}, 2, 'CI', now())
          returning id, name
        )
        insert into pulse.workflow_runs (
          workspace_id, repository_id, workflow_id, github_id, attempt, status, conclusion, head_branch, head_sha, created_at, run_started_at,
          updated_at, fetched_at
        )
        select ${key}, workflow.id, told.id, told.attempt, 'completed', told.conclusion, 'main', ${sha("a")}, told.at, told.at, told.at, now()
        from (values
          (11, 1, 'Deploy to production', 'failure', ${day("05T10:00")}::timestamptz),
          (11, 2, 'Deploy to production', 'success', ${day("05T12:00")}::timestamptz),
          (11, 3, 'Deploy to production', 'success', ${day("05T14:00")}::timestamptz),
          (12, 1, 'CI', 'success', ${day("05T10:00")}::timestamptz)
        ) as told (id, attempt, name, conclusion, at)
        join workflow on workflow.name = told.name
      `.execute(tx);
      await sql`
        insert into pulse.tags (workspace_id, repository_id, name, sha, tagged_at, fetched_at)
        values (${key}, 'v1.0.0', ${sha("a")}, ${day("06T10:00")}, now()), (${key}, 'nightly', ${sha("a")}, ${day("06T11:00")}, now())
      `.execute(tx);
      await sql`
        insert into pulse.releases (workspace_id, repository_id, tag_name, is_draft, is_prerelease, created_at, published_at, fetched_at)
        values
          (${key}, 'v1.0.0', false, false, ${day("07T10:00")}, ${day("07T10:00")}, now()),
          (${key}, 'v1.1.0-rc1', false, true, ${day("08T10:00")}, ${day("08T10:00")}, now())
      `.execute(tx);
    });
    return name;
  }

  const cases = [
    ["environments that look like production", { source: "environment" }, [day("02T10:00")]],
    ["an environment by pattern", { source: "environment", names: ["BL*"] }, [day("03T10:00"), day("04T10:00")]],
    ["and by branch", { source: "environment", names: ["blue"], branches: ["release/*"] }, [day("03T10:00")]],
    [
      "a workflow: a run is one, at its first success",
      { source: "workflow_run", names: ["deploy*"] },
      [day("05T12:00")],
    ],
    ["a workflow on another branch", { source: "workflow_run", names: ["deploy*"], branches: ["live"] }, []],
    ["tags", { source: "tag", names: ["v*"] }, [day("06T10:00")]],
    ["releases", { source: "release" }, [day("07T10:00")]],
    ["releases with prereleases", { source: "release", countsPrereleases: true }, [day("07T10:00"), day("08T10:00")]],
    ["nothing but what is posted", { source: "api" }, []],
  ] as const;

  it("counts what it names, as its preview said", async () => {
    const name = await busyRepository();
    const told: unknown[] = [];
    const expected: unknown[] = [];

    for (const [what, own, finished] of cases) {
      const given = {
        ...rule,
        ...own,
        names: [...("names" in own ? own.names : [])],
        branches: [...("branches" in own ? own.branches : [])],
      };
      const preview = await previewDeliveryRule.run(ctx, { repository: name, ...given });
      await saveDeliveryRule.run(ctx, { repositories: [name], ...given });
      const items = await listMetricItems.run(ctx, {
        metric: "dora.deployment_frequency",
        repositories: [name],
        from: "2026-03-01",
        to: "2026-04-01",
        order: "asc",
      });
      told.push([what, preview.deployments.total, items.items.map(({ at }) => at)]);
      expected.push([what, finished.length, finished]);
    }

    expect(told).toEqual(expected);
  });

  it("judges anew what it had counted: changes go with their deployments, and runs that come later are seen", async () => {
    const name = await busyRepository();
    const before = await changesOf(name);

    await saveDeliveryRule.run(ctx, { ...rule, repositories: [name], source: "workflow_run", names: ["deploy*"] });

    expect(before).toEqual({ 1: "1" });
    expect(await changesOf(name)).toEqual({ 1: "11" });
    const { rules } = await listDeliveryRules.run(ctx, {});
    expect(rules.find(({ repository: own }) => own === name)).toMatchObject({
      source: "workflow_run",
      names: ["deploy*"],
      isDefault: false,
      deployments: 1,
    });
  });
});
