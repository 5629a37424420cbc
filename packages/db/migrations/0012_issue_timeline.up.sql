-- What the numbers of issues, repositories, contributors and milestones are computed from: one row per item or act. Bots are decided when it is read.

-- Acts on deleted items are left out by looking for the few deleted ones.
create index issues_deleted on pulse.issues (repository_id, id) where deleted_at is not null;
create index pull_requests_deleted on pulse.pull_requests (repository_id, id) where deleted_at is not null;

-- A ghost who answers is another person, unless the author is a ghost too. The list of bots is uncorrelated on purpose: it is hashed once.
create view metrics.issue_timeline with (security_invoker = true) as
select
  issue.workspace_id,
  issue.repository_id,
  issue.id,
  issue.number,
  issue.title,
  issue.author_id,
  author.login as author_login,
  coalesce(author.is_bot, false) as is_bot,
  issue.state,
  issue.label_names,
  issue.created_at,
  act.first_response_at,
  issue.closed_at,
  issue.updated_at,
  workspace.response_sla
from pulse.issues as issue
join pulse.workspaces as workspace
  on workspace.id = issue.workspace_id
left join metrics.accounts as author
  on author.workspace_id = issue.workspace_id
  and author.id = issue.author_id
left join lateral (
  select min(actor.first_comment_at) as first_response_at
  from pulse.issue_actors as actor
  where actor.repository_id = issue.repository_id
    and actor.issue_id = issue.id
    and actor.account_id is distinct from issue.author_id
    and (
      actor.account_id is null
      or actor.account_id not in (select bot.id from metrics.accounts as bot where bot.is_bot)
    )
) as act on true
where issue.deleted_at is null;

-- Commits of the default branch. Git knows authors that GitHub has no account for: they are people all the same, told apart by their address.
-- `author_id` is the account's, or a number below zero made of the address; null where git says nothing.
create view metrics.default_branch_commits with (security_invoker = true) as
select
  made.workspace_id,
  made.repository_id,
  coalesce(
    made.author_id,
    -1 - (hashtextextended(lower(coalesce(nullif(made.author_email, ''), nullif(made.author_name, ''))), 0) & 4503599627370495)
  ) as author_id,
  made.author_name,
  case
    when made.author_id is not null then made.author_id in (select bot.id from metrics.accounts as bot where bot.is_bot)
    else coalesce(current_setting('pulse.include_bots', true), '') <> 'on'
      and coalesce(made.author_name like '%[bot]' or split_part(made.author_email, '@', 1) like '%[bot]', false)
  end as is_bot,
  made.authored_at
from pulse.commits as made
where made.is_on_default_branch;

-- What people did where: opened an issue or pull request, reviewed, commented. Acts of ghosts have no author. Deleted items count for nobody.
create view metrics.item_acts with (security_invoker = true) as
select workspace_id, repository_id, author_id, 'issue' as kind, created_at as acted_at
from pulse.issues
where deleted_at is null
union all
select workspace_id, repository_id, author_id, 'pull_request', created_at
from pulse.pull_requests
where deleted_at is null
union all
select review.workspace_id, review.repository_id, review.author_id, 'review', review.submitted_at
from pulse.reviews as review
where review.state <> 'pending'
  and not exists (
    select
    from pulse.pull_requests as gone
    where gone.repository_id = review.repository_id
      and gone.id = review.pull_request_id
      and gone.deleted_at is not null
  )
union all
-- An inline comment is seen by others from the submission of its review on.
select comment.workspace_id, comment.repository_id, comment.author_id, 'comment', greatest(comment.created_at, review.submitted_at)
from pulse.review_comments as comment
left join pulse.reviews as review
  on review.repository_id = comment.repository_id
  and review.id = comment.review_id
where review.state is distinct from 'pending'
  and not exists (
    select
    from pulse.pull_requests as gone
    where gone.repository_id = comment.repository_id
      and gone.id = comment.pull_request_id
      and gone.deleted_at is not null
  )
union all
select comment.workspace_id, comment.repository_id, comment.author_id, 'comment', comment.created_at
from pulse.issue_comments as comment
where not exists (
    select
    from pulse.issues as gone
    where gone.repository_id = comment.repository_id
      and gone.id = comment.issue_id
      and gone.deleted_at is not null
  )
  and not exists (
    select
    from pulse.pull_requests as gone
    where gone.repository_id = comment.repository_id
      and gone.id = comment.pull_request_id
      and gone.deleted_at is not null
  );

-- Every act that somebody can be credited with, commits too. Names are joined to the few people of an answer, not to every act.
create view metrics.contributor_acts with (security_invoker = true) as
select
  act.workspace_id,
  act.repository_id,
  act.author_id,
  null::text as author_name,
  act.author_id in (select bot.id from metrics.accounts as bot where bot.is_bot) as is_bot,
  act.kind,
  act.acted_at
from metrics.item_acts as act
where act.author_id is not null
union all
select workspace_id, repository_id, author_id, author_name, is_bot, 'commit', authored_at
from metrics.default_branch_commits
where author_id is not null;

-- The first act of each contributor in each repository, from the rows that already hold first acts per item.
create view metrics.first_acts with (security_invoker = true) as
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

-- GitHub's milestones hold issues and pull requests alike.
create view metrics.milestone_items with (security_invoker = true) as
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

grant select on
  metrics.issue_timeline, metrics.default_branch_commits, metrics.item_acts, metrics.contributor_acts, metrics.first_acts,
  metrics.milestone_items
to authenticated, service_role;
