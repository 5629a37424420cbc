import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExchangeCheck, isDescriptionHere } from "../../test/check-exchanges.ts";
import { startLocalPlatform, type LocalPlatform } from "../testing.ts";
import { createPlatform } from "./create-platform.ts";
import type { Platform } from "./platform.ts";

const check = isDescriptionHere ? createExchangeCheck() : () => [];
const commits = { first: "1".repeat(40), second: "2".repeat(40) };
const spec = {
  name: "shop",
  region: "nyc",
  jobs: [{ name: "migrate", kind: "PRE_DEPLOY", github: { repo: "acme/shop", branch: "main" } }],
  services: [
    {
      name: "web",
      github: { repo: "acme/shop", branch: "main", deploy_on_push: false },
      http_port: 3000,
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      instance_count: 1,
      envs: [{ key: "TOKEN", type: "SECRET", scope: "RUN_TIME", value: "not-to-be-seen" }],
    },
  ],
};
let local: LocalPlatform;
let platform: Platform;
let appId: string;
let waits: number[];

beforeEach(async () => {
  local = await startLocalPlatform();
  local.setHead("acme/shop@main", commits.first);
  appId = local.addApp(spec).id;
  waits = [];
  platform = connect(local.token);
});

afterEach(async () => {
  await local.close();

  const faults = check(local.exchanges);
  if (faults.length > 0) throw new Error(faults.join("\n"));
});

function connect(token: string, timeoutMs = 30_000): Platform {
  const wait = async (ms: number) => {
    waits.push(ms);
    local.advance(ms);
  };
  return createPlatform({ token, apiUrl: local.apiUrl, clock: local.clock, wait, random: () => 0, timeoutMs });
}

async function untilEnded(deploymentId: string) {
  for (let step = 0; step < 60; step++) {
    const deployment = await platform.getDeployment(appId, deploymentId);
    if (["ACTIVE", "ERROR", "CANCELED", "SUPERSEDED"].includes(deployment.phase)) return deployment;
    local.advance(5_000);
  }
  throw new Error("the deployment does not end");
}

