// The specs that we ship, held to what they promise and to DigitalOcean's own description of its API.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { Ajv } from "ajv";
import { parse } from "yaml";
import { expect, test } from "vitest";

import { checkSpec } from "./check-spec.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const published = path.resolve(root, "../shared/data/digitalocean-apps.openapi.json");
const names = ["app-spec.yaml", "app-spec.staging.yaml"] as const;
const read = (name: string) => readFileSync(path.join(root, "infra/pulse-hub", name), "utf8");

test.each(names)("%s has nothing wrong but Superset's image, which is not made yet", (name) => {
  const readDockerfile = (file: string) => {
    const full = path.join(root, file);
    return existsSync(full) ? readFileSync(full, "utf8") : null;
  };

  const { findings } = checkSpec(name, read(name), { readDockerfile });

  expect(findings).toEqual([
    expect.objectContaining({ severity: "warning", cause: expect.stringContaining("docker/Dockerfile.superset") }),
  ]);
});

test.each(names)("%s shows the web app to the world, and nothing else", (name) => {
  const { spec } = checkSpec(name, read(name));

  expect(spec?.ingress?.rules?.map(({ component }) => component?.name)).toEqual(["pulse-hub-web"]);
  expect(
    spec?.services?.flatMap(({ name: service, http_port: port }) => (port === undefined ? [] : [service])),
  ).toEqual(["pulse-hub-web"]);
  expect(spec?.jobs).toEqual([expect.objectContaining({ kind: "PRE_DEPLOY" })]);
  expect(JSON.stringify(spec)).not.toContain("SECRET");
});

test.each(names)("%s has a health check and an alarm for everything that goes on running", (name) => {
  const { spec } = checkSpec(name, read(name));

  const checked = [
    ...(spec?.services ?? []).map(({ health_check: check, alerts }) => ({ check, alerts })),
    ...(spec?.workers ?? []).map(({ liveness_health_check: check, alerts }) => ({ check, alerts })),
  ];
  expect(checked).toHaveLength(4);
  for (const { check, alerts } of checked) {
    expect(check?.http_path).toMatch(/^\//);
    expect(alerts?.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["MEM_UTILIZATION", "RESTART_COUNT"]));
  }
  expect(spec?.alerts?.map(({ rule }) => rule)).toEqual(["DEPLOYMENT_FAILED", "DOMAIN_FAILED"]);
});

test("staging is production from another branch, with more in its logs", () => {
  const production: unknown = parse(read("app-spec.yaml"));

  const staging: unknown = parse(
    read("app-spec.staging.yaml")
      .replace("name: pulse-hub-staging\n", "name: pulse-hub\n")
      .replaceAll("branch: staging", "branch: main")
      .replaceAll("value: debug", "value: info"),
  );

  expect(staging).toEqual(production);
});

test.skipIf(!existsSync(published))(
  "DigitalOcean's own description takes both specs, and refuses planted faults",
  () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(JSON.parse(readFileSync(published, "utf8")), "published");
    const accepts = ajv.compile({ $ref: "published#/components/schemas/app_spec" });
    const faultsOf = (text: string) => {
      accepts(parse(text));
      return (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    };

    expect(names.map((name) => faultsOf(read(name)))).toEqual([[], []]);
    expect(faultsOf(read("app-spec.yaml").replace("region: nyc", "region: nyc3"))).not.toEqual([]);
    expect(faultsOf(read("app-spec.yaml").replace("http_port: 3000", 'http_port: "3000"'))).not.toEqual([]);
    expect(faultsOf(read("app-spec.yaml").replace("kind: PRE_DEPLOY", "kind: BEFORE"))).not.toEqual([]);
  },
);
