-- Keeps what jobs waited and cost, how long runs took and what failed, week by week and added up, so that two million jobs are counted from a tenth of the rows.

-- One row per week, kind and group: every run or job of it with the instant that it belongs to and its measure, null where it has none.
create table pulse.ci_weeks (
  workspace_id bigint not null,
  repository_id bigint not null,
  week_on date not null,
  kind text not null check (kind in ('duration', 'minutes', 'wait')),
  place integer not null,
  workflow_name text,
  label_names text[] not null,
  belongs_at timestamptz[] not null,
  measures double precision[] not null,
  primary key (repository_id, week_on, kind, place),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on column pulse.ci_weeks.week_on is 'its Monday, in UTC';
comment on column pulse.ci_weeks.kind is 'seconds that a run took, minutes that a job cost, or seconds that it waited';
comment on column pulse.ci_weeks.workflow_name is 'of runs and of what jobs cost';
comment on column pulse.ci_weeks.label_names is 'of what jobs cost';

-- As contributor_spans: each measure of four or sixteen weeks, and how many had it.
create table pulse.ci_spans (
  workspace_id bigint not null,
  repository_id bigint not null,
  weeks smallint not null check (weeks in (4, 16)),
  starts_on date not null,
  kind text not null check (kind in ('duration', 'minutes', 'wait')),
  place integer not null,
  workflow_name text,
  label_names text[] not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  measures double precision[] not null,
  counts integer[] not null,
  primary key (repository_id, weeks, starts_on, kind, place),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);

-- Jobs that failed, and the steps in them that did.
create table pulse.ci_failures (
  workspace_id bigint not null,
  repository_id bigint not null,
  job_id bigint not null,
  step_number integer not null,
  is_repeated boolean not null,
  belongs_at timestamptz not null,
  workflow_name text,
  job_name text not null,
  step_name text,
  github_run_id bigint not null,
  github_job_id bigint not null,
  primary key (repository_id, job_id, step_number),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
create index ci_failures_by_time on pulse.ci_failures (repository_id, belongs_at);
comment on column pulse.ci_failures.step_number is '0 for the job itself';
comment on column pulse.ci_failures.is_repeated is 'a later attempt only carried it over: it is listed, and counts for nothing';

-- As stale_weeks.
create unlogged table pulse.stale_ci_weeks (
  workspace_id bigint not null,
  repository_id bigint not null,
  week_on date not null,
  primary key (repository_id, week_on)
);

do $$
declare
  name text;
begin
  foreach name in array array['ci_weeks', 'ci_spans', 'ci_failures', 'stale_ci_weeks'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
  foreach name in array array['ci_weeks', 'ci_spans', 'ci_failures'] loop
    execute format(
      'create policy members_read on pulse.%I for select to authenticated using (workspace_id = (select pulse.current_workspace_id()))',
      name
    );
    execute format('grant select on pulse.%I to authenticated', name);
  end loop;
end
$$;

-- What the timelines of runs and jobs say from one Monday to the Sunday after another.
create function pulse.refresh_ci_weeks(of_repository_id bigint, from_on date, to_on date) returns void
  language plpgsql
as $$
declare
  starts_at timestamptz := from_on::timestamp at time zone 'UTC';
  ends_at timestamptz := (to_on + 7)::timestamp at time zone 'UTC';
begin
  delete from pulse.ci_weeks
  where repository_id = of_repository_id
    and week_on between from_on and to_on;
  with job as materialized (
    select
      workspace_id,
      workflow_name,
      label_names,
      belongs_at,
      date_part('epoch', started_at - created_at) as waited,
      case
        when conclusion is distinct from 'skipped' and not is_repeated
        then ceil(date_part('epoch', completed_at - started_at) / 60)
      end as minutes
    from metrics.workflow_job_timeline
    where repository_id = of_repository_id
      and belongs_at >= starts_at
      and belongs_at < ends_at
  ),
  measured as (
    select workspace_id, 'wait' as kind, null::text as workflow_name, '{}'::text[] as label_names, belongs_at, waited as measure
    from job
    union all
    select workspace_id, 'minutes', workflow_name, label_names, belongs_at, minutes
    from job
    union all
    select
      workspace_id, 'duration', workflow_name, '{}', run_started_at,
      case when status = 'completed' then date_part('epoch', coalesce(last_job_completed_at, updated_at) - run_started_at) end
    from metrics.workflow_run_timeline
    where repository_id = of_repository_id
      and run_started_at >= starts_at
      and run_started_at < ends_at
  )
  insert into pulse.ci_weeks (workspace_id, repository_id, week_on, kind, place, workflow_name, label_names, belongs_at, measures)
  select
    min(workspace_id),
    of_repository_id,
    date_trunc('week', belongs_at at time zone 'UTC')::date as week_on,
    kind,
    row_number() over (partition by date_trunc('week', belongs_at at time zone 'UTC')::date, kind order by workflow_name, label_names),
    workflow_name,
    label_names,
    array_agg(belongs_at order by belongs_at, measure),
    array_agg(measure order by belongs_at, measure)
  from measured
  group by date_trunc('week', belongs_at at time zone 'UTC')::date, kind, workflow_name, label_names;

  delete from pulse.ci_failures
  where repository_id = of_repository_id
    and belongs_at >= starts_at
    and belongs_at < ends_at;
  with failed as materialized (
    select workspace_id, id, is_repeated, belongs_at, workflow_name, title, run_id, job_id
    from metrics.workflow_job_timeline
    where repository_id = of_repository_id
      and belongs_at >= starts_at
      and belongs_at < ends_at
      and conclusion in ('failure', 'timed_out', 'startup_failure')
  )
  insert into pulse.ci_failures (
    workspace_id, repository_id, job_id, step_number, is_repeated, belongs_at, workflow_name, job_name, step_name, github_run_id, github_job_id
  )
  select workspace_id, of_repository_id, id, 0, is_repeated, belongs_at, workflow_name, title, null, run_id, job_id
  from failed
  union all
  select failed.workspace_id, of_repository_id, failed.id, step.number, false, belongs_at, workflow_name, title, step.name, run_id, failed.job_id
  from failed
  join pulse.workflow_steps as step
    on step.repository_id = of_repository_id
    and step.job_id = failed.id
    and step.conclusion in ('failure', 'timed_out')
  where not failed.is_repeated
  -- One that came here from a week which is computed after this one.
  on conflict (repository_id, job_id, step_number) do update set
    is_repeated = excluded.is_repeated,
    belongs_at = excluded.belongs_at,
    workflow_name = excluded.workflow_name,
    job_name = excluded.job_name,
    step_name = excluded.step_name,
    github_run_id = excluded.github_run_id,
    github_job_id = excluded.github_job_id;
end
$$;

-- What ci_weeks says of the spans that hold any week from one Monday to another; the long ones are made of the short.
create function pulse.refresh_ci_spans(of_repository_id bigint, from_on date, to_on date) returns void
  language plpgsql
as $$
declare
  size integer;
begin
  foreach size in array array[4, 16] loop
    delete from pulse.ci_spans
    where repository_id = of_repository_id
      and weeks = size
      and starts_on between pulse.span_start(from_on, size) and pulse.span_start(to_on, size);
    with entry as (
      select week.workspace_id, week.week_on, week.kind, week.workflow_name, week.label_names, made.measure, made.at as first_at, made.at as last_at, 1 as n
      from pulse.ci_weeks as week
      cross join lateral unnest(week.belongs_at, week.measures) as made (at, measure)
      where size = 4
        and week.repository_id = of_repository_id
        and week.week_on >= pulse.span_start(from_on, 4)
        and week.week_on < pulse.span_start(to_on, 4) + 28
      union all
      select
        span.workspace_id, span.starts_on, span.kind, span.workflow_name, span.label_names, made.measure, span.first_at, span.last_at, made.n
      from pulse.ci_spans as span
      cross join lateral unnest(span.measures, span.counts) as made (measure, n)
      where size = 16
        and span.repository_id = of_repository_id
        and span.weeks = 4
        and span.starts_on >= pulse.span_start(from_on, 16)
        and span.starts_on < pulse.span_start(to_on, 16) + 112
    ),
    counted as (
      select
        min(workspace_id) as workspace_id, pulse.span_start(week_on, size) as starts_on, kind, workflow_name, label_names, measure,
        min(first_at) as first_at, max(last_at) as last_at, sum(n)::integer as n
      from entry
      group by 2, 3, 4, 5, 6
    )
    insert into pulse.ci_spans (
      workspace_id, repository_id, weeks, starts_on, kind, place, workflow_name, label_names, first_at, last_at, measures, counts
    )
    select
      min(workspace_id), of_repository_id, size, starts_on, kind,
      row_number() over (partition by starts_on, kind order by workflow_name, label_names),
      workflow_name, label_names, min(first_at), max(last_at), array_agg(measure order by measure), array_agg(n order by measure)
    from counted
    group by starts_on, kind, workflow_name, label_names;
  end loop;
end
$$;

-- Weeks of runs and jobs of GitHub, by the runs' ids: an attempt tells whether a job of another was repeated, and jobs when their run was done.
create function pulse.mark_ci_runs(of_repository_ids bigint[], of_github_ids bigint[]) returns void
  language sql
  begin atomic
    insert into pulse.stale_ci_weeks (workspace_id, repository_id, week_on)
    select distinct belonging.workspace_id, belonging.repository_id, date_trunc('week', belonging.at at time zone 'UTC')::date as week_on
    from unnest(of_repository_ids, of_github_ids) as touched (repository_id, github_id)
    cross join lateral (
      select run.workspace_id, run.repository_id, run.run_started_at as at
      from pulse.workflow_runs as run
      where run.repository_id = touched.repository_id
        and run.github_id = touched.github_id
      union all
      select job.workspace_id, job.repository_id, job.created_at
      from pulse.workflow_jobs as job
      where job.repository_id = touched.repository_id
        and job.github_run_id = touched.github_id
        and job.run_id is null
    ) as belonging
    where belonging.at is not null
    order by belonging.repository_id, week_on
    on conflict do nothing;
  end;

-- Arguments: the instant to which a row of the table, called `touched`, belongs by itself, the id of its run, and what else about it matters.
create function pulse.mark_ci_rows() returns trigger
  language plpgsql
as $$
declare
  rows_of text := 'select workspace_id, repository_id, ' || tg_argv[0] || ' as at, ' || tg_argv[1] || ' as run_github_id, ' || tg_argv[2] || ' from %s as touched';
  touched text := format(rows_of, 'changed');
  repository_ids bigint[];
  github_ids bigint[];
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    touched := format('(%1$s except %2$s) union all (%2$s except %1$s)', format(rows_of, 'changed'), format(rows_of, 'replaced'));
  end if;
  execute '
    with touched as materialized (select * from (' || touched || ') as touched),
    marked as (
      insert into pulse.stale_ci_weeks (workspace_id, repository_id, week_on)
      select distinct workspace_id, repository_id, date_trunc(''week'', at at time zone ''UTC'')::date as week_on
      from touched
      where at is not null
      order by repository_id, week_on
      on conflict do nothing
    )
    select array_agg(repository_id), array_agg(run_github_id)
    from (select distinct repository_id, run_github_id from touched) as run'
  into repository_ids, github_ids;
  perform pulse.mark_ci_runs(repository_ids, github_ids);
  return null;
end
$$;

-- Steps belong where their jobs do; only those that failed, or had.
create function pulse.mark_ci_steps() returns trigger
  language plpgsql
as $$
declare
  rows_of text := 'select repository_id, job_id, number, name, conclusion from %s where conclusion in (''failure'', ''timed_out'')';
  touched text := format(rows_of, 'changed');
  repository_ids bigint[];
  github_ids bigint[];
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    touched := format('(%1$s except %2$s) union all (%2$s except %1$s)', format(rows_of, 'changed'), format(rows_of, 'replaced'));
  end if;
  execute '
    select array_agg(repository_id), array_agg(github_run_id)
    from (
      select distinct job.repository_id, job.github_run_id
      from (' || touched || ') as step
      join pulse.workflow_jobs as job
        on job.repository_id = step.repository_id
        and job.id = step.job_id
    ) as run'
  into repository_ids, github_ids;
  perform pulse.mark_ci_runs(repository_ids, github_ids);
  return null;
end
$$;

-- A workflow that is named anew, and before one goes, since its runs go with it.
create function pulse.mark_ci_workflow() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    perform pulse.mark_ci_runs(array_agg(run.repository_id), array_agg(run.github_id))
    from (
      select distinct repository_id, github_id
      from pulse.workflow_runs
      where repository_id = old.repository_id
        and workflow_id = old.id
    ) as run;
    -- What no run is known of any more belongs to its own creation.
    insert into pulse.stale_ci_weeks (workspace_id, repository_id, week_on)
    select distinct job.workspace_id, job.repository_id, date_trunc('week', job.created_at at time zone 'UTC')::date as week_on
    from pulse.workflow_runs as run
    join pulse.workflow_jobs as job
      on job.repository_id = run.repository_id
      and job.run_id = run.id
    where tg_op = 'DELETE'
      and run.repository_id = old.repository_id
      and run.workflow_id = old.id
      and job.created_at is not null
    order by job.repository_id, week_on
    on conflict do nothing;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

create function pulse.flush_stale_ci_weeks() returns trigger
  language plpgsql
as $$
declare
  run record;
begin
  if not exists (
    select
    from pulse.stale_ci_weeks
    where repository_id = new.repository_id
      and week_on = new.week_on
  ) then
    return null;
  end if;
  -- Who changes one week of a span must see what another transaction made of the others.
  perform pg_advisory_xact_lock(hashtextextended('pulse.ci_spans', new.repository_id));
  for run in
    with taken as (
      delete from pulse.stale_ci_weeks
      where repository_id = new.repository_id
      returning week_on
    ),
    gap as (
      select week_on, (week_on - lag(week_on, 1, week_on) over (order by week_on) > 28)::integer as is_wide
      from taken
    ),
    numbered as (
      select week_on, sum(is_wide) over (order by week_on) as number
      from gap
    )
    select min(week_on) as from_on, max(week_on) as to_on
    from numbered
    group by number
  loop
    perform pulse.refresh_ci_weeks(new.repository_id, run.from_on, run.to_on);
    perform pulse.refresh_ci_spans(new.repository_id, run.from_on, run.to_on);
  end loop;
  return null;
end
$$;

-- The percentile that percentile_cont gives when each measure stands as often as its count says; null without any.
create function metrics.weighted_percentile(measures double precision[], counts bigint[], fraction double precision) returns double precision
  language sql immutable parallel safe
  begin atomic
    with entry as (
      select given.measure, sum(sum(given.n)) over (order by given.measure)::double precision as upto
      from unnest(measures, counts) as given (measure, n)
      where given.measure is not null
      group by given.measure
    ),
    place as (select fraction * (max(upto) - 1) as at from entry)
    select below.measure + (place.at - floor(place.at)) * (above.measure - below.measure)
    from place
    cross join lateral (select min(entry.measure) as measure from entry where entry.upto > floor(place.at)) as below
    cross join lateral (select min(entry.measure) as measure from entry where entry.upto > ceil(place.at)) as above;
  end;

revoke execute on function
  pulse.refresh_ci_weeks(bigint, date, date), pulse.refresh_ci_spans(bigint, date, date), pulse.mark_ci_runs(bigint[], bigint[]),
  pulse.mark_ci_rows(), pulse.mark_ci_steps(), pulse.mark_ci_workflow(), pulse.flush_stale_ci_weeks(),
  metrics.weighted_percentile(double precision[], bigint[], double precision)
from public;
grant execute on function
  pulse.refresh_ci_weeks(bigint, date, date), pulse.refresh_ci_spans(bigint, date, date), pulse.mark_ci_runs(bigint[], bigint[]),
  pulse.mark_ci_rows(), pulse.mark_ci_steps(), pulse.mark_ci_workflow(), pulse.flush_stale_ci_weeks()
to service_role;
grant execute on function metrics.weighted_percentile(double precision[], bigint[], double precision) to authenticated, service_role;

create constraint trigger flush_stale_ci_weeks
  after insert on pulse.stale_ci_weeks
  deferrable initially deferred
  for each row execute function pulse.flush_stale_ci_weeks();

do $$
declare
  source record;
begin
  for source in
    select *
    from (values
      ('workflow_runs', 'run_started_at', 'github_id', 'id, workflow_id, attempt, name, status, updated_at'),
      (
        'workflow_jobs',
        'case when run_id is null then created_at end',
        'github_run_id',
        'run_id, attempt, github_id, name, workflow_name, conclusion, runner_labels, created_at, started_at, completed_at'
      )
    ) as listed (name, at, run, others)
  loop
    execute format(
      'create trigger mark_ci_inserted after insert on pulse.%I
        referencing new table as changed for each statement execute function pulse.mark_ci_rows(%L, %L, %L)',
      source.name, source.at, source.run, source.others
    );
    execute format(
      'create trigger mark_ci_updated after update on pulse.%I
        referencing old table as replaced new table as changed for each statement execute function pulse.mark_ci_rows(%L, %L, %L)',
      source.name, source.at, source.run, source.others
    );
    execute format(
      'create trigger mark_ci_deleted after delete on pulse.%I
        referencing old table as changed for each statement execute function pulse.mark_ci_rows(%L, %L, %L)',
      source.name, source.at, source.run, source.others
    );
  end loop;
end
$$;
create trigger mark_ci_inserted after insert on pulse.workflow_steps
  referencing new table as changed for each statement execute function pulse.mark_ci_steps();
create trigger mark_ci_updated after update on pulse.workflow_steps
  referencing old table as replaced new table as changed for each statement execute function pulse.mark_ci_steps();
create trigger mark_ci_deleted after delete on pulse.workflow_steps
  referencing old table as changed for each statement execute function pulse.mark_ci_steps();
create trigger mark_ci_renamed before update of name on pulse.workflows
  for each row when (old.name is distinct from new.name) execute function pulse.mark_ci_workflow();
create trigger mark_ci_deleted before delete on pulse.workflows
  for each row execute function pulse.mark_ci_workflow();

-- The runs and jobs that are there already.
set local role service_role;
select pulse.refresh_ci_weeks(repository_id, min(week_on), max(week_on)), pulse.refresh_ci_spans(repository_id, min(week_on), max(week_on))
from (
  select repository_id, date_trunc('week', run_started_at at time zone 'UTC')::date as week_on
  from pulse.workflow_runs
  union
  select repository_id, date_trunc('week', created_at at time zone 'UTC')::date
  from pulse.workflow_jobs
  where run_id is null
    and created_at is not null
) as week
group by repository_id;
reset role;
analyze pulse.ci_weeks, pulse.ci_spans, pulse.ci_failures;
