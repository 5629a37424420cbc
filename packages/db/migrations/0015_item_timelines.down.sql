-- Takes the stored timelines away, and computes them from the facts again.
drop view metrics.pull_request_timeline;
drop view metrics.issue_timeline;
drop function metrics.ready_at_from_facts(bigint, bigint);
drop function metrics.review_rounds_from_facts(bigint, bigint);
alter view metrics.pull_request_timeline_from_facts rename to pull_request_timeline;
alter view metrics.issue_timeline_from_facts rename to issue_timeline;

create or replace view metrics.milestone_items with (security_invoker = true) as
select
  item.workspace_id,
  item.repository_id,
  item.milestone_id,
  item.author_id,
  author.login as author_login,
  coalesce(author.is_bot, false) as is_bot,
  milestone.state as milestone_state,
  item.label_names,
  item.created_at,
  item.closed_at
from (
  select workspace_id, repository_id, milestone_id, author_id, label_names, created_at, closed_at
  from pulse.issues
  where deleted_at is null
  union all
  select workspace_id, repository_id, milestone_id, author_id, label_names, created_at, closed_at
  from pulse.pull_requests
  where deleted_at is null
) as item
join pulse.milestones as milestone
  on milestone.repository_id = item.repository_id
  and milestone.id = item.milestone_id
left join metrics.accounts as author
  on author.workspace_id = item.workspace_id
  and author.id = item.author_id;

create or replace view metrics.accounts with (security_invoker = true) as
select
  account.workspace_id,
  account.id,
  account.login,
  account.name,
  account.avatar_url,
  coalesce(current_setting('pulse.include_bots', true), '') <> 'on'
  and (
    account.is_bot
    or exists (
      select
      from unnest(workspace.bot_logins) as listed (login)
      where lower(listed.login) = lower(account.login)
    )
    or lower(account.login) = any (string_to_array(lower(current_setting('pulse.extra_bots', true)), ','))
  ) is true as is_bot
from pulse.accounts as account
join pulse.workspaces as workspace
  on workspace.id = account.workspace_id;

drop view metrics.bots;
drop view metrics.listed_bots;
drop index pulse.accounts_by_bot;

do $$
declare
  name text;
begin
  foreach name in array array[
    'issues', 'issue_actors', 'pull_requests', 'pull_request_actors', 'pull_request_commits', 'pull_request_files', 'reviews',
    'timeline_events', 'deployment_changes', 'deployments', 'accounts'
  ] loop
    execute format('drop trigger if exists mark_changed on pulse.%I', name);
    execute format('drop trigger if exists mark_inserted on pulse.%I', name);
    execute format('drop trigger if exists mark_updated on pulse.%I', name);
    execute format('drop trigger if exists mark_deleted on pulse.%I', name);
  end loop;
end
$$;

drop table pulse.stale_timelines;
drop table pulse.issue_timelines;
drop table pulse.pull_request_timelines;
drop function pulse.flush_stale_timelines();
drop function pulse.mark_stale_accounts();
drop function pulse.mark_stale_deployment();
drop function pulse.mark_stale_timelines();
drop function pulse.is_cascade(oid);
drop function pulse.refresh_issue_timelines(bigint, bigint[]);
drop function pulse.refresh_pull_request_timelines(bigint, bigint[]);
