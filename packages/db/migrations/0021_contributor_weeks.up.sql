-- Keeps who did what where week by week, so that the people of a large workspace are counted without reading every act of theirs.

-- `person` is an account, or a number below zero made of the address of somebody who has none, as in metrics.default_branch_commits.
create table pulse.contributor_weeks (
  workspace_id bigint not null,
  repository_id bigint not null,
  week_on date not null,
  person bigint not null,
  is_named_bot boolean not null,
  is_first boolean not null default false,
  first_acted_at timestamptz not null,
  last_acted_at timestamptz not null,
  commits integer not null,
  issues integer not null,
  pull_requests integer not null,
  reviews integer not null,
  comments integer not null,
  author_name text,
  acted_at timestamptz[] not null,
  kinds "char"[] not null,
  primary key (repository_id, week_on, person, is_named_bot),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
create index contributor_weeks_by_first_act on pulse.contributor_weeks (repository_id, first_acted_at);
create index contributor_weeks_by_person on pulse.contributor_weeks (repository_id, person);
create index contributor_weeks_first on pulse.contributor_weeks (repository_id) where is_first;
comment on column pulse.contributor_weeks.week_on is 'its Monday, in UTC';
comment on column pulse.contributor_weeks.is_named_bot is 'has no account, and is a bot by name or address';
comment on column pulse.contributor_weeks.is_first is 'no other row of this person in this repository begins earlier';
comment on column pulse.contributor_weeks.acted_at is 'each act, for weeks that a window cuts; kinds says what it was: c(ommit), i(ssue), p(ull request), r(eview), or s(aid something)';

-- As stale_timelines: triggers put rows in, and before the transaction commits the weeks are computed and the rows go.
create unlogged table pulse.stale_weeks (
  workspace_id bigint not null,
  repository_id bigint not null,
  week_on date not null,
  primary key (repository_id, week_on)
);

do $$
declare
  name text;
begin
  foreach name in array array['contributor_weeks', 'stale_weeks'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
end
$$;
create policy members_read on pulse.contributor_weeks for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select on pulse.contributor_weeks to authenticated;

-- What metrics.contributor_acts says of the acts from one Monday to the Sunday after another.
create function pulse.refresh_contributor_weeks(of_repository_id bigint, from_on date, to_on date) returns void
  language plpgsql
as $$
declare
  starts_at timestamptz := from_on::timestamp at time zone 'UTC';
  ends_at timestamptz := (to_on + 7)::timestamp at time zone 'UTC';
  people bigint[];
begin
  with act as (
    select workspace_id, author_id as person, null::text as author_name, false as is_named_bot, 'i' as kind, created_at as at
    from pulse.issues
    where repository_id = of_repository_id
      and created_at >= starts_at
      and created_at < ends_at
      and deleted_at is null
    union all
    select workspace_id, author_id, null, false, 'p', created_at
    from pulse.pull_requests
    where repository_id = of_repository_id
      and created_at >= starts_at
      and created_at < ends_at
      and deleted_at is null
    union all
    select workspace_id, author_id, null, false, 'r', submitted_at
    from pulse.reviews as review
    where review.repository_id = of_repository_id
      and review.submitted_at >= starts_at
      and review.submitted_at < ends_at
      and review.state <> 'pending'
      and not exists (
        select
        from pulse.pull_requests as gone
        where gone.repository_id = of_repository_id
          and gone.id = review.pull_request_id
          and gone.deleted_at is not null
      )
    union all
    -- By its own time where that comes later than its review's, else by the review's.
    select comment.workspace_id, comment.author_id, null, false, 's', greatest(comment.created_at, review.submitted_at)
    from (
      select own.workspace_id, own.author_id, own.created_at, own.pull_request_id, own.review_id
      from pulse.review_comments as own
      where own.repository_id = of_repository_id
        and own.created_at >= starts_at
        and own.created_at < ends_at
      union all
      select early.workspace_id, early.author_id, early.created_at, early.pull_request_id, early.review_id
      from pulse.reviews as submitted
      join pulse.review_comments as early
        on early.repository_id = submitted.repository_id
        and early.review_id = submitted.id
      where submitted.repository_id = of_repository_id
        and submitted.submitted_at >= starts_at
        and submitted.submitted_at < ends_at
        and early.created_at < starts_at
    ) as comment
    left join pulse.reviews as review
      on review.repository_id = of_repository_id
      and review.id = comment.review_id
    where review.state is distinct from 'pending'
      and greatest(comment.created_at, review.submitted_at) < ends_at
      and not exists (
        select
        from pulse.pull_requests as gone
        where gone.repository_id = of_repository_id
          and gone.id = comment.pull_request_id
          and gone.deleted_at is not null
      )
    union all
    select comment.workspace_id, comment.author_id, null, false, 's', comment.created_at
    from pulse.issue_comments as comment
    where comment.repository_id = of_repository_id
      and comment.created_at >= starts_at
      and comment.created_at < ends_at
      and not exists (
        select
        from pulse.issues as gone
        where gone.repository_id = of_repository_id
          and gone.id = comment.issue_id
          and gone.deleted_at is not null
      )
      and not exists (
        select
        from pulse.pull_requests as gone
        where gone.repository_id = of_repository_id
          and gone.id = comment.pull_request_id
          and gone.deleted_at is not null
      )
    union all
    select
      made.workspace_id,
      coalesce(
        made.author_id,
        -1 - (hashtextextended(lower(coalesce(nullif(made.author_email, ''), nullif(made.author_name, ''))), 0) & 4503599627370495)
      ),
      made.author_name,
      made.author_id is null
        and coalesce(made.author_name like '%[bot]' or split_part(made.author_email, '@', 1) like '%[bot]', false),
      'c',
      made.authored_at
    from pulse.commits as made
    where made.repository_id = of_repository_id
      and made.authored_at >= starts_at
      and made.authored_at < ends_at
      and made.is_on_default_branch
  ),
  computed as materialized (
    select
      min(workspace_id) as workspace_id,
      date_trunc('week', at at time zone 'UTC')::date as week_on,
      person,
      is_named_bot,
      min(at) as first_acted_at,
      max(at) as last_acted_at,
      count(*) filter (where kind = 'c') as commits,
      count(*) filter (where kind = 'i') as issues,
      count(*) filter (where kind = 'p') as pull_requests,
      count(*) filter (where kind = 'r') as reviews,
      count(*) filter (where kind = 's') as comments,
      max(author_name) as author_name,
      array_agg(at order by at, kind) as acted_at,
      array_agg(kind::"char" order by at, kind) as kinds
    from act
    where person is not null
    group by 2, 3, 4
  ),
  gone as (
    delete from pulse.contributor_weeks as kept
    where kept.repository_id = of_repository_id
      and kept.week_on between from_on and to_on
      and not exists (
        select
        from computed
        where computed.week_on = kept.week_on
          and computed.person = kept.person
          and computed.is_named_bot = kept.is_named_bot
      )
    returning kept.person
  ),
  saved as (
    insert into pulse.contributor_weeks as kept (
      workspace_id, repository_id, week_on, person, is_named_bot, first_acted_at, last_acted_at, commits, issues, pull_requests, reviews,
      comments, author_name, acted_at, kinds
    )
    select
      workspace_id, of_repository_id, week_on, person, is_named_bot, first_acted_at, last_acted_at, commits, issues, pull_requests, reviews,
      comments, author_name, acted_at, kinds
    from computed
    on conflict (repository_id, week_on, person, is_named_bot) do update set
      first_acted_at = excluded.first_acted_at,
      last_acted_at = excluded.last_acted_at,
      commits = excluded.commits,
      issues = excluded.issues,
      pull_requests = excluded.pull_requests,
      reviews = excluded.reviews,
      comments = excluded.comments,
      author_name = excluded.author_name,
      acted_at = excluded.acted_at,
      kinds = excluded.kinds
    where (kept.acted_at, kept.kinds, kept.author_name) is distinct from (excluded.acted_at, excluded.kinds, excluded.author_name)
    returning kept.person
  )
  select array_agg(distinct person)
  into people
  from (select person from gone union all select person from saved) as changed;

  update pulse.contributor_weeks as kept
  set is_first = ranked.is_first
  from (
    select
      week_on,
      person,
      is_named_bot,
      row_number() over (partition by person order by first_acted_at, is_named_bot) = 1 as is_first
    from pulse.contributor_weeks
    where repository_id = of_repository_id
      and person = any (people)
  ) as ranked
  where kept.repository_id = of_repository_id
    and kept.week_on = ranked.week_on
    and kept.person = ranked.person
    and kept.is_named_bot = ranked.is_named_bot
    and kept.is_first <> ranked.is_first;
end
$$;

-- Arguments: when a row of the table, called `touched`, was an act, and what else about it matters, its own key first.
create function pulse.mark_stale_weeks() returns trigger
  language plpgsql
as $$
declare
  rows_of text := 'select workspace_id, repository_id, ' || tg_argv[0] || ' as at, ' || tg_argv[1] || ' from %s as touched';
  touched text := format(rows_of, 'changed');
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    touched := format(
      '(%1$s except %2$s) union all (%2$s except %1$s)',
      format(rows_of, 'changed'),
      format(rows_of, 'replaced')
    );
  end if;
  execute '
    insert into pulse.stale_weeks (workspace_id, repository_id, week_on)
    select distinct workspace_id, repository_id, date_trunc(''week'', at at time zone ''UTC'')::date as week_on
    from (' || touched || ') as touched
    order by repository_id, week_on
    on conflict do nothing';
  return null;
end
$$;

-- The acts on an item count or not as it does. Argument: the column that names the item.
create function pulse.mark_item_weeks() returns trigger
  language plpgsql
as $$
begin
  if pulse.is_cascade(tg_relid)
    or not exists (
      select
      from changed
      join replaced on replaced.repository_id = changed.repository_id and replaced.id = changed.id
      where (changed.deleted_at is null) <> (replaced.deleted_at is null)
    )
  then
    return null;
  end if;
  execute format('
    insert into pulse.stale_weeks (workspace_id, repository_id, week_on)
    select distinct act.workspace_id, act.repository_id, date_trunc(''week'', act.at at time zone ''UTC'')::date as week_on
    from changed
    join replaced on replaced.repository_id = changed.repository_id and replaced.id = changed.id
    join (
      select workspace_id, repository_id, %1$I as item_id, created_at as at from pulse.issue_comments
      %2$s
    ) as act on act.repository_id = changed.repository_id and act.item_id = changed.id
    where (changed.deleted_at is null) <> (replaced.deleted_at is null)
    order by act.repository_id, week_on
    on conflict do nothing',
    tg_argv[0],
    case when tg_argv[0] = 'pull_request_id' then '
      union all
      select workspace_id, repository_id, pull_request_id, submitted_at from pulse.reviews
      union all
      select workspace_id, repository_id, pull_request_id, created_at from pulse.review_comments
    ' else '' end
  );
  return null;
end
$$;

-- An item that is deleted outright takes its acts along, and nobody knows any more when they were.
create function pulse.mark_repository_weeks() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    insert into pulse.stale_weeks (workspace_id, repository_id, week_on)
    select distinct week.workspace_id, week.repository_id, week.week_on
    from changed
    join pulse.contributor_weeks as week on week.repository_id = changed.repository_id
    order by week.repository_id, week.week_on
    on conflict do nothing;
  end if;
  return null;
end
$$;

-- Inline comments count from the submission of their review, and go with it.
create function pulse.mark_review_weeks() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    insert into pulse.stale_weeks (workspace_id, repository_id, week_on)
    select distinct comment.workspace_id, comment.repository_id, date_trunc('week', said.at at time zone 'UTC')::date as week_on
    from pulse.review_comments as comment
    cross join lateral (values (comment.created_at), (greatest(comment.created_at, old.submitted_at))) as said (at)
    where comment.repository_id = old.repository_id
      and comment.review_id = old.id
    order by comment.repository_id, week_on
    on conflict do nothing;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

-- Weeks that lie close together are computed in one go.
create function pulse.flush_stale_weeks() returns trigger
  language plpgsql
as $$
declare
  run record;
begin
  if not exists (
    select
    from pulse.stale_weeks
    where repository_id = new.repository_id
      and week_on = new.week_on
  ) then
    return null;
  end if;
  for run in
    with taken as (
      delete from pulse.stale_weeks
      where repository_id = new.repository_id
      returning week_on
    ),
    gap as (
      select week_on, (week_on - lag(week_on, 1, week_on) over (order by week_on) > 28)::integer as is_wide
      from taken
    ),
    numbered as (
      select week_on, sum(is_wide) over (order by week_on) as number
      from gap
    )
    select min(week_on) as from_on, max(week_on) as to_on
    from numbered
    group by number
  loop
    perform pulse.refresh_contributor_weeks(new.repository_id, run.from_on, run.to_on);
  end loop;
  return null;
end
$$;

revoke execute on function
  pulse.refresh_contributor_weeks(bigint, date, date), pulse.mark_stale_weeks(), pulse.mark_item_weeks(), pulse.mark_repository_weeks(),
  pulse.mark_review_weeks(), pulse.flush_stale_weeks()
from public;
grant execute on function
  pulse.refresh_contributor_weeks(bigint, date, date), pulse.mark_stale_weeks(), pulse.mark_item_weeks(), pulse.mark_repository_weeks(),
  pulse.mark_review_weeks(), pulse.flush_stale_weeks()
to service_role;

create constraint trigger flush_stale_weeks
  after insert on pulse.stale_weeks
  deferrable initially deferred
  for each row execute function pulse.flush_stale_weeks();

do $$
declare
  source record;
begin
  for source in
    select *
    from (values
      ('issues', 'created_at', 'id, author_id, deleted_at is null'),
      ('pull_requests', 'created_at', 'id, author_id, deleted_at is null'),
      ('reviews', 'submitted_at', 'id, author_id, state = ''pending'', pull_request_id'),
      ('review_comments', 'greatest(created_at, (
        select review.submitted_at
        from pulse.reviews as review
        where review.repository_id = touched.repository_id
          and review.id = touched.review_id
      ))', 'id, author_id, created_at, review_id, pull_request_id'),
      ('issue_comments', 'created_at', 'id, author_id, issue_id, pull_request_id'),
      ('commits', 'authored_at', 'sha, author_id, author_name, author_email, is_on_default_branch')
    ) as listed (name, at, keys)
  loop
    execute format(
      'create trigger mark_weeks_inserted after insert on pulse.%I
        referencing new table as changed for each statement execute function pulse.mark_stale_weeks(%L, %L)',
      source.name, source.at, source.keys
    );
    execute format(
      'create trigger mark_weeks_updated after update on pulse.%I
        referencing old table as replaced new table as changed for each statement execute function pulse.mark_stale_weeks(%L, %L)',
      source.name, source.at, source.keys
    );
    execute format(
      'create trigger mark_weeks_deleted after delete on pulse.%I
        referencing old table as changed for each statement execute function pulse.mark_stale_weeks(%L, %L)',
      source.name, source.at, source.keys
    );
  end loop;
  for source in
    select *
    from (values ('issues', 'issue_id'), ('pull_requests', 'pull_request_id')) as listed (name, id_column)
  loop
    execute format(
      'create trigger mark_item_weeks after update on pulse.%I
        referencing old table as replaced new table as changed for each statement execute function pulse.mark_item_weeks(%L)',
      source.name, source.id_column
    );
    execute format(
      'create trigger mark_repository_weeks after delete on pulse.%I
        referencing old table as changed for each statement execute function pulse.mark_repository_weeks()',
      source.name
    );
  end loop;
end
$$;
create trigger mark_review_weeks_updated before update on pulse.reviews
  for each row
  when (old.submitted_at is distinct from new.submitted_at or (old.state = 'pending') <> (new.state = 'pending'))
  execute function pulse.mark_review_weeks();
create trigger mark_review_weeks_deleted before delete on pulse.reviews
  for each row execute function pulse.mark_review_weeks();

create view metrics.contributor_weeks with (security_invoker = true) as
select
  week.workspace_id,
  week.repository_id,
  week.week_on,
  week.person as author_id,
  week.author_name,
  case
    when week.person >= 0 then week.person in (select bot.id from metrics.bots as bot)
    else week.is_named_bot and current_setting('pulse.include_bots', true) is distinct from 'on'
  end as is_bot,
  week.first_acted_at,
  week.last_acted_at,
  week.commits,
  week.issues,
  week.pull_requests,
  week.reviews,
  week.comments,
  week.acted_at,
  week.kinds
from pulse.contributor_weeks as week;

-- Whoever has no account is a bot when every act says so.
create or replace view metrics.first_acts with (security_invoker = true) as
select
  first.workspace_id,
  first.repository_id,
  first.person as author_id,
  first.author_name,
  case
    when first.person >= 0 then first.person in (select bot.id from metrics.bots as bot)
    else first.is_named_bot
      and current_setting('pulse.include_bots', true) is distinct from 'on'
      and not exists (
        select
        from pulse.contributor_weeks as other
        where other.repository_id = first.repository_id
          and other.person = first.person
          and not other.is_named_bot
      )
  end as is_bot,
  first.first_acted_at as acted_at
from pulse.contributor_weeks as first
where first.is_first;

grant select on metrics.contributor_weeks to authenticated, service_role;

-- The acts that are there already.
set local role service_role;
select pulse.refresh_contributor_weeks(repository_id, min(week_on), max(week_on))
from (
  select repository_id, date_trunc('week', acted_at at time zone 'UTC')::date as week_on
  from metrics.contributor_acts
) as act
group by repository_id;
reset role;
analyze pulse.contributor_weeks;
