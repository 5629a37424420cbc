// What a page of deployments is made of: how an app is, its history over pages, and one run; against the local platform.
import { withService } from "@pulse/db";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { defaultSettings } from "@pulse/deploy";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { openGitHubTools, type GitHubTools } from "../../test/open-github-tools.ts";
import type { ActionContext } from "../action.ts";
import { applyDeploy } from "./apply-deploy.ts";
import { listDeployHistory, type DeployCursor, type DeployHistoryEntry } from "./list-deploy-history.ts";
import { createRecentReads } from "./recent-reads.ts";
import { planRollback, requestRollback, startRollback } from "./roll-back-deploy.ts";
import { cancelDeploy } from "./settle-deploy.ts";
import { showDeployOverview } from "./show-deploy-overview.ts";
import { showDeployRun } from "./show-deploy-run.ts";

const commit = (digit: string) => digit.repeat(40);
const spec = {
  name: "shop",
  ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
  services: [
    {
      name: "web",
      github: { repo: "acme/site", branch: "main", deploy_on_push: false },
      http_port: 3000,
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      envs: [
        { key: "API", value: "http://api:8080" },
        { key: "NEXTAUTH_SECRET", type: "SECRET", scope: "RUN_TIME", value: "not-to-be-seen" },
      ],
    },
  ],
  workers: [{ name: "api", github: { repo: "acme/site", branch: "main" }, instance_size_slug: "apps-s-1vcpu-0.5gb" }],
};

let tools: GitHubTools;
let local: LocalPlatform;
let appId: string;
let ctx: ActionContext;

beforeAll(async () => {
  tools = await openGitHubTools();
  tools.answers["POST /repos/acme/site/deployments"] = { status: 201, json: { id: 77 } };
  tools.answers["POST /repos/acme/site/deployments/77/statuses"] = { status: 201, json: { id: 1 } };
});

afterAll(async () => {
  await tools.close();
});

beforeEach(async () => {
  local = await startLocalPlatform({ now: new Date() });
  head("1");
  appId = local.addApp(spec).id;
  ctx = {
    ...tools.ctx,
    clock: local.clock,
    deploy: {
      token: local.token,
      apiUrl: local.apiUrl,
      settings: { ...defaultSettings, pollMs: 30_000 },
      holder: "ada@desk (1)",
      wait: async (ms) => local.advance(ms),
    },
  };
});

afterEach(async () => {
  await local.close();
});

function head(digit: string): void {
  local.setHead("acme/site@main", commit(digit));
  tools.answers["GET /repos/acme/site/branches/main"] = { json: { commit: { sha: commit(digit) } } };
}

/** The platform's time is the test's, and rows have the database's: a run is put to where it was on the platform's clock. */
async function date(run: { readonly id: number }, begunAt: Date): Promise<void> {
  await withService(tools.database.db, (tx) =>
    sql`update pulse.deploy_runs set started_at = ${begunAt} where id = ${run.id}`.execute(tx),
  );
}

const declared = { ...spec, services: spec.services.map((one) => ({ ...one, envs: one.envs.slice(0, 1) })) };

it("an app is told with its parts: how each is, what it runs, what it costs, and which reaches which", async () => {
  local.setHealth("api", { state: "UNHEALTHY", ready: 0 });

  const { isConfigured, apps, app, problem } = await showDeployOverview.run(ctx, {});

  expect({ isConfigured, apps, problem }).toEqual({ isConfigured: true, apps: ["shop"], problem: null });
  expect(app).toMatchObject({ id: appId, name: "shop", usdPerMonth: 10, lock: null, pinned: null });
  expect(app?.parts).toMatchObject([
    { name: "internet", kind: "internet", health: null, usdPerMonth: null },
    { name: "web", isPublic: true, health: "HEALTHY", usdPerMonth: 5, commit: commit("1"), repository: "acme/site" },
    { name: "api", kind: "worker", health: "UNHEALTHY", replicasReady: 0, usdPerMonth: 5 },
  ]);
  expect(app?.edges).toEqual([
    { from: "internet", to: "web", by: "/" },
    { from: "web", to: "api", by: "API" },
  ]);
});

