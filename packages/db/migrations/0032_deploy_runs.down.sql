-- What was deployed is known to the platform alone, and nothing can be asked for.
drop table pulse.task_queue;
drop table pulse.deploy_logs;
drop table pulse.deploy_runs;
