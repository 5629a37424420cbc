import { deploymentStates } from "@pulse/actions";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { fullName, givenInstant, instant, noParams, noQuery, snakeRow } from "../fields.ts";

const externalId = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: "your own id of it: the same id is the same thing, told again" });
const address = z.url({ protocol: /^https?$/ }).max(2000);
const title = z.string().min(1).max(500);
const number = z.int().positive().max(2_147_483_647);
const rowId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const incident = z
  .object({
    id: z.int(),
    repository: z.string(),
    source: z.enum(["issue", "revert", "api"]),
    external_id: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    began_at: instant,
    resolved_at: instant.nullable(),
    deployment_id: z.int().nullable(),
    is_linked_by_hand: z.boolean(),
    fixed_by: z.array(z.int()),
  })
  .meta({ id: "Incident" });

type Found = { readonly repositoryId: number; readonly id: number };

function incidentRow<T extends Found>({ repositoryId: _repositoryId, ...row }: T) {
  return snakeRow(row);
}

export const deliveryRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "post",
    path: "/api/deployments",
    name: "recordDeployment",
    group: "delivery",
    summary: "Tell of a deployment of one repository or several; the same external id again corrects it",
    scope: "write",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      external_id: externalId,
      repositories: z
        .array(
          z.strictObject({
            repository: fullName,
            sha: z
              .string()
              .regex(/^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/, "is no whole commit id")
              .nullable()
              .default(null)
              .meta({ description: "the commit that was deployed" }),
            ref: z.string().min(1).max(250).nullable().default(null).meta({ description: "branch or tag" }),
          }),
        )
        .min(1)
        .max(100),
      environment: z.string().min(1).max(200).default("production"),
      is_production: z.boolean().default(true),
      state: z.enum(deploymentStates).default("success"),
      started_at: givenInstant.nullable().default(null),
      finished_at: givenInstant.nullable().default(null).meta({ description: "now unless given, once it succeeded" }),
      url: address.nullable().default(null),
    }),
    answer: z.object({
      external_id: z.string(),
      state: z.enum(deploymentStates),
      deployments: z.array(z.object({ repository: z.string(), id: z.int(), is_new: z.boolean() })),
    }),
    status: 201,
    run: async ({ actions, ctx, body }) => {
      const recorded = await actions.recordDeployment.run(ctx, {
        externalId: body.external_id,
        repositories: body.repositories,
        environment: body.environment,
        isProduction: body.is_production,
        state: body.state,
        startedAt: body.started_at,
        finishedAt: body.finished_at,
        url: body.url,
      });
      return {
        external_id: recorded.externalId,
        state: recorded.state,
        deployments: recorded.deployments.map(snakeRow),
      };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/incidents",
    name: "recordIncident",
    group: "delivery",
    summary: "Tell of an incident, or with the same external id again, that it is over",
    scope: "write",
    params: noParams,
    query: noQuery,
    body: z.strictObject({
      external_id: externalId,
      repository: fullName,
      title,
      began_at: givenInstant.nullable().default(null).meta({ description: "now unless given" }),
      resolved_at: givenInstant.nullable().default(null),
      url: address.nullable().default(null),
      deployment: externalId
        .nullable()
        .default(null)
        .meta({ description: "external id of the deployment that caused it" }),
      fixed_by: z
        .array(number)
        .max(100)
        .nullable()
        .default(null)
        .meta({ description: "numbers of the pull requests that mend it" }),
    }),
    answer: z.object({
      id: z.int(),
      external_id: z.string(),
      repository: z.string(),
      is_new: z.boolean(),
      began_at: instant,
      resolved_at: instant.nullable(),
    }),
    status: 201,
    run: async ({ actions, ctx, body }) =>
      snakeRow(
        await actions.recordIncident.run(ctx, {
          externalId: body.external_id,
          repository: body.repository,
          title: body.title,
          beganAt: body.began_at,
          resolvedAt: body.resolved_at,
          url: body.url,
          deployment: body.deployment,
          fixedBy: body.fixed_by,
        }),
      ),
  }),
  defineRoute({
    method: "patch",
    path: "/api/incidents/{id}",
    name: "updateIncident",
    group: "delivery",
    summary: "Correct, close or reopen an incident that was posted",
    scope: "write",
    params: z.strictObject({ id: rowId }),
    query: noQuery,
    body: z.strictObject({
      title: title.optional(),
      began_at: givenInstant.optional(),
      resolved_at: givenInstant.nullable().optional().meta({ description: "null opens it again" }),
      url: address.nullable().optional(),
      fixed_by: z.array(number).max(100).optional(),
    }),
    answer: incident,
    run: async ({ actions, ctx, params, body }) =>
      incidentRow(
        await actions.updateIncident.run(ctx, {
          id: params.id,
          title: body.title,
          beganAt: body.began_at,
          resolvedAt: body.resolved_at,
          url: body.url,
          fixedBy: body.fixed_by,
        }),
      ),
  }),
  defineRoute({
    method: "put",
    path: "/api/incidents/{id}/deployment",
    name: "linkIncident",
    group: "delivery",
    summary: "Say by hand which deployment caused an incident, or that none did; or give it back to the rule",
    scope: "write",
    params: z.strictObject({ id: rowId }),
    query: noQuery,
    body: z.strictObject({
      deployment_id: z
        .int()
        .positive()
        .nullable()
        .optional()
        .meta({ description: "null: none did; left out: as the rule says" }),
    }),
    answer: incident,
    run: async ({ actions, ctx, params, body }) =>
      incidentRow(await actions.linkIncident.run(ctx, { id: params.id, deploymentId: body.deployment_id })),
  }),
];