it("nothing of it holds a secret, in plain or as the platform encrypts it", async () => {
  await applyDeploy.run(ctx, { spec: declared, values: { web: { NEXTAUTH_SECRET: "brand-new-secret" } } });
  const { entries } = await listDeployHistory.run(ctx, {});
  const shown = [
    await showDeployOverview.run(ctx, {}),
    entries,
    await showDeployRun.run(ctx, { id: entries[0]?.runId ?? 0 }),
  ];

  expect(JSON.stringify(shown)).not.toMatch(/not-to-be-seen|brand-new-secret|EV\[/);
});

it("without a token, or with a platform that is away, it says so and fails nobody", async () => {
  const { deploy: _deploy, ...without } = ctx;
  const before = await showDeployOverview.run(without, {});
  local.fault({ method: "GET", times: 99, how: { kind: "drop" } });

  const away = await showDeployOverview.run(ctx, {});

  expect(before).toEqual({ isConfigured: false, apps: [], app: null, problem: null });
  expect(away).toMatchObject({ isConfigured: true, app: null, problem: expect.stringContaining("App Platform") });
  expect((await listDeployHistory.run(ctx, { app: appId })).entries).toEqual([]);
});

it("many who look ask the platform once, until what it said is ten seconds old", async () => {
  const recent = createRecentReads();
  const { deploy } = ctx;
  if (deploy === undefined) throw new Error("there is a way to deploy");
  const look = async () => await showDeployOverview.run({ ...ctx, deploy: { ...deploy, recent } }, {});
  const asked = () => local.exchanges.filter(({ path }) => path.endsWith("/health")).length;

  await Promise.all([look(), look(), look()]);
  const atOnce = asked();
  local.advance(10_001);
  await look();

  expect([atOnce, asked()]).toEqual([1, 2]);
});

it("history names commits, who and what came of it, between what others deployed; a page goes on where the last one ended", async () => {
  local.advance(60_000);
  head("2");
  const times = [local.clock.now()];
  const { run: good } = await applyDeploy.run(ctx, { spec: declared, reason: "a release" });
  local.advance(60_000);
  local.startDeployment(appId, "DEPLOY_ON_PUSH");
  local.advance(600_000);
  head("3");
  times.push(local.clock.now());
  const { run: bad } = await applyDeploy.run(ctx, { spec: declared, reason: "a worse one" });
  local.advance(60_000);
  times.push(local.clock.now());
  const { run: back } = await startRollback.run(ctx, { reason: "it was worse" });
  for (const [at, run] of [good, bad, back].entries()) await date(run, times[at] ?? new Date());

  const whole = await listDeployHistory.run(ctx, { limit: 50 });
  const paged: DeployHistoryEntry[] = [];
  let before: DeployCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDeployHistory.run>> = await listDeployHistory.run(ctx, {
      before,
      limit: 2,
    });
    paged.push(...page.entries);
    before = page.next;
  } while (before !== null);

  expect(whole.entries.map(({ kind, outcome, why, isActive }) => [kind, outcome, why, isActive])).toEqual([
    ["rollback", "succeeded", "it was worse", true],
    ["apply", "succeeded", "a worse one", false],
    ["foreign", null, expect.any(String), false],
    ["apply", "succeeded", "a release", false],
    ["foreign", null, expect.any(String), false],
  ]);
  const [, worse, , release] = whole.entries;
  expect(worse).toMatchObject({ who: "ada@desk (1)", rolledBackBy: back.id, canReturnTo: true });
  expect(release?.commits).toContainEqual({ component: "web", commit: commit("2"), repository: "acme/site" });
  expect(paged).toEqual(whole.entries);
});

it("a run is told with its plan, its steps and which logs were kept, to its own workspace alone", async () => {
  head("4");
  const { run } = await applyDeploy.run(ctx, { spec: declared });

  const shown = await showDeployRun.run(ctx, { id: run.id });

  expect(shown).toMatchObject({ id: run.id, state: "succeeded", phase: "ACTIVE", isWaiting: false, problem: null });
  expect(shown.planLines[0]).toContain("shop: one deployment");
  expect(shown.steps.length).toBeGreaterThan(0);
  expect(shown.logs).toContainEqual({ component: "web", type: "BUILD", characters: expect.any(Number) });
  await expect(showDeployRun.run(ctx, { id: run.id + 1000 })).rejects.toMatchObject({ code: "not_found" });
});

it("a rollback is begun as it was shown, by somebody who came in this hour, and whoever watches hears of it", async () => {
  head("5");
  await applyDeploy.run(ctx, { spec: declared });
  const shown = await planRollback.run(ctx, {});
  const since = (minutes: number): ActionContext => ({
    ...ctx,
    actor: { ...ctx.actor, signedInAt: new Date(local.clock.now().getTime() - minutes * 60_000) },
  });

  await expect(requestRollback.run(since(61), { plan: shown.plan })).rejects.toThrow("This changes what runs");
  await expect(requestRollback.run(since(5), { plan: `${shown.plan}x` })).rejects.toThrow("Look at it again");
  const { runId } = await requestRollback.run(since(5), { plan: shown.plan, reason: "broken" });

  const waiting = await showDeployRun.run(ctx, { id: runId });
  expect(waiting).toMatchObject({ kind: "rollback", stage: "planned", isWaiting: true, planLines: shown.lines });
  expect((await showDeployOverview.run(ctx, {})).app?.lock).toMatchObject({ runId, reason: "broken" });
  const events = await withService(tools.database.db, (tx) =>
    sql`select subject from pulse.events where kind = 'deploy_run' order by id desc limit 1`.execute(tx),
  );
  expect(events.rows).toEqual([{ subject: { run: runId, state: "running", stage: "planned" } }]);
  await cancelDeploy.run(ctx, {});
});
