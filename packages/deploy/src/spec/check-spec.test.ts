import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { checkSpec } from "./check-spec.ts";
import { keysAt } from "./spec-schema.ts";

const good = `name: pulse-hub
region: nyc
ingress:
  rules:
    - match: { path: { prefix: / } }
      component: { name: web }
alerts:
  - rule: DEPLOYMENT_FAILED
services:
  - name: web
    github: { repo: acme/pulse-hub, branch: main, deploy_on_push: false }
    dockerfile_path: docker/Dockerfile.web
    http_port: 3000
    instance_size_slug: apps-s-1vcpu-0.5gb
    health_check: { http_path: /api/health, failure_threshold: 6 }
    envs:
      - { key: NEXTAUTH_SECRET, type: SECRET, scope: RUN_TIME, value: "EV[1:abc:def]" }
      - { key: MCP_SERVER_URL, value: "\${mcp.PRIVATE_URL}", scope: RUN_TIME }
  - name: mcp
    github: { repo: acme/pulse-hub, branch: main }
    dockerfile_path: docker/Dockerfile.mcp
    internal_ports: [8080]
    instance_size_slug: apps-s-1vcpu-0.5gb
    health_check: { port: 8080, http_path: /health }
`;

test("a spec without a fault is told to have none", () => {
  expect(checkSpec("app-spec.yaml", good)).toMatchObject({ spec: { name: "pulse-hub" }, findings: [] });
});

test("a spec under a key of its own is looked through, and keeps its lines", () => {
  const wrapped = `spec:\n${good.replaceAll(/^(?=.)/gm, "  ").replace("region: nyc", "region: nyc3")}`;

  expect(checkSpec("s.yaml", wrapped).findings).toEqual([expect.objectContaining({ line: 3, column: 11 })]);
});

type Planted = readonly [
  what: string,
  from: string,
  to: string,
  code: string,
  severity: string,
  cause: RegExp,
  fix: RegExp,
];

