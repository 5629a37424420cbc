-- Takes the timeline of pull requests away; it held no rows of its own.
drop view metrics.pull_request_timeline;
drop view metrics.accounts;
