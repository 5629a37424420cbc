-- Takes the note of which jobs were read away: they are read again.
drop index pulse.workflow_runs_without_jobs;
alter table pulse.workflow_runs drop column jobs_read_at;
