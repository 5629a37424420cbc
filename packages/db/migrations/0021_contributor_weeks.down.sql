-- Counts people by reading every act of theirs again.
drop view metrics.contributor_weeks;

create or replace view metrics.first_acts with (security_invoker = true) as
select
  act.workspace_id,
  act.repository_id,
  act.author_id,
  min(act.author_name) as author_name,
  bool_and(act.is_bot) or act.author_id in (select bot.id from metrics.accounts as bot where bot.is_bot) as is_bot,
  min(act.acted_at) as acted_at
from (
  select workspace_id, repository_id, author_id, null::text as author_name, false as is_bot, created_at as acted_at
  from pulse.issues
  where deleted_at is null
  union all
  select workspace_id, repository_id, author_id, null, false, created_at
  from pulse.pull_requests
  where deleted_at is null
  union all
  select actor.workspace_id, actor.repository_id, actor.account_id, null, false, actor.first_comment_at
  from pulse.issue_actors as actor
  where not exists (
    select
    from pulse.issues as gone
    where gone.repository_id = actor.repository_id
      and gone.id = actor.issue_id
      and gone.deleted_at is not null
  )
  union all
  select actor.workspace_id, actor.repository_id, actor.account_id, null, false, actor.first_act_at
  from pulse.pull_request_actors as actor
  where not exists (
    select
    from pulse.pull_requests as gone
    where gone.repository_id = actor.repository_id
      and gone.id = actor.pull_request_id
      and gone.deleted_at is not null
  )
  union all
  select workspace_id, repository_id, author_id, author_name, is_bot, authored_at
  from metrics.default_branch_commits
) as act
where act.author_id is not null
group by act.workspace_id, act.repository_id, act.author_id;

do $$
declare
  found record;
begin
  for found in
    select made.tgname as name, made.tgrelid::regclass as relation
    from pg_trigger as made
    where made.tgfoid in (
      'pulse.mark_stale_weeks()'::regprocedure, 'pulse.mark_item_weeks()'::regprocedure, 'pulse.mark_repository_weeks()'::regprocedure,
      'pulse.mark_review_weeks()'::regprocedure
    )
  loop
    execute format('drop trigger %I on %s', found.name, found.relation);
  end loop;
end
$$;

drop table pulse.stale_weeks;
drop table pulse.contributor_weeks;
drop function pulse.flush_stale_weeks();
drop function pulse.mark_review_weeks();
drop function pulse.mark_repository_weeks();
drop function pulse.mark_item_weeks();
drop function pulse.mark_stale_weeks();
drop function pulse.refresh_contributor_weeks(bigint, date, date);
