-- Forgets rules, incidents by rule and which deployment carried what: changes stay as they were found last.
drop view metrics.review_timeline;
drop view metrics.incident_timeline;
drop view metrics.deployment_timeline;

do $$
declare
  found record;
begin
  for found in
    select made.tgname as name, made.tgrelid::regclass as relation
    from pg_trigger as made
    where made.tgname in ('mark_delivery_insert', 'mark_delivery_update', 'mark_delivery_delete', 'judge_deployment', 'flush_stale_deliveries')
  loop
    execute format('drop trigger %I on %s', found.name, found.relation);
  end loop;
end
$$;

drop view metrics.delivery_rules cascade;
do $$
declare
  name text;
begin
  for name in
    select oid::regprocedure::text
    from pg_proc
    where pronamespace = 'pulse'::regnamespace
      and proname in (
        'counts_as_production', 'judge_deployment', 'list_deployments_by_rule', 'refresh_ruled_deployments', 'walk_deployments',
        'refresh_deployment_changes', 'is_revert', 'refresh_incidents', 'flush_stale_deliveries', 'mark_stale_delivery',
        'mark_ruled_repository', 'mark_deployments', 'mark_carried_commits', 'mark_carried_pull_requests', 'mark_incident_issues',
        'mark_incidents', 'mark_ruled_facts', 'is_like_any'
      )
    order by proname = 'is_like_any'
  loop
    execute format('drop function %s', name);
  end loop;
end
$$;
drop table pulse.stale_deliveries;
drop table pulse.deployment_commits;
drop table pulse.delivery_rules;
drop index pulse.pull_request_timelines_by_deployed;
drop index pulse.incidents_by_deployment;
alter table pulse.deployment_changes drop column is_fix;
alter table pulse.incidents drop column fix_numbers;
alter table pulse.deployments drop column is_marked_production;

set local role service_role;
delete from pulse.sync_state where source = 'api';
reset role;
alter table pulse.sync_state drop constraint sync_state_source_check;
alter table pulse.sync_state add constraint sync_state_source_check check (source in ('archive', 'git', 'sync'));
