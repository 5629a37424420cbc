-- Jobs cost a request for each attempt of a run: which attempts were asked, so that tens of thousands are asked once, newest first, and can be resumed.
alter table pulse.workflow_runs add column jobs_read_at timestamptz;
comment on column pulse.workflow_runs.jobs_read_at is 'when its jobs were last read as a whole; an attempt that changed since (fetched_at) is read again';
create index workflow_runs_without_jobs on pulse.workflow_runs (repository_id, run_started_at)
  where status in ('completed', 'in_progress') and (jobs_read_at is null or jobs_read_at < fetched_at);
