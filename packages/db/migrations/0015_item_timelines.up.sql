-- Keeps per item what its numbers need, so that a year of a large workspace is read in one narrow pass. Who is a bot stays a filter.

-- The bots that a workspace, or this transaction, names by login, beside those that are bots by themselves.
-- `pulse.bot_lists` = 'off' leaves them out: what is stored below must hold for every list.
create view metrics.listed_bots with (security_invoker = true) as
select account.workspace_id, account.id
from pulse.workspaces as workspace
cross join lateral unnest(
  workspace.bot_logins || string_to_array(nullif(current_setting('pulse.extra_bots', true), ''), ',')
) as listed (login)
join pulse.accounts as account
  on account.workspace_id = workspace.id
  and lower(account.login) = lower(listed.login)
where not account.is_bot
  and current_setting('pulse.include_bots', true) is distinct from 'on'
  and current_setting('pulse.bot_lists', true) is distinct from 'off';

-- Everybody who counts as a bot: a short list found by indexes, to be hashed once per query.
create view metrics.bots with (security_invoker = true) as
select account.workspace_id, account.id
from pulse.accounts as account
where account.is_bot
  and current_setting('pulse.include_bots', true) is distinct from 'on'
union all
select listed.workspace_id, listed.id
from metrics.listed_bots as listed;

create index accounts_by_bot on pulse.accounts (workspace_id, id) where is_bot;

create or replace view metrics.accounts with (security_invoker = true) as
select
  account.workspace_id,
  account.id,
  account.login,
  account.name,
  account.avatar_url,
  account.id in (select bot.id from metrics.bots as bot) as is_bot
from pulse.accounts as account;

grant select on metrics.listed_bots, metrics.bots to authenticated, service_role;

-- Computed from the facts themselves: the definition, which the stored rows below are copies of.
alter view metrics.pull_request_timeline rename to pull_request_timeline_from_facts;
alter view metrics.issue_timeline rename to issue_timeline_from_facts;

-- One row per pull request that is not deleted, as it is when only accounts that are bots by themselves count as such.
create table pulse.pull_request_timelines (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id bigint not null,
  author_id bigint,
  updated_at timestamptz not null,
  created_at timestamptz not null,
  merged_at timestamptz,
  closed_at timestamptz,
  ended_at timestamptz generated always as (coalesce(merged_at, closed_at)) stored,
  ready_at timestamptz,
  first_commit_at timestamptz,
  first_review_at timestamptz,
  first_approval_at timestamptz,
  deployed_at timestamptz,
  milestone_id bigint,
  number integer not null,
  review_depth integer not null,
  lines integer,
  review_rounds smallint not null,
  has_bot_acts boolean not null,
  has_drafts boolean not null,
  has_files boolean not null,
  other_ids bigint[],
  label_names text[] not null,
  primary key (repository_id, pull_request_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, pull_request_id) references pulse.pull_requests (repository_id, id) on delete cascade,
  foreign key (repository_id, milestone_id) references pulse.milestones (repository_id, id) on delete set null (milestone_id)
);
create index pull_request_timelines_by_created on pulse.pull_request_timelines (repository_id, created_at);
create index pull_request_timelines_by_merged on pulse.pull_request_timelines (repository_id, merged_at);
create index pull_request_timelines_by_closed on pulse.pull_request_timelines (repository_id, closed_at);
create index pull_request_timelines_by_ended on pulse.pull_request_timelines (repository_id, ended_at);
create index pull_request_timelines_by_milestone on pulse.pull_request_timelines (repository_id, milestone_id) where milestone_id is not null;
comment on column pulse.pull_request_timelines.other_ids is 'who acted on it, without the author, ghosts and bots: with one of them on a list of bots, the row does not hold';
comment on column pulse.pull_request_timelines.has_bot_acts is 'another account that is a bot by itself acted on it: when bots count, the row does not hold';
comment on column pulse.pull_request_timelines.lines is 'of all files, for workspaces that ignore none; GitHub''s own totals where no file is known';
comment on column pulse.pull_request_timelines.has_drafts is 'it became a draft or left being one: when it was ready then depends on who reviewed it';

create table pulse.issue_timelines (
  workspace_id bigint not null,
  repository_id bigint not null,
  issue_id bigint not null,
  author_id bigint,
  updated_at timestamptz not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  first_response_at timestamptz,
  milestone_id bigint,
  number integer not null,
  has_bot_acts boolean not null,
  other_ids bigint[],
  label_names text[] not null,
  primary key (repository_id, issue_id),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, issue_id) references pulse.issues (repository_id, id) on delete cascade,
  foreign key (repository_id, milestone_id) references pulse.milestones (repository_id, id) on delete set null (milestone_id)
);
create index issue_timelines_by_created on pulse.issue_timelines (repository_id, created_at);
create index issue_timelines_by_closed on pulse.issue_timelines (repository_id, closed_at);
create index issue_timelines_by_milestone on pulse.issue_timelines (repository_id, milestone_id) where milestone_id is not null;
comment on column pulse.issue_timelines.other_ids is 'as in pull_request_timelines';
comment on column pulse.issue_timelines.has_bot_acts is 'as in pull_request_timelines';

