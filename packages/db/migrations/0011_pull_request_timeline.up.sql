-- One row per pull request with the instants that every pr.* number is computed from. Who is a bot is decided when it is read.

-- A bot is what GitHub calls one, or a login on the workspace's list, or (for one transaction) in `pulse.extra_bots`, comma separated.
-- `pulse.include_bots` = 'on' makes everybody a person. Both settings only ever widen or narrow what the reader may see anyway.
create view metrics.accounts with (security_invoker = true) as
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

-- Each group of columns hangs on a left join of its own that gives one row at most: the planner leaves out those that a query does not name.
create view metrics.pull_request_timeline with (security_invoker = true) as
select
  pull_request.workspace_id,
  pull_request.repository_id,
  pull_request.id,
  pull_request.number,
  pull_request.title,
  pull_request.author_id,
  author.login as author_login,
  coalesce(author.is_bot, false) as is_bot,
  pull_request.state,
  pull_request.is_draft,
  pull_request.label_names,
  pull_request.created_at,
  draft.ready_at,
  first_commit.first_commit_at,
  act.first_review_at,
  act.first_approval_at,
  pull_request.merged_at,
  pull_request.closed_at,
  deployment.finished_at as deployed_at,
  pull_request.updated_at,
  act.review_depth,
  round.review_rounds,
  size.lines
from pulse.pull_requests as pull_request
join pulse.workspaces as workspace
  on workspace.id = pull_request.workspace_id
left join metrics.accounts as author
  on author.workspace_id = pull_request.workspace_id
  and author.id = pull_request.author_id
-- A ghost who answers is another person, unless the author is a ghost too. The list of bots is uncorrelated on purpose: it is hashed once.
left join lateral (
  select
    min(actor.first_act_at) filter (where actor.first_act_at <= coalesce(pull_request.merged_at, 'infinity')) as first_review_at,
    min(actor.first_approval_at) filter (where actor.first_approval_at <= coalesce(pull_request.merged_at, 'infinity')) as first_approval_at,
    coalesce(sum(actor.comments), 0) as review_depth
  from pulse.pull_request_actors as actor
  where actor.repository_id = pull_request.repository_id
    and actor.pull_request_id = pull_request.id
    and actor.account_id is distinct from pull_request.author_id
    and (
      actor.account_id is null
      or actor.account_id not in (select bot.id from metrics.accounts as bot where bot.is_bot)
    )
) as act on true
-- Ready: the last leaving of draft before the first review; the first leaving if it was reviewed only as a draft; else its creation.
left join lateral (
  select
    coalesce(
      max(event.created_at) filter (
        where event.kind = 'ready_for_review'
          and event.created_at <= coalesce(act.first_review_at, 'infinity')
      ),
      case
        when coalesce(
          (array_agg(event.kind order by event.created_at desc, event.id desc) filter (
            where event.created_at <= coalesce(act.first_review_at, 'infinity')
          ))[1] = 'converted_to_draft',
          (array_agg(event.kind order by event.created_at, event.id))[1] = 'ready_for_review',
          pull_request.is_draft
        )
        then min(event.created_at) filter (where event.kind = 'ready_for_review')
        else pull_request.created_at
      end
    ) as ready_at
  from pulse.timeline_events as event
  where event.repository_id = pull_request.repository_id
    and event.pull_request_id = pull_request.id
    and event.kind in ('ready_for_review', 'converted_to_draft')
) as draft on true
left join lateral (
  select min(pull_request_commit.authored_at) as first_commit_at
  from pulse.pull_request_commits as pull_request_commit
  where pull_request_commit.repository_id = pull_request.repository_id
    and pull_request_commit.pull_request_id = pull_request.id
) as first_commit on true
-- A round is a request for changes that was answered with a push before the next review. GitHub keeps no push times: a commit's own time stands in.
left join lateral (
  select count(*) as review_rounds
  from (
    select
      review.state,
      review.submitted_at,
      lead(review.submitted_at, 1, 'infinity') over (order by review.submitted_at, review.id) as next_review_at
    from pulse.reviews as review
    where review.repository_id = pull_request.repository_id
      and review.pull_request_id = pull_request.id
      and review.state <> 'pending'
      and review.author_id is distinct from pull_request.author_id
      and review.submitted_at <= coalesce(pull_request.merged_at, 'infinity')
      and (
        review.author_id is null
        or review.author_id not in (select bot.id from metrics.accounts as bot where bot.is_bot)
      )
  ) as request
  where request.state = 'changes_requested'
    and (
      exists (
        select
        from pulse.pull_request_commits as pushed
        where pushed.repository_id = pull_request.repository_id
          and pushed.pull_request_id = pull_request.id
          and pushed.committed_at > request.submitted_at
          and pushed.committed_at < request.next_review_at
      )
      or exists (
        select
        from pulse.timeline_events as pushed
        where pushed.repository_id = pull_request.repository_id
          and pushed.pull_request_id = pull_request.id
          and pushed.kind = 'force_pushed'
          and pushed.created_at > request.submitted_at
          and pushed.created_at < request.next_review_at
      )
    )
) as round on true
-- GitHub's own totals cannot leave files out, so they stand in only where no file is known and nothing is to be ignored.
left join lateral (
  select
    case
      when count(*) = 0 and cardinality(workspace.ignored_paths) = 0 then pull_request.additions + pull_request.deletions
      when count(*) > 0 then coalesce(sum(file.additions + file.deletions) filter (where not file.path like any (workspace.ignored_paths)), 0)
    end as lines
  from pulse.pull_request_files as file
  where file.repository_id = pull_request.repository_id
    and file.pull_request_id = pull_request.id
) as size on true
left join pulse.deployment_changes as change
  on change.repository_id = pull_request.repository_id
  and change.pull_request_id = pull_request.id
left join pulse.deployments as deployment
  on deployment.repository_id = change.repository_id
  and deployment.id = change.deployment_id
  and deployment.is_production
where pull_request.deleted_at is null;

grant select on metrics.accounts, metrics.pull_request_timeline to authenticated, service_role;
