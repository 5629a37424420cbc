import { afterEach, describe, expect, it } from "vitest";

import { createExchangeCheck, isDescriptionHere } from "../../test/check-exchanges.ts";
import { commits, createDeployBed, declared, type Bed } from "../../test/deploy-bed.ts";
import { Killed } from "../../test/memory-store.ts";
import {
  listRollbackTargets,
  planFullRollback,
  planPlatformRollback,
  planServiceRollback,
} from "../plan/plan-rollback.ts";
import { printPlan } from "../plan/print-plan.ts";
import { listComponents } from "../spec/spec.ts";

const check = isDescriptionHere ? createExchangeCheck() : () => [];
let bed: Bed;

afterEach(async () => {
  await bed.close();
  const faults = check(bed.local.exchanges);
  if (faults.length > 0) throw new Error(faults.join("\n"));
});

/** A shop that has been deployed `times` beyond its first, and what --last would choose. */
async function deployed(times = 1) {
  bed = await createDeployBed();
  for (let time = 0; time < times; time += 1) {
    const { spec } = await bed.ctx.platform.getApp(bed.appId);
    await bed.ctx.platform.updateApp(bed.appId, { spec, areSourcesUpdated: true });
    bed.local.advance(600_000);
  }
  const app = await bed.ctx.platform.getApp(bed.appId);
  const deployments = await bed.ctx.platform.listDeployments(bed.appId, { limit: 50 });
  const [target] = listRollbackTargets(app, deployments);
  if (target === undefined) throw new Error("there is nothing to go back to");
  return { app, target, deployments };
}

async function planLast() {
  const { app, target } = await deployed();
  const verdict = await bed.ctx.platform.validateRollback(bed.appId, target.id);
  return planPlatformRollback({ app, target, verdict });
}

const posts = (end: string) =>
  bed.local.exchanges.filter(({ method, path }) => method === "POST" && path.endsWith(end)).length;

describe("the platform's rollback", () => {
  it("goes back to what ran before, verifies that it runs and works, and commits, so that the app is unpinned", async () => {
    const plan = await planLast();

    const run = await bed.run(plan);

    const app = await bed.ctx.platform.getApp(bed.appId);
    expect(run).toMatchObject({ kind: "rollback", state: "succeeded", warnings: [] });
    expect(app).toMatchObject({ pinned: null, active: { id: run.deploymentId, commits: { web: commits.first } } });
    expect([posts("/rollback"), posts("/commit")]).toEqual([1, 1]);
    expect(bed.local.site.asked).toContain("/api/ready");
  });

  it("that brings up what does not work is a failure, and the app stays pinned for somebody to decide", async () => {
    const plan = await planLast();
    bed.local.site.answer("/api/ready", { status: 503, body: "broken as well" });

    const run = await bed.run(plan);

    expect(run).toMatchObject({ state: "failed", problem: { code: "SERVICE_UNAVAILABLE" } });
    expect((await bed.ctx.platform.getApp(bed.appId)).pinned?.id).toBe(run.deploymentId);
    expect(posts("/commit")).toBe(0);
  });

  it("whose answer is lost is found again, though the app is pinned by then", async () => {
    const plan = await planLast();
    bed.local.fault({ method: "POST", path: /rollback$/, how: { kind: "drop after" } });

    const run = await bed.run(plan);

    expect([run.state, posts("/rollback")]).toEqual(["succeeded", 1]);
  });

  it("that is killed anywhere is gone on with, and asked for once", async () => {
    const plan = await planLast();
    bed.store.failAfter = 2;
    await expect(bed.run(plan)).rejects.toBeInstanceOf(Killed);
    bed.store.failAfter = null;
    bed.local.advance(130_000);

    const run = await bed.run(plan, { holder: "ada@desk (2)" });

    expect([run.state, posts("/rollback"), posts("/commit")]).toEqual(["succeeded", 1, 1]);
  });

  it("to what is too old is refused with the reason before anything moves, and says what is left", async () => {
    const { app, deployments } = await deployed(11);
    const target = deployments.at(-1);
    if (target === undefined) throw new Error("there is no first deployment");
    const verdict = await bed.ctx.platform.validateRollback(bed.appId, target.id);
    const plan = planPlatformRollback({ app, target, verdict });

    const run = await bed.run(plan);

    expect(run).toMatchObject({ state: "failed", deploymentId: null, problem: { code: "ROLLBACK_INVALID" } });
    expect(run.problem?.cause).toContain("exceeded_revision_limit");
    expect(run.problem?.fix).toContain("--full");
    expect(posts("/rollback")).toBe(0);
  });

  it("warns of what it cannot bring back exactly", async () => {
    const { app, target } = await deployed();
    const warnings = [{ code: "static_site_requires_rebuild", message: "sites must be rebuilt", components: ["docs"] }];

    const plan = planPlatformRollback({ app, target, verdict: { isValid: true, error: null, warnings } });

    expect(printPlan(plan)).toContain("  careful: sites must be rebuilt docs");
  });
});

