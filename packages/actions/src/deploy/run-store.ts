/** Runs of deployments in the database: what packages/deploy asks of a store, with its clock, so that two machines agree on a lease. */
import { randomUUID } from "node:crypto";

import { publishEvents, withService, type Db, type Tx } from "@pulse/db";
import type { DeployRun, RunPatch, RunStore } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { keepTask, type RollbackAsk } from "./keep-task.ts";

const leaseSeconds = 120;

const columns = sql`
  id, kind, app_id, app_name, environment, state, stage, plan_lines, fingerprint, target_id, wanted, known_ids, deployment_id,
  previous_deployment_id, spec, phase, steps, problem, warnings, holder, reason, lease_token, lease_until,
  github_deployment_id as git_hub_deployment_id, git_branch, started_at, finished_at
`;

/** Every column that a patch may set, and how it is written. */
const patched = {
  appId: (value: unknown) => sql`app_id = ${value}`,
  stage: (value: unknown) => sql`stage = ${value}`,
  state: (value: unknown) => sql`state = ${value}`,
  knownIds: (value: unknown) => sql`known_ids = ${value}::text[]`,
  deploymentId: (value: unknown) => sql`deployment_id = ${value}`,
  previousDeploymentId: (value: unknown) => sql`previous_deployment_id = ${value}`,
  spec: (value: unknown) => sql`spec = ${JSON.stringify(value)}::jsonb`,
  phase: (value: unknown) => sql`phase = ${value}`,
  steps: (value: unknown) => sql`steps = ${JSON.stringify(value)}::jsonb`,
  problem: (value: unknown) => sql`problem = nullif(${JSON.stringify(value)}::jsonb, 'null')`,
  warnings: (value: unknown) => sql`warnings = ${value}::text[]`,
  wanted: (value: unknown) => sql`wanted = ${JSON.stringify(value)}::jsonb`,
  gitHubDeploymentId: (value: unknown) => sql`github_deployment_id = ${value}`,
  finishedAt: (value: unknown) => sql`finished_at = ${value}`,
  record: (value: unknown) => sql`record = ${JSON.stringify(value)}::jsonb`,
} satisfies Readonly<Record<keyof RunPatch, (value: unknown) => ReturnType<typeof sql>>>;

type StoreScope = {
  readonly db: Db;
  readonly workspaceId: number;
  /** As whom somebody else may go on with a run that is begun here. */
  readonly userId: string;
  /** What a rollback was asked for as. */
  readonly ask?: RollbackAsk;
  /** A run is begun for the next worker, which may take it over at once. */
  readonly isForWorker?: boolean;
};

