import { withService } from "@pulse/db";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { defaultSettings, type DeployMessage } from "@pulse/deploy";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openGitHubTools, type GitHubTools } from "../../test/open-github-tools.ts";
import type { ActionContext } from "../action.ts";
import { applyDeploy, planDeploy } from "./apply-deploy.ts";
import type { DeployAccess } from "./deploy-access.ts";
import { doNextDeploy } from "./do-next-deploy.ts";
import { listDeployRuns } from "./list-deploy-runs.ts";
import { planRollback, requestRollback, startRollback } from "./roll-back-deploy.ts";
import { cancelDeploy, settleRollback } from "./settle-deploy.ts";
import { followDeployLogs, readDeployLogs } from "./read-deploy-logs.ts";
import { showDeployment } from "./show-deployment.ts";

const first = "1".repeat(40);
const second = "2".repeat(40);
const secret = { key: "NEXTAUTH_SECRET", type: "SECRET", scope: "RUN_TIME" };
const spec = {
  name: "shop",
  services: [
    {
      name: "web",
      github: { repo: "acme/site", branch: "main", deploy_on_push: false },
      http_port: 3000,
      envs: [secret],
    },
  ],
};

let tools: GitHubTools;
let local: LocalPlatform;
let appId: string;
let ctx: ActionContext;
let messages: DeployMessage[];

beforeAll(async () => {
  tools = await openGitHubTools();
});

afterAll(async () => {
  await tools.close();
});

beforeEach(async () => {
  tools.asked.length = 0;
  local = await startLocalPlatform({ now: new Date() });
  messages = [];
  local.setHead("acme/site@main", first);
  const [web] = spec.services;
  const running = { name: "shop", services: [{ name: "web", ...web, envs: [{ ...secret, value: "not-to-be-seen" }] }] };
  appId = local.addApp(running).id;
  local.setHead("acme/site@main", second);
  tools.answers["GET /repos/acme/site/branches/main"] = { json: { commit: { sha: second } } };
  tools.answers["POST /repos/acme/site/deployments"] = { status: 201, json: { id: 77 } };
  tools.answers["POST /repos/acme/site/deployments/77/statuses"] = { status: 201, json: { id: 1 } };
  ctx = withDeploy({});
});

afterEach(async () => {
  await local.close();
  // A limit that one test has used up is the connection's.
  await rows(sql`delete from pulse.rate_budgets`);
});

function withDeploy(more: Partial<DeployAccess>): ActionContext {
  const deploy: DeployAccess = {
    token: local.token,
    apiUrl: local.apiUrl,
    settings: { ...defaultSettings, pollMs: 30_000 },
    holder: "ada@desk (1)",
    notify: async (message) => void messages.push(message),
    wait: async (ms) => local.advance(ms),
    ...more,
  };
  return { ...tools.ctx, clock: local.clock, deploy };
}

const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await withService(tools.database.db, (tx) => query.execute(tx))).rows;

