import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { planRotation, rotatableSecrets } from "@pulse/deploy";
import { expect, test } from "vitest";
import { z } from "zod";

import { deployedPrograms } from "./deployed-programs.ts";
import { prices } from "./prices.ts";
import { readAppSpec } from "./read-app-spec.ts";
import { renderEnvTemplates, settingsInSpec } from "./render-env-templates.ts";
import { monthlyDollars, renderInfrastructure } from "./render-infrastructure.ts";

const root = path.resolve(import.meta.dirname, "../..");
const published = path.resolve(root, "../shared/data/digitalocean-apps.openapi.json");
const templates = renderEnvTemplates(readFileSync(path.join(root, "docs/configuration.md"), "utf8"));

test.each(["app-spec.yaml", "app-spec.staging.yaml"] as const)("%s costs less than 30 dollars a month", (name) => {
  expect(monthlyDollars(readAppSpec(name))).toBeLessThan(30);
});

test.skipIf(!existsSync(published))("the prices are those that DigitalOcean's description gives", () => {
  const sizes = z
    .object({
      components: z.object({
        examples: z.object({
          instance_sizes: z.object({
            value: z.object({
              instance_sizes: z.array(z.object({ slug: z.string(), usd_per_month: z.string() })),
            }),
          }),
        }),
      }),
    })
    .parse(JSON.parse(readFileSync(published, "utf8"))).components.examples.instance_sizes.value.instance_sizes;
  const listed = Object.fromEntries(sizes.map(({ slug, usd_per_month: dollars }) => [slug, Number(dollars)]));

  expect(Object.keys(prices).map((slug) => [slug, listed[slug]])).toEqual(Object.entries(prices));
});

test.each(deployedPrograms)("$component is told nothing that it does not read", ({ component, settings, needed }) => {
  const inSpec = settingsInSpec(readAppSpec())(component).filter((name) => name !== "NODE_ENV");

  expect([...inSpec, ...needed].filter((name) => !(name in settings.shape))).toEqual([]);
  expect(needed.filter((name) => inSpec.includes(name))).toEqual([]);
});

test.each(deployedPrograms)(
  "$component finds every setting in the spec or in its template",
  ({ component, file, settings }) => {
    const template = templates[`infra/pulse-hub/${file}.env.example`] ?? "";
    const inTemplate = [...template.matchAll(/^#?([A-Z_]+)=$/gm)].map(([, name]) => name);

    expect([...settingsInSpec(readAppSpec())(component), ...inTemplate]).toEqual(
      expect.arrayContaining(Object.keys(settings.shape)),
    );
  },
);

test.each(rotatableSecrets)("the plan of changing %s names every program that reads it", (secret) => {
  const { names, programs } = planRotation(secret);
  const readers = deployedPrograms.filter(({ settings }) => names.some((name) => name in settings.shape));

  expect(programs).toEqual(readers.map(({ file }) => file));
});

test("the diagrams follow the spec: another name, another way in, one part less", () => {
  const spec = readAppSpec();
  const [web, ...others] = spec.services ?? [];
  const without = renderInfrastructure({
    ...spec,
    name: "elsewhere",
    ingress: { rules: [{ match: { path: { prefix: "/tools" } }, component: { name: "pulse-hub-mcp" } }] },
    services: [...(web === undefined ? [] : [{ ...web, envs: [] }]), ...others.slice(0, 1)],
  });

  expect(without).toContain('subgraph app["elsewhere');
  expect(without).toContain('people -- "https /tools" --> pulse_hub_mcp');
  expect(without).not.toContain("superset");
  expect(without).not.toContain('pulse_hub_web -- "http" --> pulse_hub_mcp');
});
