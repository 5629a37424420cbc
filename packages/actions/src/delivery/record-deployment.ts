import { withService, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { externalId, instant, plain, repositoryName, webAddress } from "./delivery-fields.ts";
import { findRepositories, type FoundRepository } from "./find-repositories.ts";

export const deploymentStates = ["success", "failure", "in_progress"] as const;

const part = z.object({
  repository: repositoryName,
  sha: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "is no whole commit id: 40 or 64 hexadecimal digits")
    .nullable()
    .default(null)
    .describe("the commit that was deployed; without it nobody can say which changes it brought"),
  ref: plain(250).nullable().default(null).describe("branch or tag"),
});

const input = z.object({
  externalId,
  repositories: z.array(part).min(1, "names no repository").max(100),
  environment: plain(200).default("production"),
  isProduction: z.boolean().default(true).describe("false for a stage before: it is kept, and counts in no number"),
  state: z.enum(deploymentStates).default("success"),
  startedAt: instant.nullish(),
  finishedAt: instant.nullish().describe("now unless given, once it succeeded"),
  url: webAddress.default(null).describe("where people see it"),
});

type Input = z.output<typeof input>;
type Recorded = { readonly repository: string; readonly id: number; readonly isNew: boolean };

/**
 * Takes a deployment that another system tells of, in one or several repositories: the same id again corrects it. Finished at its first
 * success, which nothing undoes that is told later. Throws `not_found` for a repository that is not there; then nothing is saved.
 */
export const recordDeployment = defineAction({
  name: "record_deployment",
  summary: "Tell of a deployment, of one repository or several",
  scope: "write",
  input,
  run: async (ctx, told) => {
    const now = ctx.clock.now();
    check(told, now);
    const deployments = await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const found = await findRepositories(
        tx,
        workspaceId,
        told.repositories.map(({ repository }) => repository),
      );
      const recorded: Recorded[] = [];
      for (const repository of found) {
        recorded.push(await save(tx, { told, repository, workspaceId, now }));
        await noteReading(tx, { repository, workspaceId, now });
      }
      return recorded;
    });
    ctx.note({ after: deployments });
    return { externalId: told.externalId, state: told.state, deployments };
  },
});

function check({ startedAt, finishedAt, repositories, state }: Input, now: Date): void {
  const names = repositories.map(({ repository }) => repository.toLowerCase());
  if (new Set(names).size < names.length) {
    throw new AppError("invalid", "A repository is named twice. One deployment has one commit of each");
  }
  // Clocks of other systems may be a little ahead.
  const latest = now.getTime() + 300_000;
  for (const [name, at] of Object.entries({ startedAt, finishedAt })) {
    if (at !== null && at !== undefined && Date.parse(at) > latest) {
      throw new AppError("invalid", `${name} lies in the future: ${at}. It is ${now.toISOString()}`);
    }
  }
  if (state !== "success" && finishedAt !== null && finishedAt !== undefined) {
    throw new AppError(
      "invalid",
      `A deployment is finished once it succeeded. Leave finishedAt out, or say state success`,
    );
  }
  const begun = startedAt ?? null;
  const ended = finishedAt ?? null;
  if (begun !== null && ended !== null && Date.parse(ended) < Date.parse(begun)) {
    throw new AppError("invalid", `The deployment would have finished at ${ended}, before it started at ${begun}`);
  }
}

type SaveInput = {
  readonly told: Input;
  readonly repository: FoundRepository;
  readonly workspaceId: number;
  readonly now: Date;
};

async function save(tx: Tx, { told, repository, workspaceId, now }: SaveInput): Promise<Recorded> {
  const own = told.repositories.find((each) => each.repository.toLowerCase() === repository.fullName.toLowerCase());
  const finishedAt = told.state === "success" ? (told.finishedAt ?? null) : null;
  const saved = await sql<{ readonly id: number; readonly isNew: boolean }>`
    insert into pulse.deployments as deployment (
      workspace_id, repository_id, source, external_id, environment, is_production, sha, ref, state, created_at, finished_at, url,
      updated_at, fetched_at
    )
    values (
      ${workspaceId}, ${repository.id}, 'api', ${told.externalId}, ${told.environment}, ${told.isProduction}, ${own?.sha ?? null},
      ${own?.ref ?? null}, ${told.state}, coalesce(${told.startedAt ?? null}::timestamptz, ${finishedAt}::timestamptz, ${now}),
      case when ${told.state} = 'success' then coalesce(${finishedAt}::timestamptz, ${now}) end, ${told.url}, ${now}, ${now}
    )
    on conflict (repository_id, source, external_id) do update set
      environment = excluded.environment,
      is_production = excluded.is_production,
      sha = coalesce(excluded.sha, deployment.sha),
      ref = coalesce(excluded.ref, deployment.ref),
      state = excluded.state,
      created_at = case when ${told.startedAt ?? null}::timestamptz is null then deployment.created_at else excluded.created_at end,
      finished_at = case
        when ${finishedAt}::timestamptz is not null then excluded.finished_at
        else coalesce(deployment.finished_at, excluded.finished_at)
      end,
      url = coalesce(excluded.url, deployment.url),
      updated_at = excluded.updated_at,
      fetched_at = excluded.fetched_at
    returning id, xmax = 0 as is_new
  `.execute(tx);
  const [row] = saved.rows;
  if (row === undefined) throw new Error("a saved deployment has no id");
  return { repository: repository.fullName, ...row };
}

/** What is told of is known from then on, also where GitHub's own deployments are not read. */
async function noteReading(tx: Tx, { repository, workspaceId, now }: Omit<SaveInput, "told">): Promise<void> {
  await sql`
    insert into pulse.sync_state as state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
    values (${workspaceId}, ${repository.id}, 'deployments', 'api', ${now}, ${now})
    on conflict (repository_id, kind) do update set
      covered_to = greatest(state.covered_to, excluded.covered_to),
      fetched_at = excluded.fetched_at
    where state.source = 'api'
  `.execute(tx);
}