export function createRunStore({ db, workspaceId, userId, ask, isForWorker = false }: StoreScope): RunStore {
  const held = sql`now() + make_interval(secs => ${leaseSeconds})`;
  const mine = (id: number) => sql`workspace_id = ${workspaceId} and id = ${id}`;
  return {
    begin: async (run) =>
      await withService(db, async (tx) => {
        const made = await sql<DeployRun>`
          insert into pulse.deploy_runs (
            workspace_id, kind, app_id, app_name, environment, plan_lines, fingerprint, target_id, wanted, holder, reason,
            git_branch, lease_token, lease_until, started_at
          )
          values (
            ${workspaceId}, ${run.kind}, ${run.appId}, ${run.appName}, ${run.environment}, ${[...run.planLines]}::text[],
            ${run.fingerprint}, ${run.targetId}, ${JSON.stringify(run.wanted)}::jsonb, ${run.holder}, ${run.reason},
            ${run.gitBranch}, ${randomUUID()}, ${isForWorker ? sql`now()` : held}, now()
          )
          on conflict (app_id) where stage <> 'done' do nothing
          returning ${columns}
        `.execute(tx);
        const begun = made.rows[0] ?? (await refuseLocked(tx, { appId: run.appId, workspaceId }));
        await keepTask(tx, begun, { workspaceId, isForWorker, payload: { user_id: userId, ask } });
        await announce(tx, { workspaceId, run: begun });
        return begun;
      }),
    findUnfinished: async (appId) =>
      await withService(db, async (tx) => {
        const found = await sql<DeployRun>`
          select ${columns}
          from pulse.deploy_runs
          where workspace_id = ${workspaceId}
            and app_id = ${appId}
            and stage <> 'done'
        `.execute(tx);
        return found.rows[0] ?? null;
      }),
    takeOver: async (run, { holder, isForced }) =>
      await withService(db, async (tx) => {
        const note = `taken over from ${run.holder} by ${holder}`;
        const taken = await sql<DeployRun>`
          update pulse.deploy_runs
          set holder = ${holder},
            lease_token = ${randomUUID()},
            lease_until = ${held},
            warnings = case when stage = 'planned' then warnings else warnings || ${note}::text end,
            updated_at = now()
          where ${mine(run.id)}
            and stage <> 'done'
            and (${isForced} or lease_until <= now())
          returning ${columns}
        `.execute(tx);
        const ours = taken.rows[0] ?? (await refuseLocked(tx, { appId: run.appId, workspaceId }));
        await keepTask(tx, ours, { workspaceId });
        await announce(tx, { workspaceId, run: ours });
        return ours;
      }),
    save: async (run, patch) =>
      await withService(db, async (tx) => {
        const sets = listPatched(patch);
        const saved = await sql<DeployRun>`
          update pulse.deploy_runs
          set ${sql.join([...sets, sql`lease_until = ${held}`, sql`updated_at = now()`])}
          where ${mine(run.id)}
            and lease_token = ${run.leaseToken}
            and stage <> 'done'
          returning ${columns}
        `.execute(tx);
        const [row] = saved.rows;
        if (row === undefined) {
          throw new AppError(
            "conflict",
            `Run ${run.id} of ${run.appName} was taken over by somebody else, who goes on with it. Look at ./pulse deploy status`,
          );
        }
        await keepTask(tx, row, { workspaceId });
        await announce(tx, { workspaceId, run: row });
        return row;
      }),
    keepLog: async (run, { component, type, text }) => {
      await withService(db, async (tx) => {
        await sql`
          insert into pulse.deploy_logs (workspace_id, run_id, component, type, text)
          values (${workspaceId}, ${run.id}, ${component}, ${type}, ${text.replaceAll("\0", "")})
          on conflict (run_id, component, type) do update set text = excluded.text, updated_at = now()
        `.execute(tx);
      });
    },
  };
}

type Announced = { readonly workspaceId: number; readonly run: Pick<DeployRun, "id" | "state" | "stage"> };

/** Whoever looks at deployments hears of it when it is so. */
async function announce(tx: Tx, { workspaceId, run: { id, state, stage } }: Announced): Promise<void> {
  await publishEvents(tx, [
    { workspaceId, repositoryId: null, kind: "deploy_run", subject: { run: id, state, stage } },
  ]);
}

/** A run as it is now, finished or not. */
export async function findRun(
  db: Db,
  { workspaceId, id }: { readonly workspaceId: number; readonly id: number },
): Promise<DeployRun | null> {
  const found = await withService(db, (tx) =>
    sql<DeployRun>`
      select ${columns}
      from pulse.deploy_runs
      where workspace_id = ${workspaceId}
        and id = ${id}
    `.execute(tx),
  );
  return found.rows[0] ?? null;
}

function listPatched(patch: RunPatch) {
  const given: readonly (readonly [string, unknown])[] = Object.entries(patch);
  return given.flatMap(([name, value]) => {
    const write = Object.entries(patched).find(([known]) => known === name)?.[1];
    return write === undefined || value === undefined ? [] : [write(value)];
  });
}

async function refuseLocked(tx: Tx, of: { readonly appId: string; readonly workspaceId: number }): Promise<never> {
  const found = await sql<Pick<DeployRun, "appName" | "holder" | "reason" | "leaseUntil">>`
    select app_name, holder, reason, lease_until
    from pulse.deploy_runs
    where app_id = ${of.appId}
      and workspace_id = ${of.workspaceId}
      and stage <> 'done'
  `.execute(tx);
  const [run] = found.rows;
  if (run === undefined) {
    throw new AppError("conflict", "This app is being deployed by somebody else just now. Try again later", {
      details: { problem: "DEPLOY_LOCKED" },
    });
  }
  const { appName, holder, reason, leaseUntil } = run;
  throw new AppError(
    "conflict",
    `${appName} is being deployed by ${holder} (${reason}). The lock ends ${leaseUntil.toISOString()} unless that goes on; --take-over takes it now`,
    { details: { problem: "DEPLOY_LOCKED", holder, reason, leaseUntil } },
  );
}
