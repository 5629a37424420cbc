// The platform's answers as it sends them, and what we make of them. Unknown fields are passed over, but in specs, which go back whole.
import { z } from "zod";

import { spec } from "../spec/spec.ts";
import { phases, type App, type Deployment, type Step } from "./platform.ts";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

type WireStep = {
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly component_name?: string | undefined;
  readonly started_at?: string | undefined;
  readonly ended_at?: string | undefined;
  readonly reason?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined;
  readonly steps?: readonly WireStep[] | undefined;
};

const wireStep: z.ZodType<WireStep> = z.looseObject({
  name: z.string().optional(),
  status: z.string().optional(),
  component_name: z.string().optional(),
  started_at: z.string().optional(),
  ended_at: z.string().optional(),
  reason: z.looseObject({ code: z.string().optional(), message: z.string().optional() }).optional(),
  get steps() {
    return z.array(wireStep).optional();
  },
});

const built = z.array(z.looseObject({ name: z.string(), source_commit_hash: z.string().optional() })).default([]);

const deployment = z
  .looseObject({
    id: z.string(),
    // A phase that is new to us is no reason to stop following.
    phase: z.enum(phases).catch("UNKNOWN"),
    cause: z.string().default(""),
    cause_details: z.looseObject({ type: z.string().optional() }).optional(),
    previous_deployment_id: text,
    created_at: z.string().default(""),
    updated_at: text,
    services: built,
    workers: built,
    jobs: built,
    static_sites: built,
    spec: spec.optional(),
    progress: z.looseObject({ steps: z.array(wireStep).optional() }).optional(),
  })
  .transform((of): Deployment => ({
    id: of.id,
    phase: of.phase,
    cause: of.cause,
    causeType: of.cause_details?.type ?? null,
    previousId: of.previous_deployment_id,
    createdAt: of.created_at,
    updatedAt: of.updated_at,
    commits: Object.fromEntries(
      [...of.services, ...of.workers, ...of.jobs, ...of.static_sites].flatMap((one) =>
        one.source_commit_hash === undefined ? [] : [[one.name, one.source_commit_hash]],
      ),
    ),
    spec: of.spec ?? null,
    steps: (of.progress?.steps ?? []).map(toStep),
  }));

function toStep(of: WireStep): Step {
  return {
    name: of.name ?? "",
    status: of.status ?? "UNKNOWN",
    component: of.component_name ?? null,
    startedAt: of.started_at ?? null,
    endedAt: of.ended_at ?? null,
    reason: of.reason === undefined ? null : { code: of.reason.code ?? "", message: of.reason.message ?? "" },
    steps: (of.steps ?? []).map(toStep),
  };
}

const pointer = deployment.nullish().transform((value) => value ?? null);

const app = z
  .looseObject({
    id: z.string(),
    spec,
    live_url: z.string().optional(),
    default_ingress: z.string().optional(),
    updated_at: text,
    active_deployment: pointer,
    in_progress_deployment: pointer,
    pending_deployment: pointer,
    pinned_deployment: pointer,
  })
  .transform((of): App => ({
    id: of.id,
    spec: of.spec,
    // Before its first deployment an app has an empty address.
    url: [of.live_url, of.default_ingress].find((one) => one !== undefined && one !== "") ?? null,
    active: of.active_deployment,
    inProgress: of.in_progress_deployment,
    pending: of.pending_deployment,
    pinned: of.pinned_deployment,
    updatedAt: of.updated_at,
  }));

const condition = z
  .looseObject({
    code: z.string().default(""),
    message: z.string().default(""),
    components: z.array(z.string()).default([]),
  })
  .transform(({ code, message, components }) => ({ code, message, components }));

export const appAnswer = z.looseObject({ app });
export const appsAnswer = z.looseObject({
  apps: z.array(app).default([]),
  meta: z.looseObject({ total: z.number() }).optional(),
});
export const deploymentAnswer = z.looseObject({ deployment });
export const deploymentsAnswer = z.looseObject({ deployments: z.array(deployment).default([]) });
export const logsAnswer = z.looseObject({
  live_url: z.string().optional(),
  historic_urls: z.array(z.string()).default([]),
});
export const verdictAnswer = z
  .looseObject({
    valid: z.boolean().default(false),
    error: condition.optional(),
    warnings: z.array(condition).default([]),
  })
  .transform(({ valid, error, warnings }) => ({ isValid: valid, error: error ?? null, warnings }));
export const proposalAnswer = z
  .looseObject({
    app_name_available: z.boolean().default(true),
    app_name_suggestion: text,
    app_cost: z.number().optional(),
    spec,
  })
  .transform((of) => ({
    isNameAvailable: of.app_name_available,
    nameSuggestion: of.app_name_suggestion,
    usdPerMonth: of.app_cost ?? null,
    spec: of.spec,
  }));
export const healthAnswer = z.looseObject({
  app_health: z
    .looseObject({
      components: z
        .array(
          z
            .looseObject({
              name: z.string(),
              state: z.enum(["UNKNOWN", "HEALTHY", "UNHEALTHY"]).catch("UNKNOWN"),
              replicas_desired: z.coerce.number().default(0),
              replicas_ready: z.coerce.number().default(0),
              cpu_usage_percent: z.number().default(0),
              memory_usage_percent: z.number().default(0),
            })
            .transform((of) => ({
              name: of.name,
              state: of.state,
              replicasDesired: of.replicas_desired,
              replicasReady: of.replicas_ready,
              cpuPercent: of.cpu_usage_percent,
              memoryPercent: of.memory_usage_percent,
            })),
        )
        .default([]),
    })
    .default({ components: [] }),
});
export const sizesAnswer = z.looseObject({
  instance_sizes: z.array(
    z
      .looseObject({
        slug: z.string(),
        usd_per_month: z.coerce.number(),
        memory_bytes: z.coerce.number().default(0),
        deprecation_intent: z.boolean().default(false),
        single_instance_only: z.boolean().default(false),
      })
      .transform((of) => ({
        slug: of.slug,
        usdPerMonth: of.usd_per_month,
        memoryBytes: of.memory_bytes,
        isDeprecated: of.deprecation_intent,
        isSingleOnly: of.single_instance_only,
      })),
  ),
});
export const errorAnswer = z.looseObject({
  id: z.string().default(""),
  message: z.string().default(""),
  request_id: z.string().optional(),
});
