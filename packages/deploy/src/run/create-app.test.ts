import { afterEach, beforeEach, expect, it } from "vitest";

import { createExchangeCheck, isDescriptionHere } from "../../test/check-exchanges.ts";
import { commits, createDeployBed, declared, type Bed } from "../../test/deploy-bed.ts";
import { Killed } from "../../test/memory-store.ts";
import { planApply } from "../plan/plan-apply.ts";
import { printPlan } from "../plan/print-plan.ts";
import { defaultSettings } from "./gate-settings.ts";

const check = isDescriptionHere ? createExchangeCheck() : () => [];
let bed: Bed;

beforeEach(async () => {
  bed = await createDeployBed({ settings: { ...defaultSettings, pollMs: 45_000 } });
});

afterEach(async () => {
  await bed.close();
  const faults = check(bed.local.exchanges);
  if (faults.length > 0) throw new Error(faults.join("\n"));
});

/** As a command plans it: by what is there now. */
async function plan(secret: string | null = "brand-new-secret") {
  const app = (await bed.ctx.platform.listApps()).find(({ spec }) => spec.name === "store") ?? null;
  return planApply({
    app,
    declared: { ...declared, name: "store" },
    given: secret === null ? {} : { web: { NEXTAUTH_SECRET: secret } },
    sizes: await bed.ctx.platform.listSizes(),
    heads: new Map([["acme/shop@main", commits.second]]),
  });
}

const created = () =>
  bed.local.exchanges.filter(({ method, path, status }) => method === "POST" && path === "/v2/apps" && status === 200);
const find = async () => (await bed.ctx.platform.listApps()).find(({ spec }) => spec.name === "store");

it("an app that is not there is made by its first deployment, which is followed and verified like any other", async () => {
  const planned = await plan();

  const run = await bed.run(planned);

  expect(printPlan(planned)).toEqual(
    expect.arrayContaining([
      "store: create this app, which is not there yet, by its first deployment",
      "  secret web.NEXTAUTH_SECRET: added",
      "  $0.00 → $10.00 a month",
    ]),
  );
  const app = await find();
  expect(run).toMatchObject({ state: "succeeded", appId: app?.id, deploymentId: app?.active?.id, warnings: [] });
  expect(app?.active?.commits).toMatchObject({ web: commits.second });
  expect(created()).toHaveLength(1);
});

it("one whose answer is lost is found by its name, and not made twice", async () => {
  bed.local.fault({ method: "POST", path: /apps$/, how: { kind: "drop after" } });

  const run = await bed.run(await plan());

  expect([run.state, created().length]).toEqual(["succeeded", 1]);
});

it.each([0, 1, 2, 3, 4])(
  "one whose process is killed after %i writes is gone on with, and made once",
  async (writes) => {
    bed.store.failAfter = writes;
    await expect(bed.run(await plan())).rejects.toBeInstanceOf(Killed);
    bed.store.failAfter = null;
    bed.local.advance(130_000);

    const run = await bed.run(await plan(), { holder: "ada@desk (2)" });

    expect([run.state, run.id, created().length]).toEqual(["succeeded", 1, 1]);
    expect(bed.local.countDeployments((await find())?.id ?? "")).toBe(1);
  },
);

it("two people make it at once: the second is told who does", async () => {
  bed.store.failAfter = 1;
  await expect(bed.run(await plan())).rejects.toBeInstanceOf(Killed);
  bed.store.failAfter = null;

  await expect(bed.run(await plan(), { holder: "eve@laptop (7)" })).rejects.toMatchObject({
    details: { problem: "DEPLOY_LOCKED", holder: "ada@desk (1)" },
  });
});

it("what the account has no room for is told in the platform's words, and nothing is there", async () => {
  const message = "You have reached the maximum number of apps";
  const how = { kind: "status", status: 422, id: "unprocessable_entity", message } as const;
  bed.local.fault({ method: "POST", path: /apps$/, how });

  const run = await bed.run(await plan());

  expect(run).toMatchObject({ state: "failed", problem: { code: "RESOURCE_QUOTA_EXCEEDED" }, warnings: [] });
  expect(await find()).toBeUndefined();
});

it("a secret that nobody has a value for is asked for before anything is made", async () => {
  const run = await bed.run(await plan(null));

  expect(run.problem).toMatchObject({ code: "ENV_VAR_MISSING", component: "web" });
  expect(await find()).toBeUndefined();
});

it("a first deployment that fails leaves nothing running, and says so", async () => {
  bed.local.script({
    outcome: "error",
    place: "build",
    component: "web",
    reason: { code: "BuildJobFailed", message: "npm ci" },
  });

  const run = await bed.run(await plan());

  expect(run).toMatchObject({ state: "failed", problem: { code: "BUILD_FAILED" } });
  expect(run.warnings).toEqual(["nothing ran before, and nothing runs now"]);
});
