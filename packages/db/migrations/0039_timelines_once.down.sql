-- As in 0015.

create or replace function pulse.refresh_pull_request_timelines(of_repository_id bigint, of_ids bigint[]) returns void
  language plpgsql
as $$
declare
  bots_were text := coalesce(current_setting('pulse.include_bots', true), '');
begin
  perform set_config('pulse.bot_lists', 'off', true), set_config('pulse.include_bots', 'off', true);
  delete from pulse.pull_request_timelines as kept
  where kept.repository_id = of_repository_id
    and kept.pull_request_id = any (of_ids)
    and not exists (
      select
      from pulse.pull_requests as pull_request
      where pull_request.repository_id = kept.repository_id
        and pull_request.id = kept.pull_request_id
        and pull_request.deleted_at is null
    );
  insert into pulse.pull_request_timelines as kept (
    workspace_id, repository_id, pull_request_id, number, author_id, updated_at, created_at, merged_at, closed_at, ready_at, first_commit_at,
    first_review_at, first_approval_at, deployed_at, milestone_id, review_depth, lines, review_rounds, has_bot_acts, has_drafts, has_files,
    other_ids, label_names
  )
  select
    whole.workspace_id, whole.repository_id, whole.id, whole.number, whole.author_id, whole.updated_at, whole.created_at, whole.merged_at,
    whole.closed_at, whole.ready_at, whole.first_commit_at, whole.first_review_at, whole.first_approval_at, whole.deployed_at, pull_request.milestone_id,
    whole.review_depth, size.lines, whole.review_rounds, other.has_bots, draft.has_any, size.has_files, other.ids, whole.label_names
  from metrics.pull_request_timeline_from_facts as whole
  join pulse.pull_requests as pull_request
    on pull_request.repository_id = whole.repository_id
    and pull_request.id = whole.id
  cross join lateral (
    select
      array_agg(account.id order by account.id) filter (where not account.is_bot) as ids,
      coalesce(bool_or(account.is_bot), false) as has_bots
    from (
      select actor.account_id as id
      from pulse.pull_request_actors as actor
      where actor.repository_id = whole.repository_id
        and actor.pull_request_id = whole.id
      union
      select review.author_id
      from pulse.reviews as review
      where review.repository_id = whole.repository_id
        and review.pull_request_id = whole.id
    ) as somebody
    join pulse.accounts as account
      on account.workspace_id = whole.workspace_id
      and account.id = somebody.id
    where account.id is distinct from whole.author_id
  ) as other
  cross join lateral (
    select exists (
      select
      from pulse.timeline_events as event
      where event.repository_id = whole.repository_id
        and event.pull_request_id = whole.id
        and event.kind in ('ready_for_review', 'converted_to_draft')
    ) as has_any
  ) as draft
  cross join lateral (
    select
      count(*) > 0 as has_files,
      case when count(*) > 0 then sum(file.additions + file.deletions) else pull_request.additions + pull_request.deletions end as lines
    from pulse.pull_request_files as file
    where file.repository_id = whole.repository_id
      and file.pull_request_id = whole.id
  ) as size
  where whole.repository_id = of_repository_id
    and whole.id = any (of_ids)
  order by whole.id
  on conflict (repository_id, pull_request_id) do update set
    number = excluded.number,
    author_id = excluded.author_id,
    updated_at = excluded.updated_at,
    created_at = excluded.created_at,
    merged_at = excluded.merged_at,
    closed_at = excluded.closed_at,
    ready_at = excluded.ready_at,
    first_commit_at = excluded.first_commit_at,
    first_review_at = excluded.first_review_at,
    first_approval_at = excluded.first_approval_at,
    deployed_at = excluded.deployed_at,
    milestone_id = excluded.milestone_id,
    review_depth = excluded.review_depth,
    lines = excluded.lines,
    review_rounds = excluded.review_rounds,
    has_bot_acts = excluded.has_bot_acts,
    has_drafts = excluded.has_drafts,
    has_files = excluded.has_files,
    other_ids = excluded.other_ids,
    label_names = excluded.label_names
  where kept is distinct from excluded;
  perform set_config('pulse.bot_lists', '', true), set_config('pulse.include_bots', bots_were, true);
end
$$;

create or replace function pulse.refresh_issue_timelines(of_repository_id bigint, of_ids bigint[]) returns void
  language plpgsql
as $$
declare
  bots_were text := coalesce(current_setting('pulse.include_bots', true), '');
begin
  perform set_config('pulse.bot_lists', 'off', true), set_config('pulse.include_bots', 'off', true);
  delete from pulse.issue_timelines as kept
  where kept.repository_id = of_repository_id
    and kept.issue_id = any (of_ids)
    and not exists (
      select
      from pulse.issues as issue
      where issue.repository_id = kept.repository_id
        and issue.id = kept.issue_id
        and issue.deleted_at is null
    );
  insert into pulse.issue_timelines as kept (
    workspace_id, repository_id, issue_id, number, author_id, updated_at, created_at, closed_at, first_response_at, milestone_id, has_bot_acts, other_ids,
    label_names
  )
  select
    whole.workspace_id, whole.repository_id, whole.id, whole.number, whole.author_id, whole.updated_at, whole.created_at, whole.closed_at,
    whole.first_response_at,
    issue.milestone_id, other.has_bots, other.ids, whole.label_names
  from metrics.issue_timeline_from_facts as whole
  join pulse.issues as issue
    on issue.repository_id = whole.repository_id
    and issue.id = whole.id
  cross join lateral (
    select
      array_agg(account.id order by account.id) filter (where not account.is_bot) as ids,
      coalesce(bool_or(account.is_bot), false) as has_bots
    from pulse.issue_actors as actor
    join pulse.accounts as account
      on account.workspace_id = actor.workspace_id
      and account.id = actor.account_id
    where actor.repository_id = whole.repository_id
      and actor.issue_id = whole.id
      and actor.account_id is distinct from whole.author_id
  ) as other
  where whole.repository_id = of_repository_id
    and whole.id = any (of_ids)
  order by whole.id
  on conflict (repository_id, issue_id) do update set
    number = excluded.number,
    author_id = excluded.author_id,
    updated_at = excluded.updated_at,
    created_at = excluded.created_at,
    closed_at = excluded.closed_at,
    first_response_at = excluded.first_response_at,
    milestone_id = excluded.milestone_id,
    has_bot_acts = excluded.has_bot_acts,
    other_ids = excluded.other_ids,
    label_names = excluded.label_names
  where kept is distinct from excluded;
  perform set_config('pulse.bot_lists', '', true), set_config('pulse.include_bots', bots_were, true);
end
$$;
