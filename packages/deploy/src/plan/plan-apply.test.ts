import { describe, expect, it } from "vitest";

import type { App, Deployment, InstanceSize } from "../platform/platform.ts";
import type { Spec } from "../spec/spec.ts";
import { diffSpec } from "./diff-spec.ts";
import { mapSpec } from "./map-spec.ts";
import { planApply } from "./plan-apply.ts";
import { printPlan } from "./print-plan.ts";

const sizes: readonly InstanceSize[] = [
  { slug: "apps-s-1vcpu-0.5gb", usdPerMonth: 5, memoryBytes: 2 ** 29, isDeprecated: false, isSingleOnly: true },
  { slug: "apps-s-1vcpu-1gb", usdPerMonth: 12, memoryBytes: 2 ** 30, isDeprecated: false, isSingleOnly: false },
];
const head = "4".repeat(40);
const secret = { key: "TOKEN", type: "SECRET", scope: "RUN_TIME" };
const live: Spec = {
  name: "shop",
  services: [
    {
      name: "web",
      github: { repo: "acme/shop", branch: "main" },
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      instance_count: 1,
      envs: [
        { ...secret, value: "EV[1:a:b]" },
        { key: "LOG_LEVEL", value: "info", scope: "RUN_AND_BUILD_TIME" },
      ],
    },
  ],
};
const declare = (envs: Spec["envs"], more: object = {}): Spec => ({
  name: "shop",
  services: [
    {
      name: "web",
      github: { repo: "acme/shop", branch: "main" },
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      envs,
      ...more,
    },
  ],
});
const level = { key: "LOG_LEVEL", value: "info" };

function input(
  declared: Spec,
  given: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  app: Partial<App> = {},
) {
  const whole: App = {
    id: "1",
    spec: live,
    url: null,
    active: null,
    inProgress: null,
    pending: null,
    pinned: null,
    updatedAt: null,
    ...app,
  };
  return { app: whole, declared, given, sizes, heads: new Map([["acme/shop@main", head]]) };
}

const plan = (...of: Parameters<typeof input>) => planApply(input(...of));

describe("what becomes of a secret", () => {
  it.each([
    ["declared without a value, and held by the platform", { ...secret }, {}, "unchanged", "EV[1:a:b]"],
    ["declared as the platform gave it", { ...secret, value: "EV[1:a:b]" }, {}, "unchanged", "EV[1:a:b]"],
    ["given anew in an env file", { ...secret }, { web: { TOKEN: "new" } }, "changed", "new"],
    [
      "given anew, whatever the spec holds",
      { ...secret, value: "EV[1:a:b]" },
      { web: { TOKEN: "new" } },
      "changed",
      "new",
    ],
    ["of another name, given in an env file", { ...secret, key: "OTHER" }, { web: { OTHER: "x" } }, "added", "x"],
    ["of another name, and nowhere", { ...secret, key: "OTHER" }, {}, "missing", undefined],
    ["given for another service only", { ...secret, key: "OTHER" }, { mcp: { OTHER: "x" } }, "missing", undefined],
  ] as const)("%s", (_, env, given, change, value) => {
    const made = plan(declare([env, level]), given);

    expect(made.secrets.find(({ key }) => key === env.key)).toEqual({ component: "web", key: env.key, change });
    expect(made.spec.services?.[0]?.envs?.[0]?.value).toBe(value);
    expect(made.refusals.map(({ code }) => code)).toEqual(change === "missing" ? ["ENV_VAR_MISSING"] : []);
  });

  it("that the spec does not name stays as the platform holds it, unless it is told to go", () => {
    const kept = plan(declare([level]));
    const gone = planApply({ ...input(declare([level])), areOthersRemoved: true });

    expect(kept.secrets).toEqual([{ component: "web", key: "TOKEN", change: "unchanged" }]);
    expect(kept.spec.services?.[0]?.envs).toContainEqual({ ...secret, value: "EV[1:a:b]" });
    expect(gone.secrets).toEqual([{ component: "web", key: "TOKEN", change: "removed" }]);
    expect(gone.spec.services?.[0]?.envs).toEqual([level]);
  });

  it("that only an env file names goes along as one; what browsers are given is none", () => {
    const made = plan(declare([level]), { web: { NEXTAUTH_SECRET: "x", NEXT_PUBLIC_NAME: "shop", EMPTY: "" } });

    expect(made.secrets.map(({ key, change }) => [key, change])).toEqual([
      ["NEXTAUTH_SECRET", "added"],
      ["TOKEN", "unchanged"],
    ]);
    expect(made.spec.services?.[0]?.envs?.slice(1, 3)).toEqual([
      { key: "NEXTAUTH_SECRET", value: "x", scope: "RUN_TIME", type: "SECRET" },
      { key: "NEXT_PUBLIC_NAME", value: "shop", scope: "RUN_AND_BUILD_TIME", type: "GENERAL" },
    ]);
  });
});

