/** What no tool may stumble over, tried on every tool there is: a new one is walked because it is in the list. */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { openGitHubTools, type GitHubTools } from "../../test/open-github-tools.ts";
import { pageOf } from "./page.ts";
import { tools } from "./tools.ts";
import type { Tool } from "./tool.ts";

type Property = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: Property;
};

let bench: GitHubTools;

beforeAll(async () => {
  bench = await openGitHubTools();
});

afterAll(async () => {
  await bench.close();
});

/** Where not every text will do. */
const samples: Readonly<Record<string, unknown>> = {
  owner: "acme",
  repo: "site",
  metric: "pr.merged",
  workflow_id: "ci.yml",
  from: "2026-04-01",
  since: "2026-04-01",
  time_zone: "UTC",
  sql: "select 1",
};

const inputOf = (tool: Tool) => {
  const { properties = {}, required = [] } = z.toJSONSchema(tool.input, { io: "input" }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  return { properties, required };
};

function sampleOf(name: string, property: Property): unknown {
  if (property.enum !== undefined) return property.enum[0];
  if (name in samples) return samples[name];
  if (property.type === "integer" || property.type === "number") return Math.max(1, property.minimum ?? 1);
  if (property.type === "boolean") return true;
  if (property.type === "array") return [sampleOf(name, property.items ?? {})];
  return property.type === "object" ? {} : "x".repeat(Math.max(1, property.minLength ?? 1));
}

/** What has to be given, and the repository wherever one can be. */
function validFor(tool: Tool): Record<string, unknown> {
  const { properties, required } = inputOf(tool);
  const given = Object.entries(properties).filter(
    ([name]) =>
      required.includes(name) || name === "owner" || name === "repo" || name === "add" || name === "reviewers",
  );
  return Object.fromEntries(given.map(([name, property]) => [name, sampleOf(name, property)]));
}

function otherType(property: Property): unknown {
  if (property.enum !== undefined) return "nothing of this";
  return property.type === "string" ? { text: "x" } : "text";
}

function tooMuch(property: Property): unknown[] {
  const { type, maxLength, maxItems, minimum, maximum } = property;
  return [
    ...(type === "string" && maxLength !== undefined ? ["x".repeat(maxLength + 1)] : []),
    ...(type === "array" ? [Array.from({ length: (maxItems ?? 0) + 1 }, (_, n) => `x${n}`)] : []),
    ...(type === "array" && property.items?.maxLength !== undefined
      ? [["x".repeat(property.items.maxLength + 1)]]
      : []),
    ...(type === "integer" || type === "number" ? [(maximum ?? 2 ** 53) + 1, (minimum ?? 1) - 1, 0.5] : []),
  ];
}

const badNames = [
  "../..",
  "..",
  "a/b",
  "a\\b",
  "%2e%2e",
  "site?x=1",
  "site#x",
  " site",
  "",
  "a\nb",
  "a\u0000b",
  "сайт",
];

function badCalls(tool: Tool): (readonly [string, unknown])[] {
  const { properties, required } = inputOf(tool);
  const valid = validFor(tool);
  const fields = Object.entries(properties);
  return [
    ["arguments that are a list", [valid]],
    ["arguments that are a text", "x"],
    ["a field too many", { ...valid, surplus: 1 }],
    ...required.map((name) => [`no ${name}`, { ...valid, [name]: undefined }] as const),
    ...fields.map(
      ([name, property]) => [`${name} of another type`, { ...valid, [name]: otherType(property) }] as const,
    ),
    ...fields.flatMap(([name, property]) =>
      tooMuch(property).map((value, n) => [`${name} beyond its bounds (${n})`, { ...valid, [name]: value }] as const),
    ),
    ...fields
      .filter(([, { type, enum: choices }]) => type === "string" && choices === undefined)
      .map(([name]) => [`a control character in ${name}`, { ...valid, [name]: "a\u0007b" }] as const),
    ...fields
      .filter(([name]) => name === "owner" || name === "repo")
      .flatMap(([name]) =>
        badNames.map((bad) => [`${name} ${JSON.stringify(bad)}`, { ...valid, [name]: bad }] as const),
      ),
  ];
}

const named = tools.map((tool) => [tool.name, tool] as const);

test.each(named)(
  "%s refuses what is not of its schema, says the next step, and asks GitHub nothing",
  async (name, tool) => {
    bench.asked.length = 0;
    const calls = badCalls(tool);

    const told = await Promise.all(
      calls.map(async ([what, params]) => {
        const { error } = await bench.call(name, params);
        return { what, code: error?.code, retryable: error?.retryable, isTold: (error?.message.length ?? 0) > 20 };
      }),
    );

    expect(told).toEqual(calls.map(([what]) => ({ what, code: "invalid", retryable: false, isTold: true })));
    expect(bench.asked).toEqual([]);
  },
);

test.each(named.filter(([, { pagedBy }]) => pagedBy !== null))(
  "%s takes a cursor of its own alone: of this tool, person, workspace and question",
  async (name, tool) => {
    const { actor } = bench.ctx;
    const given = tool.input.parse(validFor(tool));
    const sealed = (by: { name?: string; actor?: typeof actor; given?: object; key?: Uint8Array }) => {
      const key = by.key ?? bench.ctx.toolRules?.key ?? Buffer.alloc(32);
      const ctx = { ...bench.ctx, actor: by.actor ?? actor, toolRules: { key, writableOwners: [] } };
      return pageOf(ctx, { name: by.name ?? name, pagedBy: tool.pagedBy, given: { ...given, ...by.given } }).seal("[]");
    };
    const own = sealed({});
    const foreign = {
      "another tool": sealed({ name: "github_other" }),
      "another person": sealed({ actor: { ...actor, userId: "00000000-0000-7000-8000-000000000009" } }),
      "another workspace": sealed({ actor: { ...actor, workspaceId: actor.workspaceId + 1 } }),
      "another question": sealed({ given: { surplus: 1 } }),
      "another installation": sealed({ key: Buffer.alloc(32, 9) }),
      "a changed place": Buffer.concat([Buffer.from(own, "base64url"), Buffer.from(" ")]).toString("base64url"),
      nobody: "abc",
      nothing: "",
    };

    const told = await Promise.all(
      Object.entries(foreign).map(async ([of, cursor]) => {
        const { error } = await bench.call(name, { ...validFor(tool), cursor });
        return [of, error?.code, /cursor/.test(error?.message ?? "")];
      }),
    );

    expect(told).toEqual(Object.keys(foreign).map((of) => [of, "invalid", true]));
  },
);

const html = { text: "<html>Unicorn!</html>", headers: { "content-type": "text/html" } };

const faults = [
  ["401", { status: 401, json: { message: "Bad credentials" } }, "unauthenticated"],
  ["403", { status: 403, json: { message: "no" } }, "forbidden"],
  ["404", { status: 404, json: { message: "Not Found" } }, "not_found_or_no_access"],
  ["422", { status: 422, json: { message: "Validation Failed" } }, "invalid"],
  ["429", { status: 429, json: { message: "slow down" }, headers: { "retry-after": "30" } }, "rate_limited"],
  ["451", { status: 451, json: { message: "blocked" } }, "not_found"],
  ["500", { status: 500, json: { message: "oops" } }, "upstream_error"],
  ["502 with a page", { status: 502, ...html }, "upstream_error"],
  ["a page", { status: 200, ...html }, "upstream_error"],
  ["an answer that ends early", { status: 200, text: '{"id":' }, "upstream_error"],
  ["an answer of nothing", { status: 200, json: null }, "upstream_error"],
  ["nothing at all", { isGone: true }, "upstream_error"],
] as const;

// A refused credential and a limit are noted on the connection, and a write waits a second for the one before it.
async function forget(): Promise<void> {
  await withService(bench.database.db, async (tx) => {
    await sql`update pulse.connections set status = 'active', status_detail = null`.execute(tx);
    await sql`delete from pulse.rate_budgets`.execute(tx);
  });
}

test.each(faults)("of every tool that asks GitHub, %s is a typed error with the next step", async (_, fault, code) => {
  const asking = tools.filter(({ hints }) => hints.isOpenWorld);
  const told: unknown[] = [];

  for (const tool of asking) {
    const params = validFor(tool);
    const confirmed = tool.hints.isReadOnly
      ? params
      : { ...params, ...(await bench.call(tool.name, params)).error?.add };
    await forget();
    bench.fault = fault;
    const { error } = await bench.call(tool.name, confirmed);
    bench.fault = null;
    told.push({
      tool: tool.name,
      code: error?.code,
      isTold: (error?.message.length ?? 0) > 20,
      waits: error?.retry_after_s,
      leaks: JSON.stringify(error).includes("ghp_marker"),
    });
  }

  const waits = code === "rate_limited" ? 30 : undefined;
  expect(told).toEqual(asking.map(({ name }) => ({ tool: name, code, isTold: true, waits, leaks: false })));
});

test("no tool is known by another name", async () => {
  const { error } = await bench.call("github_fly", {});

  expect(error).toMatchObject({ code: "not_found", message: expect.stringContaining("github_fly") });
});