describe("a rollback of one service", () => {
  it("built from GitHub goes back by a branch that is made at the commit, and nothing else moves", async () => {
    const { app, target } = await deployed();

    const run = await bed.run(planServiceRollback({ app, target, service: "web" }));

    const after = await bed.ctx.platform.getApp(bed.appId);
    expect(run.state).toBe("succeeded");
    expect(bed.gitHub.branches).toEqual([`rollback/${commits.first}`]);
    expect(after.active?.commits).toMatchObject({ web: commits.first, migrate: commits.second });
    expect(after.spec.services?.[0]?.envs?.[0]?.value).toBe(app.spec.services?.[0]?.envs?.[0]?.value);
  });

  it("deployed as an image goes back by digest", async () => {
    const { app, target } = await deployed();
    const digest = `sha256:${"b".repeat(64)}`;
    const services = (app.spec.services ?? []).map((one) =>
      one.image === undefined ? one : { ...one, image: { ...one.image, digest } },
    );
    await bed.ctx.platform.updateApp(bed.appId, { spec: { ...app.spec, services }, areSourcesUpdated: false });
    bed.local.advance(600_000);
    const newer = await bed.ctx.platform.getApp(bed.appId);

    const run = await bed.run(planServiceRollback({ app: newer, target, service: "superset" }));

    const image = (await bed.ctx.platform.getApp(bed.appId)).active?.spec?.services?.find(
      ({ name }) => name === "superset",
    )?.image;
    expect(run.state).toBe("succeeded");
    expect(image?.digest).toBe(`sha256:${"a".repeat(64)}`);
    expect(bed.gitHub.branches).toEqual([]);
  });

  it.each([
    ["an image by tag", { image: { repository: "web", tag: "prod" }, github: undefined }, "named by a tag"],
    [
      "a clone address",
      { git: { repo_clone_url: "https://example.com/x.git" }, github: undefined },
      "neither an image by digest",
    ],
  ])("from %s is refused with the reason", async (_, source, says) => {
    const { app, target } = await deployed();
    const [web] = app.spec.services ?? [];
    const { github: __, ...rest } = web ?? { name: "web" };
    const { github: ___, ...from } = source;
    const spec = { ...app.spec, services: [{ ...rest, ...from }] };

    const plan = planServiceRollback({ app: { ...app, spec }, target: { ...target, spec }, service: "web" });

    expect(plan.refusals).toMatchObject([{ code: "SOURCE_NOT_PINNABLE", component: "web" }]);
    expect(plan.refusals[0]?.cause).toContain(says);
  });

  it("that is not there is refused with the names of those that are", async () => {
    const { app, target } = await deployed();

    expect(planServiceRollback({ app, target, service: "wbe" }).refusals[0]?.cause).toContain(
      "there are web, superset, migrate",
    );
  });
});

describe("a full rollback", () => {
  it("brings back the recorded spec with its secrets, every source named exactly, also where the platform keeps no revision", async () => {
    const { app, deployments } = await deployed(11);
    const target = deployments.at(-1);
    if (target === undefined || target.spec === null) throw new Error("the first deployment has a spec");

    const run = await bed.run(planFullRollback({ app, target, recorded: target.spec }));

    const after = await bed.ctx.platform.getApp(bed.appId);
    expect(run.state).toBe("succeeded");
    expect(after.active?.commits).toMatchObject({ web: commits.first, migrate: commits.first });
    const secret = listComponents(after.spec)[0]?.component.envs?.find(({ type }) => type === "SECRET")?.value ?? "";
    expect(bed.local.decrypt(secret)).toBe("not-to-be-seen");
    expect(bed.gitHub.branches).toEqual([`rollback/${commits.first}`]);
  });

  it("says that migrations stay", async () => {
    const { app, target } = await deployed();

    expect(printPlan(planFullRollback({ app, target, recorded: declared })).join("\n")).toContain(
      "migrations that have run since stay",
    );
  });
});