const planted: readonly Planted[] = [
  [
    "a slip in a key",
    "http_port: 3000",
    "http_prot: 3000",
    "SPEC_VALIDATION_ERROR",
    "error",
    /no key "http_prot"/,
    /write http_port/,
  ],
  ["a key of nobody", "region: nyc", "colour: red", "SPEC_VALIDATION_ERROR", "error", /no key "colour"/, /takes: name/],
  [
    "a region that is a data centre",
    "region: nyc",
    "region: nyc3",
    "SPEC_VALIDATION_ERROR",
    "error",
    /region/,
    /nyc, sfo/,
  ],
  [
    "a port past all ports",
    "http_port: 3000",
    "http_port: 70000",
    "SPEC_VALIDATION_ERROR",
    "error",
    /http_port/,
    /correct/,
  ],
  ["a name in capitals", "name: mcp", "name: MCP", "SPEC_VALIDATION_ERROR", "error", /small letters/, /correct/],
  ["YAML that is none", "region: nyc", "region: [nyc", "SPEC_VALIDATION_ERROR", "error", /./, /YAML/],
  ["a secret to be read", "EV[1:abc:def]", "k7Qz3vR9bT1m", "SPEC_VALIDATION_ERROR", "error", /to be read/, /EV\[/],
  ["a secret without value", ', value: "EV[1:abc:def]"', "", "ENV_VAR_MISSING", "warning", /without a value/, /EV\[/],
  ["a placeholder", "${mcp.PRIVATE_URL}", "https://<host>", "ENV_VAR_MISSING", "error", /angle brackets/, /real value/],
  [
    "a public value at run time",
    "key: MCP_SERVER_URL",
    "key: NEXT_PUBLIC_URL",
    "SPEC_VALIDATION_ERROR",
    "error",
    /run time only/,
    /RUN_AND_BUILD_TIME/,
  ],
  [
    "an old size",
    "dockerfile_path: docker/Dockerfile.mcp",
    "dockerfile_path: a\n    instance_count: 1\n    build_command: make",
    "SPEC_VALIDATION_ERROR",
    "warning",
    /build_command/,
    /delete/,
  ],
  [
    "a rule for nobody",
    "component: { name: web }",
    "component: { name: website }",
    "SPEC_VALIDATION_ERROR",
    "error",
    /no component website/,
    /web, mcp/,
  ],
  [
    "a check of a port nobody has",
    "port: 8080, http",
    "port: 9090, http",
    "PORT_MISMATCH",
    "error",
    /9090/,
    /internal_ports/,
  ],
  [
    "a port of its own mind",
    'key: MCP_SERVER_URL, value: "${mcp.PRIVATE_URL}"',
    'key: PORT, value: "4000"',
    "PORT_MISMATCH",
    "error",
    /4000.*3000/,
    /same port/,
  ],
  [
    "an internal service with http_port",
    "internal_ports: [8080]",
    "internal_ports: [8080]\n    http_port: 8080",
    "PORT_MISMATCH",
    "warning",
    /internal/,
    /delete http_port/,
  ],
  ["a name twice", "name: mcp", "name: web", "SPEC_VALIDATION_ERROR", "error", /two components/, /name of its own/],
  [
    "a component from nowhere",
    "github: { repo: acme/pulse-hub, branch: main }\n",
    "instance_count: 1\n",
    "SPEC_VALIDATION_ERROR",
    "error",
    /nowhere/,
    /github/,
  ],
  [
    "an image without version",
    "github: { repo: acme/pulse-hub, branch: main }\n",
    "image: { registry_type: GHCR, repository: acme/mcp }\n",
    "SPEC_VALIDATION_ERROR",
    "error",
    /neither tag nor digest/,
    /digest/,
  ],
  [
    "a push that deploys",
    "deploy_on_push: false",
    "deploy_on_push: true",
    "SPEC_VALIDATION_ERROR",
    "warning",
    /every push/,
    /false/,
  ],
  [
    "no health check",
    "    health_check: { port: 8080, http_path: /health }\n",
    "",
    "SPEC_VALIDATION_ERROR",
    "warning",
    /no health_check/,
    /http_path/,
  ],
  [
    "a health check of old",
    "{ port: 8080, http_path: /health }",
    "{ port: 8080, path: /health }",
    "SPEC_VALIDATION_ERROR",
    "warning",
    /deprecated/,
    /http_path/,
  ],
  [
    "a command that a shell ends",
    "internal_ports: [8080]",
    "internal_ports: [8080]\n    run_command: gunicorn superset.app:create_app()",
    "SPEC_VALIDATION_ERROR",
    "error",
    /parentheses/,
    /quotes/,
  ],
];

test.each(planted)("%s is found", (_what, from, to, code, severity, cause, fix) => {
  expect(good).toContain(from);
  const { findings } = checkSpec("app-spec.yaml", good.replace(from, to));

  const found = findings.filter((finding) => cause.test(finding.cause));
  expect(found).toEqual([
    expect.objectContaining({ file: "app-spec.yaml", code, severity, fix: expect.stringMatching(fix) }),
  ]);
  expect(good.replace(from, to).split("\n").length).toBeGreaterThanOrEqual(found[0]?.line ?? Infinity);
});

test("a size under its old name is told with the new one", () => {
  const { findings } = checkSpec("s.yaml", good.replace("apps-s-1vcpu-0.5gb", "basic-xxs"));

  expect(findings).toEqual([
    expect.objectContaining({ line: 14, severity: "warning", fix: "write apps-s-1vcpu-0.5gb" }),
  ]);
});

test("a worker that others are to reach is no worker", () => {
  const worker = "workers:\n  - name: redis\n    image: { registry_type: DOCKER_HUB, repository: redis, tag: '8' }\n";
  const spec = `${good}${worker}`.replace("${mcp.PRIVATE_URL}", "redis://redis:6379");

  expect(checkSpec("s.yaml", spec).findings).toEqual([
    expect.objectContaining({ cause: expect.stringMatching(/nothing reaches a worker/) }),
  ]);
});

const images: Readonly<Record<string, string>> = {
  "docker/Dockerfile.web": "FROM a AS build\nEXPOSE 1\nFROM b\nEXPOSE 3000/tcp \\\n  9000\n",
  "docker/Dockerfile.mcp": "FROM a\nexpose ${PORT}\n",
};
const readDockerfile = (name: string) => images[name] ?? null;

test("an image that exposes what the spec asks for, or leaves it open, is right", () => {
  expect(checkSpec("s.yaml", good, { readDockerfile }).findings).toEqual([]);
});

test("an image that exposes another port than the platform looks for is an error where the port stands", () => {
  const { findings } = checkSpec("s.yaml", good.replace("http_port: 3000", "http_port: 3001"), { readDockerfile });

  expect(findings).toEqual([
    expect.objectContaining({
      line: 13,
      code: "PORT_MISMATCH",
      severity: "error",
      cause: expect.stringContaining("on 3001, and docker/Dockerfile.web exposes 3000 and 9000"),
    }),
  ]);
});

test("a Dockerfile that is not there is a warning: the rest may be deployed without it", () => {
  const { findings } = checkSpec("s.yaml", good.replace("Dockerfile.mcp", "Dockerfile.mpc"), { readDockerfile });

  expect(findings).toEqual([
    expect.objectContaining({ severity: "warning", cause: expect.stringContaining("docker/Dockerfile.mpc") }),
  ]);
});

test("what a secret says is in no finding", () => {
  const { findings } = checkSpec("s.yaml", good.replace("EV[1:abc:def]", "hunter2-and-more"));

  expect(JSON.stringify(findings)).not.toContain("hunter2");
});

// DigitalOcean's own description, as a witness that no key of theirs is refused.
const published = path.join(import.meta.dirname, "../../../../../shared/data/digitalocean-apps.openapi.json");
const readOnly = new Set(["egress.type"]);

test.skipIf(!existsSync(published))("every key that the platform's description knows is known here", () => {
  const { components } = z
    .object({ components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }) })
    .parse(JSON.parse(readFileSync(published, "utf8")));
  const missing = missingKeys(components.schemas, "app_spec", []);

  expect(keysAt(["services"]).length).toBe(0);
  expect(keysAt(["services", 0])).toContain("http_port");
  expect(missing.filter((key) => !readOnly.has(key))).toEqual([]);
});

type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  $ref: z.string().optional(),
});

function missingKeys(schemas: Schemas, from: unknown, at: readonly (string | number)[]): readonly string[] {
  const schema = objectSchema.safeParse(typeof from === "string" ? schemas[from] : from).data;
  if (schema === undefined || at.length > 8) return [];
  if (schema.$ref !== undefined) return missingKeys(schemas, schema.$ref.split("/").at(-1) ?? "", at);
  const known = new Set(keysAt(at));
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    known.size === 0 || known.has(key) ? missingKeys(schemas, value, [...at, key]) : [[...at, key].join(".")],
  );
  const items = schema.items === undefined ? [] : missingKeys(schemas, schema.items, [...at, 0]);
  return [...own, ...items, ...(schema.allOf ?? []).flatMap((part) => missingKeys(schemas, part, at))];
}
