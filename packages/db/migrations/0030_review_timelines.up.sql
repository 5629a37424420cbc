-- Keeps per review what the numbers of reviewing need, so that a year of a large workspace is read in one narrow pass.

alter view metrics.review_timeline rename to review_timeline_from_facts;

-- One row per submitted review of somebody else's pull request that is not deleted.
create table pulse.review_timelines (
  workspace_id bigint not null,
  repository_id bigint not null,
  review_id bigint not null,
  pull_request_id bigint not null,
  author_id bigint,
  pull_request_author_id bigint,
  opened_at timestamptz not null,
  submitted_at timestamptz not null,
  merged_at timestamptz,
  ready_at timestamptz,
  asked_at timestamptz,
  answered_at timestamptz,
  has_bot_acts boolean not null,
  state text not null,
  other_ids bigint[],
  primary key (repository_id, review_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, review_id) references pulse.reviews (repository_id, id) on delete cascade
);
create index review_timelines_by_submitted on pulse.review_timelines (repository_id, submitted_at);
create index review_timelines_by_merged on pulse.review_timelines (repository_id, merged_at) where merged_at is not null;
comment on column pulse.review_timelines.opened_at is 'its pull request, as merged_at';
comment on column pulse.review_timelines.answered_at is 'the last review of this pull request by the same person before it';
comment on column pulse.review_timelines.other_ids is 'as in pull_request_timelines, of one that was a draft: when others were ready does not depend on bots';
comment on column pulse.review_timelines.has_bot_acts is 'the same';

alter table pulse.review_timelines enable row level security;
alter table pulse.review_timelines force row level security;
create policy service on pulse.review_timelines to service_role using (true) with check (true);
create policy members_read on pulse.review_timelines for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select, insert, update, delete on pulse.review_timelines to service_role;
grant select on pulse.review_timelines to authenticated;

-- After the timelines of these pull requests, which say when each was ready.
create function pulse.refresh_review_timelines(of_repository_id bigint, of_pull_request_ids bigint[]) returns void
  language plpgsql
as $$
begin
  delete from pulse.review_timelines as kept
  using pulse.reviews as review
  join pulse.pull_requests as pull_request
    on pull_request.repository_id = review.repository_id
    and pull_request.id = review.pull_request_id
  where review.repository_id = of_repository_id
    and review.pull_request_id = any (of_pull_request_ids)
    and kept.repository_id = review.repository_id
    and kept.review_id = review.id
    and (
      review.state = 'pending'
      or pull_request.deleted_at is not null
      or review.author_id is not distinct from pull_request.author_id
    );
  insert into pulse.review_timelines as kept (
    workspace_id, repository_id, review_id, pull_request_id, author_id, pull_request_author_id, opened_at, submitted_at, merged_at, ready_at,
    asked_at, answered_at, has_bot_acts, state, other_ids
  )
  select
    review.workspace_id,
    review.repository_id,
    review.id,
    review.pull_request_id,
    review.author_id,
    life.author_id,
    life.created_at,
    review.submitted_at,
    life.merged_at,
    life.ready_at,
    (
      select max(request.requested_at)
      from pulse.review_requests as request
      where request.repository_id = review.repository_id
        and request.pull_request_id = review.pull_request_id
        and request.account_id = review.author_id
        and request.requested_at <= review.submitted_at
        and coalesce(request.removed_at, 'infinity') > review.submitted_at
    ),
    case
      when review.author_id is not null
      then lag(review.submitted_at) over (
        partition by review.pull_request_id, review.author_id
        order by review.submitted_at, review.id
      )
    end,
    life.has_drafts and life.has_bot_acts,
    review.state,
    case when life.has_drafts then life.other_ids end
  from pulse.reviews as review
  join pulse.pull_request_timelines as life
    on life.repository_id = review.repository_id
    and life.pull_request_id = review.pull_request_id
  where review.repository_id = of_repository_id
    and review.pull_request_id = any (of_pull_request_ids)
    and review.state <> 'pending'
    and review.author_id is distinct from life.author_id
  order by review.id
  on conflict (repository_id, review_id) do update set
    pull_request_id = excluded.pull_request_id,
    author_id = excluded.author_id,
    pull_request_author_id = excluded.pull_request_author_id,
    opened_at = excluded.opened_at,
    submitted_at = excluded.submitted_at,
    merged_at = excluded.merged_at,
    ready_at = excluded.ready_at,
    asked_at = excluded.asked_at,
    answered_at = excluded.answered_at,
    has_bot_acts = excluded.has_bot_acts,
    state = excluded.state,
    other_ids = excluded.other_ids
  where kept is distinct from excluded;