describe("what changes", () => {
  it("is nothing, where only what the platform fills in by itself differs", () => {
    expect(plan(declare([secret, level])).changes).toEqual([]);
  });

  it("is told by name, added, changed and removed", () => {
    const declared = declare([secret, { key: "LOG_LEVEL", value: "debug" }, { key: "PORT", value: "3000" }], {
      instance_count: 2,
    });
    const { changes } = plan({ ...declared, region: "fra" });

    expect(changes).toEqual([
      { kind: "changed", path: "services.web.envs.LOG_LEVEL.value", before: '"info"', after: '"debug"' },
      { kind: "added", path: "services.web.envs.PORT.value", before: null, after: '"3000"' },
      { kind: "added", path: "services.web.instance_count", before: null, after: "2" },
      { kind: "added", path: "region", before: null, after: '"fra"' },
    ]);
    expect(diffSpec(declared, live).some(({ kind }) => kind === "removed")).toBe(true);
  });

  it("shows no value that is a secret by its name or by what it holds, whatever its type says", () => {
    const envs = [
      secret,
      level,
      { key: "API_KEY", value: "sk-1" },
      { key: "POSTGRES_URL", value: "postgres://u:hunter2@db/x" },
    ];

    const printed = printPlan(plan(declare(envs))).join("\n");

    expect(printed).not.toMatch(/sk-1|hunter2|EV\[/);
    expect(printed).toContain("API_KEY.value: (hidden)");
  });
});

it("costs what the platform's list says, times the instances, before and after", () => {
  const { price } = plan(declare([secret, level], { instance_size_slug: "apps-s-1vcpu-1gb", instance_count: 2 }));

  expect([price.before.usdPerMonth, price.after.usdPerMonth]).toEqual([5, 24]);
  expect(plan(declare([secret], { instance_size_slug: "huge" })).price.after.unknownSizes).toEqual(["huge"]);
});

it("wants the newest commit of the branch", () => {
  expect(plan(declare([secret])).wanted).toEqual([{ component: "web", commit: head, digest: null }]);
});

it("is refused for another app, and for one that is pinned", () => {
  const pinned: Deployment = {
    id: "d",
    phase: "ACTIVE",
    cause: "",
    causeType: null,
    previousId: null,
    createdAt: "2026-11-20T08:00:00Z",
    updatedAt: null,
    commits: {},
    spec: null,
    steps: [],
  };
  const made = plan({ ...declare([secret]), name: "other" }, {}, { pinned });

  expect(made.refusals.map(({ code }) => code)).toEqual(["SPEC_VALIDATION_ERROR", "APP_PINNED"]);
  expect(printPlan(made).join("\n")).toContain("pinned to a rollback since 2026-11-20T08:00:00Z");
});

it("is printed as a person reads it", () => {
  expect(printPlan(plan(declare([secret, { key: "LOG_LEVEL", value: "debug" }])))).toEqual([
    "shop: one deployment of the spec and the newest sources",
    '  ~ services.web.envs.LOG_LEVEL.value: "info" → "debug"',
    "  1 secret stays as the platform holds it",
    "  web shall run 444444444444",
    "  $5.00 → $5.00 a month",
  ]);
});

it("a map of a spec tells who is reached from outside, on which ports, and who reaches whom by which setting", () => {
  const map = mapSpec({
    name: "hub",
    ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
    services: [
      {
        name: "web",
        http_port: 3000,
        envs: [
          { key: "MCP_SERVER_URL", value: "${mcp.PRIVATE_URL}" },
          { key: "POSTGRES_URL", value: "postgres://user:secret@db.example.com:5432/x" },
        ],
      },
      { name: "mcp", internal_ports: [8080] },
    ],
    workers: [{ name: "worker" }],
  });

  expect(map.nodes.map(({ name, kind, isPublic, ports }) => [name, kind, isPublic, ports])).toEqual([
    ["internet", "internet", true, []],
    ["web", "service", true, [3000]],
    ["mcp", "service", false, [8080]],
    ["worker", "worker", false, []],
    ["db.example.com", "outside", false, []],
  ]);
  expect(map.edges).toEqual([
    { from: "internet", to: "web", by: "/" },
    { from: "web", to: "mcp", by: "MCP_SERVER_URL" },
    { from: "web", to: "db.example.com", by: "POSTGRES_URL" },
  ]);
});