describe("a deployment", () => {
  it("is planned without changing anything, then done, and kept as a row, a task, a GitHub deployment and a message", async () => {
    const plan = await planDeploy.run(ctx, { spec });
    const { run } = await applyDeploy.run(ctx, { spec, reason: "a release" });

    expect(plan.lines).toContain("  1 secret stays as the platform holds it");
    expect(run).toMatchObject({ state: "succeeded", warnings: [], gitHubDeploymentId: 77 });
    const [task] = await rows(sql`
        select kind, status, payload, idempotency_key, lease_token
        from pulse.task_queue
        where payload ->> 'app_id' = ${appId}
      `);
    expect(task).toMatchObject({
      kind: "DEPLOY_PULSE_HUB",
      status: "completed",
      idempotencyKey: `run:${run.id}`,
      leaseToken: null,
    });
    const statuses = tools.asked.filter(({ path }) => path.endsWith("/statuses")).map(({ body }) => body);
    expect(statuses).toMatchObject([{ state: "in_progress" }, { state: "success", environment_url: local.site.url }]);
    expect(
      tools.asked.find(({ method, path }) => method === "POST" && path.endsWith("/deployments"))?.body,
    ).toMatchObject({
      ref: second,
      environment: "production",
      payload: { pulse_run: run.id },
    });
    expect(messages.map(({ title }) => title)).toEqual(["Deployment of shop started", "Deployment of shop succeeded"]);
    const { runs } = await listDeployRuns.run(ctx, { app: appId });
    expect(runs).toMatchObject([
      { id: run.id, state: "succeeded", reason: "a release", record: { app_id: appId, git_commit: second } },
    ]);
  });

  it("leaves no secret in any row, of runs, tasks or the log of changes", async () => {
    await applyDeploy.run(ctx, { spec, values: { web: { NEXTAUTH_SECRET: "brand-new-secret" } } });

    const kept = await rows(sql`
      select (select json_agg(run) from pulse.deploy_runs as run)::text
        || (select json_agg(task) from pulse.task_queue as task)::text
        || (select json_agg(line) from pulse.audit_log as line)::text
        || (select json_agg(log) from pulse.deploy_logs as log)::text as text
    `);
    expect(JSON.stringify(kept)).not.toMatch(/brand-new-secret|not-to-be-seen/);
    const value = local.getSpec(appId).services?.[0]?.envs?.[0]?.value ?? "";
    expect(local.decrypt(value)).toBe("brand-new-secret");
  });

  it("locks the app: another is refused with the holder and the reason, until somebody takes over", async () => {
    const stuck = withDeploy({ wait: () => Promise.reject(new Error("the process is gone")) });
    await expect(applyDeploy.run(stuck, { spec, reason: "a release" })).rejects.toThrow("the process is gone");
    const eve = withDeploy({ holder: "eve@laptop (7)" });

    await expect(applyDeploy.run(eve, { spec })).rejects.toMatchObject({
      code: "conflict",
      details: { problem: "DEPLOY_LOCKED", holder: "ada@desk (1)", reason: "a release" },
    });
    const { run, isResumed } = await applyDeploy.run(eve, { spec, takeOver: true });
    expect([run.state, isResumed, local.countDeployments(appId)]).toEqual(["succeeded", true, 2]);
  });

  it("whose process is known to be gone is gone on with at once", async () => {
    const stuck = withDeploy({ wait: () => Promise.reject(new Error("the process is gone")) });
    await expect(applyDeploy.run(stuck, { spec })).rejects.toThrow("the process is gone");

    const { run, isResumed } = await applyDeploy.run(withDeploy({ isGone: (holder) => holder === "ada@desk (1)" }), {
      spec,
    });

    expect([run.state, isResumed, local.countDeployments(appId)]).toEqual(["succeeded", true, 2]);
  });

  it("that two begin at the same moment is done by one of them", async () => {
    const both = await Promise.allSettled([
      applyDeploy.run(ctx, { spec }),
      applyDeploy.run(withDeploy({ holder: "eve@laptop (7)" }), { spec }),
    ]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(local.exchanges.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("goes on where GitHub's limit is used up, and says that nobody can tell which commit runs", async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 600);
    tools.answers["GET /repos/acme/site/branches/main"] = {
      status: 403,
      json: { message: "API rate limit exceeded" },
      headers: {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-limit": "5000",
        "x-ratelimit-reset": reset,
        "x-ratelimit-resource": "core",
      },
    };

    const [web] = spec.services;
    const two = { ...spec, services: [...spec.services, { ...web, name: "api", envs: [] }] };

    const { warnings } = await planDeploy.run(ctx, { spec: two });

    expect(warnings).toEqual([
      expect.stringMatching(/^GITHUB_API_RATE_LIMIT: which commit acme\/site@main is at is not known/),
    ]);
  });

  it("that was stopped before it asked for anything can be given up", async () => {
    local.fault({ method: "PUT", times: 9, how: { kind: "drop" } });
    await expect(applyDeploy.run(ctx, { spec })).rejects.toMatchObject({ code: "unavailable" });

    const given = await cancelDeploy.run(withDeploy({ isGone: () => true }), { app: "shop" });

    expect(given).toMatchObject({ appName: "shop", deploymentId: null });
    expect((await listDeployRuns.run(ctx, { app: appId })).runs).toMatchObject([{ state: "cancelled", stage: "done" }]);
  });

  it("of an app that was never made can be given up by its name", async () => {
    const store = { ...spec, name: "store", services: spec.services.map((one) => ({ ...one, envs: [] })) };
    local.fault({ method: "POST", path: /apps$/, times: 4, how: { kind: "drop" } });
    await expect(applyDeploy.run(ctx, { spec: store })).rejects.toMatchObject({ code: "unavailable" });

    const given = await cancelDeploy.run(withDeploy({ isGone: () => true }), { app: "store" });

    expect(given).toMatchObject({ appName: "store", deploymentId: null });
    await expect(cancelDeploy.run(ctx, { app: "store" })).rejects.toThrow("There is no app store");
  });

  it("that is under way at the platform can be cancelled by name", async () => {
    const id = local.startDeployment(appId);

    await cancelDeploy.run(ctx, { app: "shop" });

    const shown = await showDeployment.run(ctx, { app: "shop" });
    expect(shown.deployments.find((one) => one.id === id)?.phase).toBe("CANCELED");
    await expect(cancelDeploy.run(ctx, { app: "shop" })).rejects.toThrow("Nothing of shop is being deployed");
  });
});

describe("a rollback", () => {
  it("is planned first, goes back to what ran before, and is committed", async () => {
    await applyDeploy.run(ctx, { spec });

    const plan = await planRollback.run(ctx, {});
    const { run } = await startRollback.run(ctx, { reason: "broken" });

    expect(plan).toMatchObject({ by: "platform", refusals: [] });
    expect(run).toMatchObject({ kind: "rollback", state: "succeeded", targetId: plan.targetId });
    const shown = await showDeployment.run(ctx, { app: "shop" });
    expect(shown).toMatchObject({ pinned: null, active: { commits: { web: first } }, lock: null });
  });

  it("that was killed is gone on with to the target it had, though another would be chosen now", async () => {
    await applyDeploy.run(ctx, { spec });
    const stuck = withDeploy({ wait: () => Promise.reject(new Error("the process is gone")) });
    await expect(startRollback.run(stuck, {})).rejects.toThrow("the process is gone");

    const { run, isResumed } = await startRollback.run(ctx, { takeOver: true });

    expect([run.state, isResumed]).toEqual(["succeeded", true]);
    expect(local.exchanges.filter(({ method, path }) => method === "POST" && path.endsWith("/rollback"))).toHaveLength(
      1,
    );
  });

  it("left open by what does not work can be undone, which deploys again what there was before", async () => {
    await applyDeploy.run(ctx, { spec });
    local.site.answer("/api/ready", { status: 503, body: "broken" });
    const { run } = await startRollback.run(ctx, {});

    const settled = await settleRollback.run(ctx, { keep: false });
    local.advance(600_000);

    expect(run).toMatchObject({ state: "failed", problem: { code: "SERVICE_UNAVAILABLE" } });
    expect((await showDeployment.run(ctx, {})).active).toMatchObject({
      id: settled.deploymentId,
      commits: { web: second },
    });
    await expect(settleRollback.run(ctx, { keep: true })).rejects.toThrow("no rollback is open");
  });

  it("of everything takes the recorded spec of the last deployment that worked, from our own row", async () => {
    const { run: worked } = await applyDeploy.run(ctx, { spec });
    const third = "3".repeat(40);
    local.setHead("acme/site@main", third);
    tools.answers["GET /repos/acme/site/branches/main"] = { json: { commit: { sha: third } } };
    await applyDeploy.run(ctx, { spec });

    const plan = await planRollback.run(ctx, { full: true });

    expect(plan).toMatchObject({ by: "spec", targetId: worked.deploymentId, refusals: [] });
    expect(plan.wanted).toEqual([{ component: "web", commit: second, digest: null }]);
    expect(plan.lines.join("\n")).toContain(`make the branch rollback/${second} of acme/site`);
  });

  it("where nothing else has run is refused in words", async () => {
    await expect(planRollback.run(ctx, {})).rejects.toThrow("Nothing else has run of shop");
  });
});

describe("a worker", () => {
  beforeEach(async () => {
    await rows(sql`delete from pulse.task_queue`);
  });

  const gone = () => withDeploy({ wait: () => Promise.reject(new Error("the process is gone")) });
  const endLeases = async () => {
    await rows(sql`update pulse.deploy_runs set lease_until = now() where stage <> 'done'`);
    await rows(sql`update pulse.task_queue set lease_expires_at = now() where lease_token is not null`);
  };
  const work = async (more: Partial<DeployAccess> = {}, signal = new AbortController().signal) => {
    const { deploy } = withDeploy(more);
    const { db, logger, github } = tools.ctx;
    if (deploy === undefined || github === undefined) throw new Error("there is no way to deploy");
    const { holder: _, ...access } = deploy;
    const given = { clock: local.clock, github, deploy: () => access, holder: "worker on box (2)" };
    return await doNextDeploy({ db, logger, ...given, signal });
  };
  const find = async () => (await listDeployRuns.run(ctx, { app: appId })).runs[0];
  const findTask = async () =>
    (
      await rows<Record<string, unknown>>(
        sql`select * from pulse.task_queue where payload ->> 'app_id' = ${appId} order by id desc`,
      )
    )[0];
  const count = (end: string) => local.exchanges.filter(({ method, path }) => method === "POST" && path.endsWith(end));

  it("goes on with a deployment whose process died, once its lease has ended, and not before", async () => {
    await expect(applyDeploy.run(gone(), { spec, reason: "a release" })).rejects.toThrow("the process is gone");

    const early = await work();
    await endLeases();
    const late = await work();

    expect([early, late]).toEqual([false, true]);
    expect(await find()).toMatchObject({
      state: "succeeded",
      holder: "ada@desk (1), by the worker on box (2)",
      warnings: [expect.stringMatching(/^taken over from ada@desk \(1\)/)],
    });
    expect(await findTask()).toMatchObject({ status: "completed", leaseToken: null, attempts: 2 });
    expect(local.exchanges.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("does a rollback that was asked for at a browser, as who asked for it, with nothing to note", async () => {
    await applyDeploy.run(ctx, { spec });

    const { runId } = await requestRollback.run(ctx, { reason: "sign-in is broken" });
    const waiting = await findTask();
    const isDone = await work();

    expect(waiting).toMatchObject({ status: "pending", attempts: 0, leaseToken: null });
    expect(isDone).toBe(true);
    expect(await find()).toMatchObject({ id: runId, kind: "rollback", state: "succeeded", warnings: [] });
    expect((await showDeployment.run(ctx, {})).active?.commits).toEqual({ web: first });
  });

  it("that dies or stops in the middle of a rollback leaves it to the next, which asks for nothing twice", async () => {
    await applyDeploy.run(ctx, { spec });
    await requestRollback.run(ctx, {});
    const stopping = new AbortController();
    const wait = async () => {
      stopping.abort(new Error("the worker stops"));
      stopping.signal.throwIfAborted();
    };

    await work({ wait }, stopping.signal);
    const between = await findTask();
    await work();

    expect(between).toMatchObject({ status: "pending", attempts: 0 });
    expect(await find()).toMatchObject({ state: "succeeded" });
    expect([count("/rollback").length, count("/commit").length]).toEqual([1, 1]);
  });

  it("puts back what the platform's absence holds up, says why, and the command line may go on meanwhile", async () => {
    await applyDeploy.run(ctx, { spec });
    await requestRollback.run(ctx, {});
    local.fault({ method: "GET", times: 4, how: { kind: "html", status: 503 } });

    await work();
    const held = await findTask();
    const { run } = await startRollback.run(ctx, {});

    expect(held).toMatchObject({ status: "pending", attempts: 1, lastError: expect.stringContaining("503") });
    expect(run).toMatchObject({ state: "succeeded" });
    expect(await findTask()).toMatchObject({ status: "completed" });
  });

  it("leaves a deployment that nobody had asked for yet to whoever has its spec, and says so", async () => {
    local.fault({ method: "PUT", times: 4, how: { kind: "drop" } });
    await expect(applyDeploy.run(ctx, { spec })).rejects.toMatchObject({ code: "unavailable" });
    await endLeases();

    await work();
    const { run, isResumed } = await applyDeploy.run(withDeploy({ holder: "eve@laptop (7)" }), { spec });

    expect([run.state, isResumed]).toEqual(["succeeded", true]);
    expect(local.countDeployments(appId)).toBe(2);
  });

  it("is not left what cannot work: that is refused with the reason at once, and so is a second one", async () => {
    await expect(requestRollback.run(ctx, {})).rejects.toThrow("Nothing else has run of shop");
    await applyDeploy.run(ctx, { spec });
    await requestRollback.run(ctx, { reason: "broken" });

    await expect(requestRollback.run(ctx, {})).rejects.toMatchObject({
      details: { problem: "DEPLOY_LOCKED", reason: "broken" },
    });
    await work();
  });
});

describe("what is shown", () => {
  it("is what runs, how its parts are, what they cost, who reaches whom and who holds the lock", async () => {
    const shown = await showDeployment.run(ctx, {});

    expect(shown).toMatchObject({
      appName: "shop",
      url: local.site.url,
      active: { phase: "ACTIVE", commits: { web: first } },
      health: [{ name: "web", state: "HEALTHY" }],
      price: { usdPerMonth: 5 },
      lock: null,
    });
  });

  it("are logs of now, and of a run when the platform has forgotten them", async () => {
    const reason = { code: "DeployContainerHealthChecksFailed", message: "no" };
    local.script({
      outcome: "error",
      place: "wait",
      component: "web",
      reason,
      logs: { "web RUN": "Listening on 0.0.0.0:8000\n" },
    });
    const { run } = await applyDeploy.run(withDeploy({ settings: { ...defaultSettings, pollMs: 12_000 } }), { spec });

    const now = await readDeployLogs.run(ctx, { component: "web" });
    const kept = await readDeployLogs.run(ctx, { run: run.id });

    expect(run.problem?.code).toBe("PORT_MISMATCH");
    expect(now.logs[0]?.text).toContain("web listening");
    expect(kept.logs).toEqual([{ component: "web", type: "RUN", text: "Listening on 0.0.0.0:8000\n" }]);
    await expect(readDeployLogs.run(ctx, { component: "wbe" })).rejects.toThrow(
      "shop has no component wbe. It has web",
    );
  });

  it("are logs as they come, of each component, until the last of them ends", async () => {
    const open = local.holdLogs();
    const { texts } = await followDeployLogs.run(ctx, {});
    const heard: string[] = [];

    for await (const { component, text } of texts) {
      heard.push(`${component}: ${text}`);
      if (text.includes("listening")) open[0]?.write("a request\n");
      if (text.includes("a request")) open[0]?.end();
    }

    expect(heard).toEqual(["web: web starting\n", "web: web listening on 0.0.0.0\n", "web: a request\n"]);
  });

  it("are logs of the build that is under way, not of the one before, and none once the signal has ended", async () => {
    const stopping = new AbortController();
    local.holdLogs();
    const id = local.startDeployment(appId);
    const { texts } = await followDeployLogs.run(
      { ...ctx, signal: stopping.signal },
      { component: "web", type: "build" },
    );

    for await (const { text } of texts) if (text.includes("done")) stopping.abort(new Error("Ctrl-C"));

    expect(local.exchanges.at(-1)?.path).toContain(`/deployments/${id}/components/web/logs`);
    await expect(followDeployLogs.run(ctx, { component: "wbe" })).rejects.toThrow("shop has no component wbe");
  });

  it("needs a token, and says which", async () => {
    await expect(showDeployment.run(tools.ctx, {})).rejects.toThrow("Set DIGITALOCEAN_ACCESS_TOKEN");
  });
});

it.each([
  [
    "a processing task without a lease",
    sql`insert into pulse.task_queue (workspace_id, kind, status) values (1, 'x', 'processing')`,
  ],
  [
    "a status that the documents do not have",
    sql`insert into pulse.task_queue (workspace_id, kind, status) values (1, 'x', 'claimed')`,
  ],
  [
    "a dead task that has not failed",
    sql`insert into pulse.task_queue (workspace_id, kind, dead_at) values (1, 'x', now())`,
  ],
])("the task queue refuses %s", async (_, insert) => {
  await expect(rows(insert)).rejects.toThrow("violates check constraint");
});
