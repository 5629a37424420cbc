-- Takes back GitHub Actions.
drop table pulse.workflow_steps;
drop table pulse.workflow_jobs;
drop table pulse.workflow_runs;
drop table pulse.workflows;