-- What a transaction has touched. Triggers put rows in; before the transaction commits, their timelines are computed and the rows go.
create unlogged table pulse.stale_timelines (
  workspace_id bigint not null,
  repository_id bigint not null,
  kind text not null check (kind in ('issue', 'pull_request')),
  item_id bigint not null,
  primary key (repository_id, kind, item_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['pull_request_timelines', 'issue_timelines', 'stale_timelines'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
  foreach name in array array['pull_request_timelines', 'issue_timelines'] loop
    execute format(
      'create policy members_read on pulse.%I for select to authenticated using (workspace_id = (select pulse.current_workspace_id()))',
      name
    );
    execute format('grant select on pulse.%I to authenticated', name);
  end loop;
end
$$;

create function pulse.refresh_pull_request_timelines(of_repository_id bigint, of_ids bigint[]) returns void
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

create function pulse.refresh_issue_timelines(of_repository_id bigint, of_ids bigint[]) returns void
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

-- Whether a trigger runs for a foreign key that deletes what belonged to a deleted row. That is done by the table's owner, to whom row level
-- security shows nothing; and the item is gone as well.
create function pulse.is_cascade(of_table oid) returns boolean
  language sql stable
  return (select relation.relowner = current_user::regrole from pg_class as relation where relation.oid = of_table);

-- Arguments: the kind of item, and the column that names it. A row that moves to another item changes both.
create function pulse.mark_stale_timelines() returns trigger
  language plpgsql
as $$
declare
  touched text := 'select workspace_id, repository_id, %2$I as item_id from changed';
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    touched := touched || ' union all select workspace_id, repository_id, %2$I from replaced';
  end if;
  execute format(
    'insert into pulse.stale_timelines (workspace_id, repository_id, kind, item_id)
    select distinct workspace_id, repository_id, %1$L, item_id
    from (' || touched || ') as touched
    where item_id is not null
    order by repository_id, item_id
    on conflict do nothing',
    tg_argv[0], tg_argv[1]
  );
  return null;
end
$$;

-- Before a deployment goes, since its changes go with it.
create function pulse.mark_stale_deployment() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    insert into pulse.stale_timelines (workspace_id, repository_id, kind, item_id)
    select change.workspace_id, change.repository_id, 'pull_request', change.pull_request_id
    from pulse.deployment_changes as change
    where change.repository_id = old.repository_id
      and change.deployment_id = old.id
    order by change.pull_request_id
    on conflict do nothing;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

-- An account that turns out to be a bot, or to be none, changes every item on which it acted.
create function pulse.mark_stale_accounts() returns trigger
  language plpgsql
as $$
begin
  if not exists (
    select
    from changed
    join replaced on replaced.workspace_id = changed.workspace_id and replaced.id = changed.id
    where changed.is_bot <> replaced.is_bot
  ) then
    return null;
  end if;
  insert into pulse.stale_timelines (workspace_id, repository_id, kind, item_id)
  select distinct actor.workspace_id, actor.repository_id, actor.kind, actor.item_id
  from changed
  join replaced on replaced.workspace_id = changed.workspace_id and replaced.id = changed.id
  join (
    select workspace_id, repository_id, 'issue' as kind, issue_id as item_id, account_id
    from pulse.issue_actors
    union all
    select workspace_id, repository_id, 'pull_request', pull_request_id, account_id
    from pulse.pull_request_actors
    union all
    select workspace_id, repository_id, 'pull_request', pull_request_id, author_id
    from pulse.reviews
  ) as actor
    on actor.workspace_id = changed.workspace_id
    and actor.account_id = changed.id
  where changed.is_bot <> replaced.is_bot
  order by actor.repository_id, actor.kind, actor.item_id
  on conflict do nothing;
  return null;
end
$$;

create function pulse.flush_stale_timelines() returns trigger
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
  end if;
  return null;
end
$$;

revoke execute on function
  pulse.refresh_pull_request_timelines(bigint, bigint[]), pulse.refresh_issue_timelines(bigint, bigint[]), pulse.is_cascade(oid), pulse.mark_stale_timelines(),
  pulse.mark_stale_deployment(), pulse.mark_stale_accounts(), pulse.flush_stale_timelines()
from public;
grant execute on function
  pulse.refresh_pull_request_timelines(bigint, bigint[]), pulse.refresh_issue_timelines(bigint, bigint[]), pulse.is_cascade(oid), pulse.mark_stale_timelines(),
  pulse.mark_stale_deployment(), pulse.mark_stale_accounts(), pulse.flush_stale_timelines()
to service_role;

-- Once per item and transaction, however many statements touched it: the first row of a repository and kind takes all of them along.
create constraint trigger flush_stale_timelines
  after insert on pulse.stale_timelines
  deferrable initially deferred
  for each row execute function pulse.flush_stale_timelines();

do $$
declare
  source record;
begin
  for source in
    select *
    from (values
      ('issues', 'issue', 'id'),
      ('issue_actors', 'issue', 'issue_id'),
      ('pull_requests', 'pull_request', 'id'),
      ('pull_request_actors', 'pull_request', 'pull_request_id'),
      ('pull_request_commits', 'pull_request', 'pull_request_id'),
      ('pull_request_files', 'pull_request', 'pull_request_id'),
      ('reviews', 'pull_request', 'pull_request_id'),
      ('timeline_events', 'pull_request', 'pull_request_id'),
      ('deployment_changes', 'pull_request', 'pull_request_id')
    ) as listed (name, kind, id_column)
  loop
    execute format(
      'create trigger mark_inserted after insert on pulse.%I
        referencing new table as changed for each statement execute function pulse.mark_stale_timelines(%L, %L)',
      source.name, source.kind, source.id_column
    );
    execute format(
      'create trigger mark_updated after update on pulse.%I
        referencing old table as replaced new table as changed for each statement execute function pulse.mark_stale_timelines(%L, %L)',
      source.name, source.kind, source.id_column
    );
    -- The timeline of an item that is deleted goes with it.
    if source.id_column <> 'id' then
      execute format(
        'create trigger mark_deleted after delete on pulse.%I
          referencing old table as changed for each statement execute function pulse.mark_stale_timelines(%L, %L)',
        source.name, source.kind, source.id_column
      );
    end if;
  end loop;
end
$$;

create trigger mark_changed before update or delete on pulse.deployments
  for each row execute function pulse.mark_stale_deployment();
create trigger mark_updated after update on pulse.accounts
  referencing old table as replaced new table as changed for each statement execute function pulse.mark_stale_accounts();

-- What few items need is planned when it is needed, not with every query.
create function metrics.ready_at_from_facts(of_repository_id bigint, of_id bigint) returns timestamptz
  language plpgsql stable
as $$
begin
  return (
    select whole.ready_at
    from metrics.pull_request_timeline_from_facts as whole
    where whole.repository_id = of_repository_id
      and whole.id = of_id
  );
end
$$;

create function metrics.review_rounds_from_facts(of_repository_id bigint, of_id bigint) returns bigint
  language plpgsql stable
as $$
begin
  return (
    select whole.review_rounds
    from metrics.pull_request_timeline_from_facts as whole
    where whole.repository_id = of_repository_id
      and whole.id = of_id
  );
end
$$;

revoke execute on function metrics.ready_at_from_facts(bigint, bigint), metrics.review_rounds_from_facts(bigint, bigint) from public;
grant execute on function metrics.ready_at_from_facts(bigint, bigint), metrics.review_rounds_from_facts(bigint, bigint) to authenticated, service_role;

-- What is stored, where it holds for today's bots; else computed from the rows of everybody who acted on the item, as in the view above.
create view metrics.pull_request_timeline with (security_invoker = true) as
select
  life.workspace_id,
  life.repository_id,
  life.pull_request_id as id,
  life.number,
  pull_request.title,
  life.author_id,
  author.login as author_login,
  coalesce(life.author_id in (select bot.id from metrics.bots as bot), false) as is_bot,
  pull_request.state,
  pull_request.is_draft,
  life.label_names,
  life.created_at,
  case
    when holds.for_bots or not life.has_drafts then life.ready_at
    else metrics.ready_at_from_facts(life.repository_id, life.pull_request_id)
  end as ready_at,
  life.first_commit_at,
  case when holds.for_bots then life.first_review_at else (
    select min(actor.first_act_at)
    from pulse.pull_request_actors as actor
    where actor.repository_id = life.repository_id
      and actor.pull_request_id = life.pull_request_id
      and actor.first_act_at <= coalesce(life.merged_at, 'infinity')
      and actor.account_id is distinct from life.author_id
      and (actor.account_id is null or actor.account_id not in (select bot.id from metrics.bots as bot))
  ) end as first_review_at,
  case when holds.for_bots then life.first_approval_at else (
    select min(actor.first_approval_at)
    from pulse.pull_request_actors as actor
    where actor.repository_id = life.repository_id
      and actor.pull_request_id = life.pull_request_id
      and actor.first_approval_at <= coalesce(life.merged_at, 'infinity')
      and actor.account_id is distinct from life.author_id
      and (actor.account_id is null or actor.account_id not in (select bot.id from metrics.bots as bot))
  ) end as first_approval_at,
  life.merged_at,
  life.closed_at,
  life.deployed_at,
  life.updated_at,
  case when holds.for_bots then life.review_depth else (
    select coalesce(sum(actor.comments), 0)
    from pulse.pull_request_actors as actor
    where actor.repository_id = life.repository_id
      and actor.pull_request_id = life.pull_request_id
      and actor.account_id is distinct from life.author_id
      and (actor.account_id is null or actor.account_id not in (select bot.id from metrics.bots as bot))
  ) end as review_depth,
  case
    when holds.for_bots then life.review_rounds
    else metrics.review_rounds_from_facts(life.repository_id, life.pull_request_id)
  end as review_rounds,
  case when workspace.ignored_paths = '{}' then life.lines when life.has_files then (
    select coalesce(sum(file.additions + file.deletions) filter (where not file.path like any (workspace.ignored_paths)), 0)
    from pulse.pull_request_files as file
    where file.repository_id = life.repository_id
      and file.pull_request_id = life.pull_request_id
  ) end as lines,
  life.ended_at
from pulse.pull_request_timelines as life
cross join lateral (
  select
    (life.other_ids && (select array_agg(listed.id) from metrics.listed_bots as listed)) is not true
    and not (life.has_bot_acts and current_setting('pulse.include_bots', true) is not distinct from 'on')
) as holds (for_bots)
left join pulse.pull_requests as pull_request
  on pull_request.repository_id = life.repository_id
  and pull_request.id = life.pull_request_id
left join pulse.workspaces as workspace
  on workspace.id = life.workspace_id
left join pulse.accounts as author
  on author.workspace_id = life.workspace_id
  and author.id = life.author_id;

create view metrics.issue_timeline with (security_invoker = true) as
select
  life.workspace_id,
  life.repository_id,
  life.issue_id as id,
  life.number,
  issue.title,
  life.author_id,
  author.login as author_login,
  coalesce(life.author_id in (select bot.id from metrics.bots as bot), false) as is_bot,
  issue.state,
  life.label_names,
  life.created_at,
  case
    when (life.other_ids && (select array_agg(listed.id) from metrics.listed_bots as listed)) is not true
      and not (life.has_bot_acts and current_setting('pulse.include_bots', true) is not distinct from 'on')
    then life.first_response_at
    else (
      select min(actor.first_comment_at)
      from pulse.issue_actors as actor
      where actor.repository_id = life.repository_id
        and actor.issue_id = life.issue_id
        and actor.account_id is distinct from life.author_id
        and (actor.account_id is null or actor.account_id not in (select bot.id from metrics.bots as bot))
    )
  end as first_response_at,
  life.closed_at,
  life.updated_at,
  workspace.response_sla
from pulse.issue_timelines as life
left join pulse.issues as issue
  on issue.repository_id = life.repository_id
  and issue.id = life.issue_id
left join pulse.workspaces as workspace
  on workspace.id = life.workspace_id
left join pulse.accounts as author
  on author.workspace_id = life.workspace_id
  and author.id = life.author_id;

-- GitHub's milestones hold issues and pull requests alike. Each branch has its own join, whose size the planner knows from the foreign key.
create or replace view metrics.milestone_items with (security_invoker = true) as
select
  item.workspace_id,
  item.repository_id,
  item.milestone_id,
  item.author_id,
  author.login as author_login,
  coalesce(item.author_id in (select bot.id from metrics.bots as bot), false) as is_bot,
  item.milestone_state,
  item.label_names,
  item.created_at,
  item.closed_at
from (
  select
    life.workspace_id, life.repository_id, life.milestone_id, life.author_id, milestone.state as milestone_state, life.label_names,
    life.created_at, life.closed_at
  from pulse.issue_timelines as life
  join pulse.milestones as milestone
    on milestone.repository_id = life.repository_id
    and milestone.id = life.milestone_id
  union all
  select
    life.workspace_id, life.repository_id, life.milestone_id, life.author_id, milestone.state, life.label_names,
    life.created_at, life.closed_at
  from pulse.pull_request_timelines as life
  join pulse.milestones as milestone
    on milestone.repository_id = life.repository_id
    and milestone.id = life.milestone_id
) as item
left join pulse.accounts as author
  on author.workspace_id = item.workspace_id
  and author.id = item.author_id;

grant select on metrics.pull_request_timeline, metrics.issue_timeline to authenticated, service_role;

-- The items that are there already. The owner itself sees no rows: row level security is forced.
set local role service_role;
select pulse.refresh_issue_timelines(repository_id, array_agg(id))
from pulse.issues
group by repository_id;
select pulse.refresh_pull_request_timelines(repository_id, array_agg(id))
from pulse.pull_requests
group by repository_id;
reset role;
analyze pulse.issue_timelines, pulse.pull_request_timelines;
