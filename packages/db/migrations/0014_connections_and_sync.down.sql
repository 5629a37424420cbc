-- Forgets connections, the state of sync, deliveries and events; facts that were read stay.
drop table pulse.events;
drop function pulse.announce_events();
drop table pulse.webhook_deliveries;
drop table pulse.rate_budgets;
drop table pulse.etags;
drop table pulse.sync_runs;
drop table pulse.sync_cursors;
set local role service_role;
delete from pulse.sync_state where kind in ('repository', 'workflows', 'teams');
reset role;
alter table pulse.sync_state drop constraint sync_state_kind_check;
alter table pulse.sync_state add constraint sync_state_kind_check check (kind in (
  'issues', 'issue_comments', 'pull_requests', 'pull_request_commits', 'pull_request_files', 'reviews', 'review_comments',
  'review_requests', 'timeline_events', 'labels', 'milestones', 'commits', 'tags', 'releases', 'workflow_runs',
  'workflow_jobs', 'deployments', 'repository_days'
));
drop index pulse.repositories_by_github_id;
alter table pulse.repositories
  drop constraint repositories_connection_fkey,
  drop column connection_id,
  drop column access,
  drop column access_detail,
  drop column access_checked_at,
  drop column is_tracked,
  drop column backfill_from;
drop table pulse.connections;
