import { AppError } from "@pulse/kit";
import { afterEach, describe, expect, it } from "vitest";

import { createExchangeCheck, isDescriptionHere } from "../../test/check-exchanges.ts";
import { commits, createDeployBed, declared, type Bed } from "../../test/deploy-bed.ts";
import { Killed } from "../../test/memory-store.ts";
import { healthBody } from "../testing.ts";
import { defaultSettings } from "./gate-settings.ts";
import { performRun } from "./perform-run.ts";
import type { RunContext } from "./run-context.ts";

const check = isDescriptionHere ? createExchangeCheck() : () => [];
const healthFailed = { code: "DeployContainerHealthChecksFailed", message: "health checks failed" };
let bed: Bed;

async function lay(overrides: Partial<RunContext> = {}): Promise<Bed> {
  bed = await createDeployBed(overrides);
  return bed;
}

afterEach(async () => {
  await bed.close();
  const faults = check(bed.local.exchanges);
  if (faults.length > 0) throw new Error(faults.join("\n"));
});

const puts = () => bed.local.exchanges.filter(({ method }) => method === "PUT").length;

describe("a deployment", () => {
  it("is one update, followed by its id, verified, and told to everybody who is to know", async () => {
    await lay();

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "succeeded", stage: "done", problem: null, warnings: [] });
    expect(puts()).toBe(1);
    expect(bed.local.countDeployments(bed.appId)).toBe(2);
    const [active] = await bed.ctx.platform.listDeployments(bed.appId);
    expect(active).toMatchObject({ id: run.deploymentId, phase: "ACTIVE", commits: { web: commits.second } });
    expect(bed.messages.map(({ state }) => state)).toEqual(["started", "succeeded"]);
    expect(bed.gitHub.statuses).toEqual(["1001 in_progress", "1001 success"]);
    expect([...bed.store.logs.keys()].toSorted()).toContain("1 web RUN");
  });

  it("leaves the record of the procedure", async () => {
    await lay();

    const run = await bed.apply();

    const [[name, record] = ["", null]] = [...bed.records];
    expect(name).toMatch(/^shop-20261121-09\d{4}-1\.json$/);
    expect(record).toEqual({
      app_id: bed.appId,
      deployment_id: run.deploymentId,
      timestamp: run.finishedAt?.toISOString(),
      phase: "ACTIVE",
      web_url: bed.local.site.url,
      services: {
        web: { url: bed.local.site.url, health: "healthy" },
        superset: { url: "internal", health: "healthy" },
      },
      deployer: "ada@desk (1)",
      git_commit: commits.second,
      git_branch: "main",
      kind: "apply",
      outcome: "succeeded",
      reason: "a test",
      started_at: "2026-11-21T09:00:00.000Z",
      error_code: null,
    });
  });

  it("keeps secrets that the platform holds, and stores none in plain", async () => {
    await lay();

    await bed.apply();

    const value = bed.local.getSpec(bed.appId).services?.[0]?.envs?.find(({ type }) => type === "SECRET")?.value ?? "";
    expect(bed.local.decrypt(value)).toBe("not-to-be-seen");
    expect(JSON.stringify([...bed.store.runs.values()])).not.toContain("not-to-be-seen");
  });

  it("passes only after three rounds in a row were well", async () => {
    await lay();
    const well = { status: 200, body: healthBody({ database: "healthy", mcp: "healthy", superset: "disabled" }) };
    const unwell = { status: 200, body: healthBody({ database: "healthy", mcp: "unhealthy", superset: "disabled" }) };
    bed.local.site.answer("/api/health", well, well, unwell, well);

    const run = await bed.apply();

    expect(run.state).toBe("succeeded");
    expect(bed.local.site.asked.filter((path) => path === "/api/health")).toHaveLength(6);
  });

  it("records the commit that was verified where nobody could name it beforehand", async () => {
    await lay();
    const plan = await bed.plan();

    const run = await bed.run({ ...plan, wanted: plan.wanted.map((one) => ({ ...one, commit: null })) });

    expect(run.wanted).toContainEqual({ component: "web", commit: commits.second, digest: null });
    expect([...bed.records.values()][0]?.git_commit).toBe(commits.second);
  });

  it("passes no sooner because time is up: after the first good round come the others, and the smoke test", async () => {
    const { gate } = defaultSettings;
    await lay({ settings: { ...defaultSettings, pollMs: 45_000, gate: { ...gate, deadlineMs: 0 } } });
    bed.local.site.answer("/api/version", { status: 500, body: "no" });

    const run = await bed.apply();

    expect(run.problem?.cause).toContain("/api/version answers 500");
    expect(bed.local.site.asked.filter((path) => path === "/api/ready").length).toBeGreaterThanOrEqual(3);
  });
});

