-- Forgets how attempts and jobs are looked at, and what jobs told of their workflows.
drop view metrics.workflow_job_timeline;
drop view metrics.workflow_run_timeline;
drop index pulse.workflow_runs_unfinished;
drop index pulse.workflow_steps_failed;
drop index pulse.workflow_jobs_without_run;
alter table pulse.workflow_jobs drop column workflow_name;