describe("an app", () => {
  it("is given with the deployment that runs, its commits, and secrets as the platform keeps them", async () => {
    const [app] = await platform.listApps();

    expect(app).toMatchObject({ id: appId, url: local.site.url, pending: null, pinned: null });
    expect(app?.active).toMatchObject({ phase: "ACTIVE", commits: { web: commits.first, migrate: commits.first } });
    const value = app?.spec.services?.[0]?.envs?.[0]?.value ?? "";
    expect(value).toMatch(/^EV\[1:/);
    expect(local.decrypt(value)).toBe("not-to-be-seen");
  });

  it("passes every phase after an update, in the platform's order, and what ran before is superseded", async () => {
    local.setHead("acme/shop@main", commits.second);
    const before = await platform.getApp(appId);
    const { pending } = await platform.updateApp(appId, { spec: before.spec, areSourcesUpdated: true });
    const seen = new Set<string>();
    for (let step = 0; step < 40; step++) {
      seen.add((await platform.getDeployment(appId, pending?.id ?? "")).phase);
      local.advance(4_000);
    }

    const after = await platform.getApp(appId);
    const previous = await platform.getDeployment(appId, before.active?.id ?? "");

    expect([...seen]).toEqual(["PENDING_BUILD", "BUILDING", "DEPLOYING", "ACTIVE"]);
    expect(after.active).toMatchObject({ id: pending?.id, commits: { web: commits.second } });
    expect(previous.phase).toBe("SUPERSEDED");
    expect(local.decrypt(after.spec.services?.[0]?.envs?.[0]?.value ?? "")).toBe("not-to-be-seen");
  });

  it("builds the same commit again unless it is told to fetch sources", async () => {
    local.setHead("acme/shop@main", commits.second);
    const { spec: declared } = await platform.getApp(appId);

    const { pending } = await platform.updateApp(appId, { spec: declared, areSourcesUpdated: false });

    expect(pending?.commits["web"]).toBe(commits.first);
  });
});

describe("a failing deployment", () => {
  it("tells the step, the component and the reason, and has its build log in an archive", async () => {
    const reason = { code: "BuildJobExitNonZero", message: "build exited with 1" };
    local.script({
      outcome: "error",
      place: "build",
      component: "web",
      reason,
      logs: { "web BUILD": "npm ERR! missing\n" },
    });
    const { pending } = await platform.updateApp(appId, { spec, areSourcesUpdated: true });

    const ended = await untilEnded(pending?.id ?? "");
    const log = await platform.readLog(appId, { deploymentId: ended.id, component: "web", type: "BUILD" });

    expect(ended.phase).toBe("ERROR");
    expect(ended.steps[0]?.steps[0]?.steps.find(({ name }) => name === "web")).toMatchObject({
      status: "ERROR",
      reason,
    });
    expect(log).toBe("npm ERR! missing\n");
  });

  it("has its run log only while it is deploying, and only live", async () => {
    const reason = { code: "DeployContainerHealthChecksFailed", message: "health checks failed" };
    local.script({
      outcome: "error",
      place: "wait",
      component: "web",
      reason,
      logs: { "web RUN": `one\n${"x".repeat(300)}\n` },
    });
    const { pending } = await platform.updateApp(appId, { spec, areSourcesUpdated: true });
    const wanted = { deploymentId: pending?.id ?? "", component: "web", type: "RUN" } as const;
    local.advance(100_000);

    const during = await platform.readLog(appId, wanted);
    local.advance(60_000);
    const afterwards = await platform.readLog(appId, wanted);

    expect(during).toBe(`one\n${"x".repeat(300)}\n`);
    expect(afterwards).toBeNull();
  });
});

describe("a rollback", () => {
  it("is judged, starts a deployment of what ran, pins the app until it is committed, and gives back the spec", async () => {
    const before = await platform.getApp(appId);
    const firstId = before.active?.id ?? "";
    local.setHead("acme/shop@main", commits.second);
    const { pending } = await platform.updateApp(appId, { spec: before.spec, areSourcesUpdated: true });
    await untilEnded(pending?.id ?? "");

    const verdict = await platform.validateRollback(appId, firstId);
    const rolling = await platform.rollback(appId, firstId);
    const ended = await untilEnded(rolling.id);
    const pinned = await platform.getApp(appId);
    const refused = platform.updateApp(appId, { spec: before.spec, areSourcesUpdated: true });

    await expect(refused).rejects.toMatchObject({ code: "conflict" });
    await platform.commitRollback(appId);
    expect(verdict).toEqual({ isValid: true, error: null, warnings: [] });
    expect(ended).toMatchObject({ phase: "ACTIVE", causeType: "MANUAL_ROLLBACK", commits: { web: commits.first } });
    expect(pinned.pinned?.id).toBe(rolling.id);
    expect((await platform.getApp(appId)).pinned).toBeNull();
  });

  it("that is reverted deploys again what there was before it", async () => {
    const firstId = (await platform.getApp(appId)).active?.id ?? "";
    local.setHead("acme/shop@main", commits.second);
    const { pending } = await platform.updateApp(appId, { spec, areSourcesUpdated: true });
    await untilEnded(pending?.id ?? "");
    await untilEnded((await platform.rollback(appId, firstId)).id);

    const ended = await untilEnded((await platform.revertRollback(appId)).id);

    expect(ended.commits["web"]).toBe(commits.second);
    expect((await platform.getApp(appId)).pinned).toBeNull();
  });

  it.each([
    ["incompatible_result", "error"],
    ["incompatible_phase", "hang"],
  ] as const)("is refused with %s for a deployment of outcome %s", async (code, outcome) => {
    local.script({ outcome, place: "build" });
    const { pending } = await platform.updateApp(appId, { spec, areSourcesUpdated: true });
    local.advance(600_000);

    const verdict = await platform.validateRollback(appId, pending?.id ?? "");

    expect(verdict).toMatchObject({ isValid: false, error: { code } });
  });
});

describe("what goes wrong on the way", () => {
  it.each([
    ["a page of a gateway", { kind: "html", status: 502 }],
    ["a fault of the platform", { kind: "status", status: 500, id: "server_error", message: "oops" }],
    ["a connection that ends", { kind: "drop" }],
    ["an answer that stops in the middle", { kind: "cut" }],
  ] as const)("%s is asked again, when only something is read", async (_, how) => {
    local.fault({ how, times: 2 });

    await expect(platform.getApp(appId)).resolves.toMatchObject({ id: appId });
    expect(waits).toHaveLength(2);
  });

  it.each([
    ["a page of a gateway", { kind: "html", status: 502 }, "html"],
    ["a connection that ends after it was done", { kind: "drop after" }, "network"],
  ] as const)("%s is not asked again when something changes, and said to be unsure", async (_, how, reason) => {
    local.fault({ method: "PUT", how });

    await expect(platform.updateApp(appId, { spec, areSourcesUpdated: true })).rejects.toMatchObject({
      code: "unavailable",
      details: { reason, isUnsure: true },
    });
    expect(local.countDeployments(appId)).toBe(how.kind === "drop after" ? 2 : 1);
  });

  it("a server that says nothing is given up after the time that is set", async () => {
    local.fault({ how: { kind: "silence" }, times: 4 });

    await expect(connect(local.token, 40).getApp(appId)).rejects.toMatchObject({ details: { reason: "timeout" } });
  });

  it("too much in a minute is waited for as long as it says, also by what changes", async () => {
    local.fault({
      method: "PUT",
      how: { kind: "status", status: 429, id: "too_many_requests", message: "slow down", retryAfter: 12 },
    });

    await platform.updateApp(appId, { spec, areSourcesUpdated: true });

    expect(waits).toEqual([12_000]);
  });

  it("the end of the hour's requests is told with its time, when waiting would be long", async () => {
    await platform.getApp(appId);
    local.setRemaining(0);
    local.fault({
      how: { kind: "status", status: 429, id: "too_many_requests", message: "no more", retryAfter: 1800 },
      times: 9,
    });

    await expect(platform.getApp(appId)).rejects.toMatchObject({ code: "limited" });
    expect(waits).toEqual([]);
    expect(platform.quota()).toMatchObject({ limit: 5000, remaining: 4999 });
  });

  it.each([
    ["unauthenticated", "wrong", "GET"],
    ["forbidden", "dop_v1_read_only", "PUT"],
  ] as const)("%s is told for the token %s at a %s", async (code, token, method) => {
    const asked = connect(token);

    const answer = method === "GET" ? asked.getApp(appId) : asked.updateApp(appId, { spec, areSourcesUpdated: true });

    await expect(answer).rejects.toMatchObject({ code });
  });

  it("a secret that another platform encrypted is refused in its words", async () => {
    const [web] = spec.services;
    const foreign = {
      ...spec,
      services: [{ ...web, name: "web", envs: [{ key: "TOKEN", type: "SECRET", value: "EV[1:x:y]" }] }],
    };

    await expect(platform.propose({ spec: foreign, appId })).rejects.toThrow(
      'invalid encrypted value for environment variable "TOKEN"',
    );
  });
});

it("prices and the platform's own sum are as its list says", async () => {
  const sizes = await platform.listSizes();
  const { usdPerMonth } = await platform.propose({ spec, appId });

  expect(sizes.find(({ slug }) => slug === "apps-s-1vcpu-0.5gb")?.usdPerMonth).toBe(5);
  expect(usdPerMonth).toBe(5);
});

it.runIf(isDescriptionHere)("an exchange that is not as DigitalOcean describes it is found", () => {
  const path = `/v2/apps/${appId}/deployments`;
  const wrong = {
    method: "GET",
    path,
    body: null,
    status: 200,
    answer: { deployments: [{ phase: "DONE" }], meta: { total: 1 } },
  };
  const nowhere = { method: "POST", path: "/v2/apps/x/rewind", body: null, status: 200, answer: {} };

  expect(check([wrong, nowhere])).toEqual([
    expect.stringContaining("/deployments/0/phase must be equal to one of the allowed values"),
    expect.stringContaining("no such operation"),
  ]);
});
