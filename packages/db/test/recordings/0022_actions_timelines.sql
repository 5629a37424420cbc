update pulse.workflow_jobs set workflow_name = 'CI' where attempt = 1;
