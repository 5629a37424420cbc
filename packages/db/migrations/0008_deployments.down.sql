-- Takes back delivery.
drop table pulse.incidents;
drop table pulse.deployment_changes;
drop table pulse.deployment_statuses;
drop table pulse.deployments;