describe("a deployment that fails", () => {
  it.each([
    [
      "HEALTH_CHECK_TIMEOUT",
      { place: "wait", component: "web", reason: healthFailed, logs: { "web RUN": "warming up\n" } },
    ],
    [
      "PORT_MISMATCH",
      {
        place: "wait",
        component: "web",
        reason: healthFailed,
        logs: { "web RUN": "Listening on http://0.0.0.0:8000\n" },
      },
    ],
    [
      "PORT_MISMATCH",
      { place: "wait", component: "web", reason: healthFailed, logs: { "web RUN": "listening on 127.0.0.1:3000\n" } },
    ],
    [
      "ENV_VAR_MISSING",
      {
        place: "wait",
        component: "web",
        reason: healthFailed,
        logs: { "web RUN": "The settings are not usable:\n  NEXTAUTH_URL: missing\n" },
      },
    ],
    [
      "DATABASE_CONNECTION_ERROR",
      {
        place: "wait",
        component: "web",
        reason: healthFailed,
        logs: { "web RUN": "Error: connect ECONNREFUSED 10.0.0.1:5432\n" },
      },
    ],
    [
      "DATABASE_CONNECTION_ERROR",
      { place: "wait", component: "web", reason: { code: "DatabaseNotAvailable", message: "no" } },
    ],
    [
      "SUPERSET_INIT_TIMEOUT",
      {
        place: "wait",
        component: "superset",
        reason: healthFailed,
        logs: { "superset RUN": "INFO [alembic] Running upgrade a -> b\n" },
      },
    ],
    [
      "DATABASE_MIGRATION_ERROR",
      { place: "job", component: "migrate", reason: { code: "DeployContainerExitNonZero", message: "exited with 1" } },
    ],
    [
      "DEPLOYMENT_TIMEOUT",
      { place: "build", component: "web", reason: { code: "BuildJobTimeout", message: "over 60 minutes" } },
    ],
    [
      "BUILD_OUT_OF_MEMORY",
      { place: "build", component: "web", reason: { code: "BuildJobOutOfMemory", message: "killed" } },
    ],
    ["BUILD_FAILED", { place: "build", component: "web", reason: { code: "SomethingNew", message: "unheard of" } }],
    ["DEPLOYMENT_ROLLBACK", { place: "wait", component: "nobody", isRolledBack: true }],
  ] as const)("is %s when the platform says %j", async (code, script) => {
    await lay();
    bed.local.script({ outcome: "error", ...script });

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "failed", stage: "done", problem: { code } });
    expect(run.warnings).toEqual(["what ran before still runs, and works"]);
    expect(bed.gitHub.statuses.at(-1)).toBe("1001 failure");
    expect(bed.messages.at(-1)?.facts).toContainEqual({ label: code, value: run.problem?.cause });
  });

  it("shows the last lines of the log that says why", async () => {
    await lay();
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
    bed.local.script({
      outcome: "error",
      place: "wait",
      component: "web",
      reason: healthFailed,
      logs: { "web RUN": text },
    });

    const run = await bed.apply();

    expect(run.problem?.evidence).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 10}`));
  });

  it("is verified again after the platform has gone back by itself, and says when that does not work either", async () => {
    await lay();
    bed.local.script({ outcome: "error", place: "wait", component: "web", reason: healthFailed, isRolledBack: true });
    bed.local.site.answer("/api/ready", { status: 503, body: healthBody({ database: "unhealthy" }) });

    const run = await bed.apply();

    expect(run.problem?.code).toBe("HEALTH_CHECK_TIMEOUT");
    expect(run.warnings).toEqual([
      "what runs now does not work either: /api/ready answers 503: the database is not reached",
    ]);
    expect((await bed.ctx.platform.listDeployments(bed.appId))[0]).toMatchObject({
      causeType: "AUTO_ROLLBACK",
      phase: "ACTIVE",
    });
  });

  it.each([
    ["SERVICE_UNAVAILABLE", "/api/ready", { status: 503, body: "starting" }],
    ["DATABASE_CONNECTION_ERROR", "/api/health", { status: 200, body: healthBody({ database: "unhealthy" }) }],
    [
      "SERVICE_UNAVAILABLE",
      "/api/health",
      { status: 200, body: healthBody({ database: "healthy", mcp: "unhealthy" }) },
    ],
    ["OAUTH_REDIRECT_404", "/api/auth/callback/github", { status: 404, body: "not found" }],
    [
      "OAUTH_REDIRECT_404",
      "/api/auth/signin/github",
      {
        status: 302,
        body: "",
        location: "https://github.com/login/oauth/authorize?redirect_uri=https%3A%2F%2Fold.example%2Fapi",
      },
    ],
  ] as const)("is %s when %s answers %j, though the platform is content", async (code, path, answer) => {
    await lay();
    bed.local.site.answer(path, answer);

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "failed", phase: "ACTIVE", problem: { code } });
  });

  it("is SERVICE_UNAVAILABLE when the platform has fewer instances ready than it wants", async () => {
    await lay();
    bed.local.setHealth("superset", { state: "HEALTHY", ready: 0 });

    const run = await bed.apply();

    expect(run.problem).toMatchObject({ code: "SERVICE_UNAVAILABLE", component: "superset" });
  });

  it.each([
    [
      "RESOURCE_QUOTA_EXCEEDED",
      { status: 422, id: "unprocessable_entity", message: "You have reached the maximum number of apps" },
    ],
    [
      "SPEC_VALIDATION_ERROR",
      { status: 400, id: "bad_request", message: "error validating app spec: services[0] is odd" },
    ],
  ])("is %s when the update is refused with %j, and nothing has moved", async (code, refusal) => {
    await lay();
    bed.local.fault({ method: "PUT", how: { kind: "status", ...refusal } });

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "failed", deploymentId: null, problem: { code } });
    expect(run.problem?.cause).toContain(refusal.message);
    expect(bed.local.countDeployments(bed.appId)).toBe(1);
  });

  it("is refused before anything moves when a secret is nowhere", async () => {
    await lay();
    const [web, ...others] = declared.services ?? [];
    const envs = [...(web?.envs ?? []), { key: "GITHUB_WEBHOOK_SECRET", type: "SECRET" }];

    const run = await bed.run(await bed.plan({ ...declared, services: [{ name: "web", ...web, envs }, ...others] }));

    expect(run).toMatchObject({ state: "failed", problem: { code: "ENV_VAR_MISSING", component: "web" } });
    expect(puts()).toBe(0);
  });
});

describe("a bad day", () => {
  it("the network drops after the update was taken: the deployment that it began is found, and no second one made", async () => {
    await lay();
    bed.local.fault({ method: "PUT", how: { kind: "drop after" } });

    const run = await bed.apply();

    expect(run.state).toBe("succeeded");
    expect(bed.local.countDeployments(bed.appId)).toBe(2);
  });

  it.each([
    ["drops before the update was taken", { kind: "drop" }],
    ["gives a gateway's page in its place", { kind: "html", status: 502 }],
    ["gives a server error", { kind: "status", status: 500, id: "server_error", message: "oops" }],
    [
      "says too many requests",
      { kind: "status", status: 429, id: "too_many_requests", message: "slow", retryAfter: 10 },
    ],
  ] as const)("the network %s: it is asked again, and one deployment comes of it", async (_, how) => {
    await lay();
    bed.local.fault({ method: "PUT", how });

    const run = await bed.apply();

    expect(run.state).toBe("succeeded");
    expect(bed.local.countDeployments(bed.appId)).toBe(2);
  });

  it("the platform is away while it is followed: the run can be gone on with afterwards, and asks for nothing twice", async () => {
    await lay();
    const plan = await bed.plan();
    bed.local.fault({ method: "GET", path: /deployments\/[^/]+$/, times: 4, how: { kind: "html", status: 503 } });

    await expect(bed.run(plan)).rejects.toMatchObject({ code: "unavailable" });
    bed.local.advance(600_000);
    const run = await bed.run(plan, { holder: "ada@desk (2)" });

    expect(run).toMatchObject({ state: "succeeded", id: 1 });
    expect(puts()).toBe(1);
  });

  it("the process is killed at any of its writes and started again: it picks up the same deployment", async () => {
    const outcomes: unknown[] = [];
    let wasKilled = true;
    for (let writes = 0; wasKilled; writes += 1) {
      await lay({ settings: { ...defaultSettings, pollMs: 45_000 } });
      const plan = await bed.plan();
      bed.store.failAfter = writes;
      wasKilled = await bed.run(plan).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      bed.store.failAfter = null;
      bed.local.advance(130_000);
      const run = wasKilled ? await bed.run(plan, { holder: "ada@desk (2)" }) : [...bed.store.runs.values()][0];
      outcomes.push([run?.state, puts(), bed.local.countDeployments(bed.appId)]);
      if (wasKilled) await bed.close();
    }

    expect(outcomes.length).toBeGreaterThan(10);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(new Set(['["succeeded",1,2]']));
  });

  it("goes on in a process that has no spec, once the deployment has been asked for", async () => {
    await lay();
    bed.store.failAfter = 6;
    await expect(bed.apply()).rejects.toBeInstanceOf(Killed);
    bed.store.failAfter = null;
    const [open] = bed.store.runs.values();
    if (open === undefined) throw new Error("nothing was begun");

    const run = await performRun(bed.ctx, await bed.store.takeOver(open, { holder: "worker", isForced: true }), null);

    expect(run.state).toBe("succeeded");
  });

  it("two people deploy at once: the second is told who holds the lock and why, and nothing of hers moves", async () => {
    await lay();
    const plan = await bed.plan();
    bed.store.failAfter = 6;
    await expect(bed.run(plan)).rejects.toBeInstanceOf(Killed);
    bed.store.failAfter = null;

    await expect(bed.run(plan, { holder: "eve@laptop (7)" })).rejects.toMatchObject({
      code: "conflict",
      details: { problem: "DEPLOY_LOCKED", holder: "ada@desk (1)", reason: "a test" },
    });
    expect(puts()).toBe(1);
  });

  it("a run that was taken over stops where it is", async () => {
    await lay();
    const plan = await bed.plan();
    bed.store.failAfter = 6;
    await expect(bed.run(plan)).rejects.toBeInstanceOf(Killed);
    bed.store.failAfter = null;
    const [old] = bed.store.runs.values();
    if (old === undefined) throw new Error("nothing was begun");
    const other = await bed.run(plan, { holder: "eve@laptop (7)", isForced: true });

    await expect(performRun(bed.ctx, old, plan)).rejects.toMatchObject({ code: "conflict" });
    expect(other.state).toBe("succeeded");
    expect(other.warnings).toEqual(["taken over from ada@desk (1) by eve@laptop (7)"]);
  });

  it("a push overtakes the deployment: neither success nor failure, and not told to DORA as either", async () => {
    await lay();
    const waited: number[] = [];
    const ctx = {
      ...bed.ctx,
      wait: async (ms: number) => {
        waited.push(ms);
        if (waited.length === 3) bed.local.startDeployment(bed.appId);
        bed.local.advance(ms);
      },
    };
    const plan = await bed.plan();
    const { ctx: _, ...rest } = bed;
    bed = { ...rest, ctx };
    const begun = await bed.store.begin({
      ...plan,
      targetId: null,
      planLines: [],
      environment: "production",
      holder: "ada",
      reason: "r",
      gitBranch: null,
    });

    const run = await performRun(ctx, begun, plan);

    expect(run).toMatchObject({ state: "superseded", problem: { code: "DEPLOYMENT_SUPERSEDED" } });
    expect(bed.gitHub.statuses.at(-1)).toBe("1001 inactive");
  });

  it("somebody cancels it: cancelled, and what ran before is looked at again", async () => {
    await lay();
    bed.local.script({ outcome: "cancelled", phase: "BUILDING" });

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "cancelled", problem: { code: "DEPLOYMENT_CANCELLED" } });
    expect(run.warnings).toEqual(["what ran before still runs, and works"]);
  });

  it("the deployment hangs for half an hour: given up, and cancelled so that it cannot go live later", async () => {
    await lay();
    bed.local.script({ outcome: "hang", phase: "DEPLOYING" });

    const run = await bed.apply();

    expect(run).toMatchObject({ state: "failed", problem: { code: "DEPLOYMENT_TIMEOUT" } });
    expect((await bed.ctx.platform.getDeployment(bed.appId, run.deploymentId ?? "")).phase).toBe("CANCELED");
    expect(bed.local.clock.now().getTime() - Date.parse("2026-11-21T09:00:00Z")).toBeLessThan(35 * 60_000);
  });

  it("everything is green and the old commit runs: a failure", async () => {
    await lay();
    bed.local.script({ outcome: "active", commits: { web: commits.first } });

    const run = await bed.apply();

    expect(run.problem).toMatchObject({ code: "WRONG_VERSION_RUNS", component: "web" });
    expect(run.problem?.cause).toContain(commits.first);
  });

  it("the record cannot be written: the deployment succeeds and says so", async () => {
    await lay({ keepRecord: () => Promise.reject(new AppError("internal", "the disk is full")) });

    const run = await bed.apply();

    expect(run.state).toBe("succeeded");
    expect(run.warnings).toEqual([
      expect.stringMatching(/^its record deployments\/shop-.* was not written: the disk is full$/),
    ]);
  });

  it("Slack is down: the deployment succeeds and says so", async () => {
    await lay({ notify: () => Promise.reject(new AppError("unavailable", "Slack answered 503")) });

    const run = await bed.apply();

    expect(run.state).toBe("succeeded");
    expect(run.warnings).toEqual([
      "the message that it begins was not sent: Slack answered 503",
      "the message was not sent: Slack answered 503",
    ]);
  });
});