end
$$;

-- As before, and reviews after their pull requests.
create or replace function pulse.flush_stale_timelines() returns trigger
  language plpgsql
as $$
declare
  ids bigint[];
begin
  -- Taken along already. Asked by its own key: a search for all that are left would pass over every row taken before, once per row.
  if not exists (
    select
    from pulse.stale_timelines
    where repository_id = new.repository_id
      and kind = new.kind
      and item_id = new.item_id
  ) then
    return null;
  end if;
  with taken as (
    delete from pulse.stale_timelines
    where repository_id = new.repository_id
      and kind = new.kind
    returning item_id
  )
  select array_agg(item_id)
  into ids
  from taken;
  if new.kind = 'issue' then
    perform pulse.refresh_issue_timelines(new.repository_id, ids);
  else
    perform pulse.refresh_pull_request_timelines(new.repository_id, ids);
    perform pulse.refresh_review_timelines(new.repository_id, ids);
  end if;
  return null;
end
$$;

create trigger mark_inserted after insert on pulse.review_requests
  referencing new table as changed for each statement execute function pulse.mark_stale_timelines('pull_request', 'pull_request_id');
create trigger mark_updated after update on pulse.review_requests
  referencing old table as replaced new table as changed for each statement
  execute function pulse.mark_stale_timelines('pull_request', 'pull_request_id');
create trigger mark_deleted after delete on pulse.review_requests
  referencing old table as changed for each statement execute function pulse.mark_stale_timelines('pull_request', 'pull_request_id');

revoke execute on function pulse.refresh_review_timelines(bigint, bigint[]) from public;
grant execute on function pulse.refresh_review_timelines(bigint, bigint[]) to service_role;

-- What is stored; when a draft was ready is computed anew where today's bots differ. What stands in tables of its own is joined by their
-- keys, so that a number which does not ask for it does not pay for it.
create view metrics.review_timeline with (security_invoker = true) as
select
  life.workspace_id,
  life.repository_id,
  life.review_id as id,
  pull_request.number,
  pull_request.title,
  life.author_id,
  author.login as author_login,
  coalesce(life.author_id in (select bot.id from metrics.bots as bot), false)
  or coalesce(life.pull_request_author_id in (select bot.id from metrics.bots as bot), false) as is_bot,
  life.state,
  pull_request.label_names,
  life.pull_request_id,
  review.github_id as review_id,
  life.pull_request_author_id,
  life.submitted_at,
  case
    when (life.other_ids && (select array_agg(listed.id) from metrics.listed_bots as listed)) is not true
      and not (life.has_bot_acts and current_setting('pulse.include_bots', true) is not distinct from 'on')
    then life.ready_at
    else metrics.ready_at_from_facts(life.repository_id, life.pull_request_id)
  end as ready_at,
  life.asked_at,
  life.answered_at
from pulse.review_timelines as life
left join pulse.pull_requests as pull_request
  on pull_request.repository_id = life.repository_id
  and pull_request.id = life.pull_request_id
left join pulse.reviews as review
  on review.repository_id = life.repository_id
  and review.id = life.review_id
left join pulse.accounts as author
  on author.workspace_id = life.workspace_id
  and author.id = life.author_id;
grant select on metrics.review_timeline to authenticated, service_role;

-- The reviews that are there already.
set local role service_role;
select pulse.refresh_review_timelines(repository_id, array_agg(pull_request_id))
from pulse.pull_request_timelines
group by repository_id;
reset role;
analyze pulse.review_timelines;
