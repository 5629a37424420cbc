-- What the numbers of GitHub Actions are computed from: one row per attempt of a run, and one per job of an attempt.

-- A job tells the name of its workflow, and may be all that is known of it.
alter table pulse.workflow_jobs add column workflow_name text;

create index workflow_jobs_without_run on pulse.workflow_jobs (repository_id, created_at) where run_id is null;
create index workflow_steps_failed on pulse.workflow_steps (repository_id, job_id) where conclusion in ('failure', 'timed_out');
create index workflow_runs_unfinished on pulse.workflow_runs (repository_id, run_started_at) where status <> 'completed';

-- Programs start runs as people do: nobody is left out as a bot.
-- What looks at other rows stands in the list of columns, so that a number which does not ask for it does not pay for it.
create view metrics.workflow_run_timeline with (security_invoker = true) as
select
  run.workspace_id,
  run.repository_id,
  run.id,
  coalesce(run.number, 0) as number,
  coalesce(workflow.name, run.name, '') as title,
  run.actor_id as author_id,
  (
    select account.login
    from pulse.accounts as account
    where account.workspace_id = run.workspace_id
      and account.id = run.actor_id
  ) as author_login,
  false as is_bot,
  coalesce(run.conclusion, run.status) as state,
  '{}'::text[] as label_names,
  run.workflow_id,
  coalesce(workflow.name, run.name) as workflow_name,
  run.github_id as run_id,
  run.attempt,
  run.event,
  run.head_branch,
  run.head_sha,
  run.status,
  run.conclusion,
  run.created_at,
  run.run_started_at,
  run.updated_at,
  (
    select max(job.completed_at)
    from pulse.workflow_jobs as job
    where job.repository_id = run.repository_id
      and job.github_run_id = run.github_id
      and job.attempt = run.attempt
  ) as last_job_completed_at,
  run.attempt > 1 or exists (
    select
    from pulse.workflow_runs as again
    where again.repository_id = run.repository_id
      and again.github_id = run.github_id
      and again.attempt > run.attempt
  ) as is_rerun,
  -- Of all runs of this workflow on this commit: one failed, and a later one did not.
  (
    select coalesce(
      min(other.run_started_at) filter (where other.conclusion in ('failure', 'timed_out', 'startup_failure'))
        < max(other.run_started_at) filter (where other.conclusion = 'success'),
      false
    )
    from pulse.workflow_runs as other
    where other.repository_id = run.repository_id
      and other.workflow_id = run.workflow_id
      and other.head_sha = run.head_sha
  ) as is_flaky
from pulse.workflow_runs as run
left join pulse.workflows as workflow
  on workflow.repository_id = run.repository_id
  and workflow.id = run.workflow_id;

-- A job belongs to when its attempt began, or to its own creation while its run is unknown: two branches, so that each finds its index.
-- "Re-run failed jobs" lists those that it did not run again under a new id: all but the first of them are repeated.
-- The repository is named by the run: told only of the job, PostgreSQL reads the runs of all repositories (a year of one among sixty took
-- 227 ms instead of 15).
create view metrics.workflow_job_timeline with (security_invoker = true) as
select
  run.workspace_id,
  run.repository_id,
  job.id,
  coalesce(run.number, 0) as number,
  job.name as title,
  run.actor_id as author_id,
  (
    select account.login
    from pulse.accounts as account
    where account.workspace_id = run.workspace_id
      and account.id = run.actor_id
  ) as author_login,
  false as is_bot,
  coalesce(job.conclusion, job.status) as state,
  job.runner_labels as label_names,
  coalesce(workflow.name, run.name, job.workflow_name) as workflow_name,
  job.github_run_id as run_id,
  job.github_id as job_id,
  job.attempt,
  job.status,
  job.conclusion,
  run.run_started_at as belongs_at,
  job.created_at,
  job.started_at,
  job.completed_at,
  exists (
    select
    from pulse.workflow_jobs as same
    where same.repository_id = job.repository_id
      and same.github_run_id = job.github_run_id
      and same.name = job.name
      and same.started_at = job.started_at
      and (same.attempt, same.github_id) < (job.attempt, job.github_id)
  ) as is_repeated
from pulse.workflow_runs as run
join pulse.workflow_jobs as job
  on job.repository_id = run.repository_id
  and job.github_run_id = run.github_id
  and job.attempt = run.attempt
  and job.run_id = run.id
left join pulse.workflows as workflow
  on workflow.repository_id = run.repository_id
  and workflow.id = run.workflow_id
union all
select
  job.workspace_id,
  job.repository_id,
  job.id,
  0,
  job.name,
  null::bigint,
  null::text,
  false,
  coalesce(job.conclusion, job.status),
  job.runner_labels,
  job.workflow_name,
  job.github_run_id,
  job.github_id,
  job.attempt,
  job.status,
  job.conclusion,
  job.created_at,
  job.created_at,
  job.started_at,
  job.completed_at,
  exists (
    select
    from pulse.workflow_jobs as same
    where same.repository_id = job.repository_id
      and same.github_run_id = job.github_run_id
      and same.name = job.name
      and same.started_at = job.started_at
      and (same.attempt, same.github_id) < (job.attempt, job.github_id)
  )
from pulse.workflow_jobs as job
where job.run_id is null;

grant select on metrics.workflow_run_timeline, metrics.workflow_job_timeline to authenticated, service_role;
