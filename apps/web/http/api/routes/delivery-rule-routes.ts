import { deliverySources } from "@pulse/actions";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { fullName, instant, noParams, noQuery, snakeRow } from "../fields.ts";

const patterns = z.array(z.string().min(1).max(200)).max(50).default([]);
const rule = {
  source: z.enum(deliverySources),
  names: patterns,
  branches: patterns,
  counts_prereleases: z.boolean().default(false),
  incident_labels: patterns,
  counts_reverts: z.boolean().default(true),
};
const latest = <Row extends z.ZodType>(row: Row) => z.object({ total: z.int(), latest: z.array(row) });
const item = z.object({ number: z.int(), title: z.string(), created_at: instant });

type Rule = z.output<z.ZodObject<typeof rule>>;

function ruleOf({ counts_prereleases, incident_labels, counts_reverts, ...rest }: Rule) {
  return {
    ...rest,
    countsPrereleases: counts_prereleases,
    incidentLabels: incident_labels,
    countsReverts: counts_reverts,
  };
}

export const deliveryRuleRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/delivery-rules",
    name: "listDeliveryRules",
    group: "delivery",
    summary: "What counts as production, and what as an incident, in each repository",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({
      rules: z.array(
        z.object({
          repository: z.string(),
          is_default: z.boolean().meta({ description: "nobody has saved one" }),
          source: z.enum(deliverySources),
          names: z.array(z.string()),
          branches: z.array(z.string()),
          counts_prereleases: z.boolean(),
          incident_labels: z.array(z.string()),
          counts_reverts: z.boolean(),
          deployments: z.int(),
          incidents: z.int(),
        }),
      ),
    }),
    run: async ({ actions, ctx }) => {
      const { rules } = await actions.listDeliveryRules.run(ctx, {});
      return { rules: rules.map(snakeRow) };
    },
  }),
  defineRoute({
    method: "put",
    path: "/api/delivery-rules",
    name: "saveDeliveryRule",
    group: "delivery",
    summary: "Say what counts as production in some repositories, or in all there are now",
    scope: "admin",
    params: noParams,
    query: noQuery,
    body: z.strictObject({ repositories: z.array(fullName).max(1000).default([]), ...rule }),
    answer: z.object({ repositories: z.array(z.string()) }),
    run: async ({ actions, ctx, body: { repositories, ...given } }) => {
      const saved = await actions.saveDeliveryRule.run(ctx, { repositories, ...ruleOf(given) });
      return { repositories: saved.repositories };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/delivery-rules/preview",
    name: "previewDeliveryRule",
    group: "delivery",
    summary: "What a rule would count in a repository, before it is saved",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: z.strictObject({ repository: fullName, ...rule }),
    answer: z.object({
      repository: z.string(),
      deployments: latest(
        z.object({
          external_id: z.string(),
          name: z.string().nullable(),
          ref: z.string().nullable(),
          sha: z.string().nullable(),
          finished_at: instant,
        }),
      ),
      issues: latest(item),
      reverts: latest(item),
    }),
    run: async ({ actions, ctx, body: { repository, ...given } }) => {
      const found = await actions.previewDeliveryRule.run(ctx, { repository, ...ruleOf(given) });
      return {
        repository: found.repository,
        deployments: { total: found.deployments.total, latest: found.deployments.latest.map(snakeRow) },
        issues: { total: found.issues.total, latest: found.issues.latest.map(snakeRow) },
        reverts: { total: found.reverts.total, latest: found.reverts.latest.map(snakeRow) },
      };
    },
  }),
];
