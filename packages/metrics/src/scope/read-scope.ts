import { keptPlan, type Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Expression, FactKind } from "../metric.ts";
import type { Question } from "../query.ts";
import { firstInstant } from "./first-instant.ts";
import { mostForOnePlan } from "./most-for-one-plan.ts";
import type { Moment } from "./parse-moment.ts";
import { shownRepository } from "./shown-repository.ts";

/** The window, with what the clock on the wall shows at each end, and one kind of fact of one repository. */
export type ScopeRow = {
  readonly timeZone: string;
  readonly fromAt: Date;
  readonly fromWallMs: number;
  readonly toAt: Date;
  readonly toWallMs: number;
  readonly isToAsOf: boolean;
  readonly nowWallMs: number;
  readonly previousFromAt: Date;
  readonly repositoryId: number | null;
  readonly fullName: string;
  readonly kind: FactKind | null;
  readonly coveredFrom: Date | null;
  readonly coveredFromWallMs: number | null;
  readonly coveredTo: Date;
  readonly coveredToWallMs: number;
  readonly coveredToText: string;
};

const zone = sql.ref("zone");
const defaultDays = 90;
const freshDays = 7;

type ReadInput = {
  readonly question: Question;
  /** Those whose `as_of` an open end falls back to. */
  readonly kinds: readonly FactKind[];
  /** Those that the metrics need, `kinds` among them. */
  readonly needs: readonly FactKind[];
  readonly from: Moment | null;
  readonly to: Moment | null;
};

/** One row per repository and kind of fact that is needed, by name; one row with nulls when there is none. No row: no such workspace. */
export async function readScope(tx: Tx, { question, kinds, needs, from, to }: ReadInput): Promise<readonly ScopeRow[]> {
  const names = (question.repositories ?? []).map((name) => name.toLowerCase());
  const bots = (question.bots ?? []).map((login) => login.trim().toLowerCase()).join(",");
  const found = await sql<ScopeRow>`
    ${keptPlan}
    with
    workspace as (
      select id, coalesce(${question.timeZone ?? null}, time_zone) as zone
      from pulse.workspaces
      where id = ${question.workspaceId}
    ),
    repository as (
      select repository.id, repository.full_name, state.kind, state.covered_from, state.covered_to
      from pulse.repositories as repository
      left join pulse.sync_state as state
        on state.repository_id = repository.id
        and state.kind = any (${needs}::text[])
      where repository.workspace_id = ${question.workspaceId}
        and ${shownRepository}
        and (${names.length === 0} or lower(repository.full_name) = any (${names}::text[]))
    ),
    -- The planner measures each lateral join of a timeline as if it ran alone, and would compile queries that take milliseconds.
    setting as (
      select
        set_config('pulse.extra_bots', ${bots}, true) as extra_bots,
        set_config('pulse.include_bots', ${question.includeBots === true ? "on" : "off"}, true) as include_bots,
        set_config('jit', 'off', true) as jit,
        -- A year of a large workspace, once grouped by label, is 20 MB.
        set_config('work_mem', '32MB', true) as work_mem,
        set_config(
          'plan_cache_mode',
          case
            when (select count(distinct id) from repository) <= ${sql.lit(mostForOnePlan)} then 'force_generic_plan'
            else 'force_custom_plan'
          end,
          true
        ) as plan_cache_mode
    ),
    known as (
      select min(covered_to) as as_of
      from repository
      where kind = any (${kinds}::text[])
    ),
    ending as (
      select
        zone,
        to_is_as_of,
        case
          when ${dateOf(to)}::timestamp is not null then ${firstInstant(sql`${dateOf(to)}::timestamp`, zone)}
          when ${instantOf(to)}::timestamptz is not null then ${instantOf(to)}::timestamptz
          when to_is_as_of then as_of
          else ${question.now}::timestamptz
        end as to_at
      from workspace
      cross join known
      cross join lateral (
        select coalesce(as_of < ${question.now}::timestamptz - make_interval(days => ${freshDays}), false) as to_is_as_of
      ) as freshness
    ),
    span as (
      select
        zone,
        to_is_as_of,
        to_at,
        to_at at time zone zone as to_wall,
        coalesce(
          ${firstInstant(sql`${dateOf(from)}::timestamp`, zone)},
          ${instantOf(from)}::timestamptz,
          ${firstInstant(sql`((to_at at time zone zone) - make_interval(days => ${defaultDays}))`, zone)}
        ) as from_at
      from ending
    )
    select
      span.zone as time_zone,
      span.from_at,
      ${wallMs(sql`span.from_at`)} as from_wall_ms,
      span.to_at,
      ${wallMs(sql`span.to_at`)} as to_wall_ms,
      span.to_is_as_of as is_to_as_of,
      ${wallMs(sql`${question.now}::timestamptz`)} as now_wall_ms,
      case
        when from_wall = from_wall::date and to_wall = to_wall::date
        then ${firstInstant(sql`(from_wall - (to_wall - from_wall))`, sql`span.zone`)}
        else span.from_at - (span.to_at - span.from_at)
      end as previous_from_at,
      repository.id as repository_id,
      repository.full_name,
      repository.kind,
      repository.covered_from,
      ${wallMs(sql`repository.covered_from`)} as covered_from_wall_ms,
      repository.covered_to,
      ${wallMs(sql`repository.covered_to`)} as covered_to_wall_ms,
      to_char(repository.covered_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as covered_to_text,
      setting.extra_bots,
      setting.include_bots,
      setting.jit,
      setting.work_mem,
      setting.plan_cache_mode
    from span
    cross join setting
    cross join lateral (select span.from_at at time zone span.zone as from_wall) as beginning
    left join repository on true
    order by repository.full_name collate "C", repository.id, repository.kind
  `.execute(tx);
  return found.rows;
}

function wallMs(instant: Expression): Expression {
  return sql`(extract(epoch from ${instant} at time zone span.zone) * 1000)::double precision`;
}

function dateOf(moment: Moment | null): string | null {
  return moment?.kind === "date" ? moment.on : null;
}

function instantOf(moment: Moment | null): Date | null {
  return moment?.kind === "instant" ? moment.at : null;
}
