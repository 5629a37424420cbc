-- Adds up the weeks of contributors, four and sixteen at a time, so that the people of a year are counted from a third of the rows.

-- Spans of one length lie side by side since Monday, the first of January of the year 1.
create table pulse.contributor_spans (
  workspace_id bigint not null,
  repository_id bigint not null,
  weeks smallint not null check (weeks in (4, 16)),
  starts_on date not null,
  person bigint not null,
  is_named_bot boolean not null,
  first_acted_at timestamptz not null,
  last_acted_at timestamptz not null,
  commits integer not null,
  issues integer not null,
  pull_requests integer not null,
  reviews integer not null,
  comments integer not null,
  author_name text,
  primary key (repository_id, weeks, starts_on, person, is_named_bot),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on column pulse.contributor_spans.person is 'as in contributor_weeks';
comment on column pulse.contributor_spans.is_named_bot is 'as in contributor_weeks';

alter table pulse.contributor_spans enable row level security;
alter table pulse.contributor_spans force row level security;
create policy service on pulse.contributor_spans to service_role using (true) with check (true);
create policy members_read on pulse.contributor_spans for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select, insert, update, delete on pulse.contributor_spans to service_role;
grant select on pulse.contributor_spans to authenticated;

create function pulse.span_start(week_on date, weeks integer) returns date
  language sql immutable parallel safe
  return date '0001-01-01' + (week_on - date '0001-01-01') / (7 * weeks) * (7 * weeks);

-- What contributor_weeks says of the spans that hold any week from one Monday to another.
create function pulse.refresh_contributor_spans(of_repository_id bigint, from_on date, to_on date) returns void
  language plpgsql
as $$
begin
  with computed as materialized (
    select
      min(week.workspace_id) as workspace_id,
      size.weeks,
      pulse.span_start(week.week_on, size.weeks) as starts_on,
      week.person,
      week.is_named_bot,
      min(week.first_acted_at) as first_acted_at,
      max(week.last_acted_at) as last_acted_at,
      sum(week.commits) as commits,
      sum(week.issues) as issues,
      sum(week.pull_requests) as pull_requests,
      sum(week.reviews) as reviews,
      sum(week.comments) as comments,
      max(week.author_name) as author_name
    from (values (4), (16)) as size (weeks)
    join pulse.contributor_weeks as week
      on week.week_on >= pulse.span_start(from_on, size.weeks)
      and week.week_on < pulse.span_start(to_on, size.weeks) + 7 * size.weeks
    where week.repository_id = of_repository_id
    group by 2, 3, 4, 5
  ),
  gone as (
    delete from pulse.contributor_spans as kept
    where kept.repository_id = of_repository_id
      and kept.starts_on between pulse.span_start(from_on, kept.weeks) and pulse.span_start(to_on, kept.weeks)
      and not exists (
        select
        from computed
        where computed.weeks = kept.weeks
          and computed.starts_on = kept.starts_on
          and computed.person = kept.person
          and computed.is_named_bot = kept.is_named_bot
      )
  )
  insert into pulse.contributor_spans as kept (
    workspace_id, repository_id, weeks, starts_on, person, is_named_bot, first_acted_at, last_acted_at, commits, issues, pull_requests, reviews,
    comments, author_name
  )
  select
    workspace_id, of_repository_id, weeks, starts_on, person, is_named_bot, first_acted_at, last_acted_at, commits, issues, pull_requests, reviews,
    comments, author_name
  from computed
  on conflict (repository_id, weeks, starts_on, person, is_named_bot) do update set
    first_acted_at = excluded.first_acted_at,
    last_acted_at = excluded.last_acted_at,
    commits = excluded.commits,
    issues = excluded.issues,
    pull_requests = excluded.pull_requests,
    reviews = excluded.reviews,
    comments = excluded.comments,
    author_name = excluded.author_name
  where (
      kept.first_acted_at, kept.last_acted_at, kept.commits, kept.issues, kept.pull_requests, kept.reviews, kept.comments, kept.author_name
    ) is distinct from (
      excluded.first_acted_at, excluded.last_acted_at, excluded.commits, excluded.issues, excluded.pull_requests, excluded.reviews,
      excluded.comments, excluded.author_name
    );
end
$$;

-- As before, and the spans after the weeks.
create or replace function pulse.flush_stale_weeks() returns trigger
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
    perform pulse.refresh_contributor_spans(new.repository_id, run.from_on, run.to_on);
  end loop;
  return null;
end
$$;

revoke execute on function pulse.span_start(date, integer), pulse.refresh_contributor_spans(bigint, date, date) from public;
grant execute on function pulse.span_start(date, integer), pulse.refresh_contributor_spans(bigint, date, date) to service_role;

create view metrics.contributor_spans with (security_invoker = true) as
select
  span.workspace_id,
  span.repository_id,
  span.weeks,
  span.starts_on,
  span.person as author_id,
  span.author_name,
  case
    when span.person >= 0 then span.person in (select bot.id from metrics.bots as bot)
    else span.is_named_bot and current_setting('pulse.include_bots', true) is distinct from 'on'
  end as is_bot,
  span.first_acted_at,
  span.last_acted_at,
  span.commits,
  span.issues,
  span.pull_requests,
  span.reviews,
  span.comments
from pulse.contributor_spans as span;
grant select on metrics.contributor_spans to authenticated, service_role;

-- The weeks that are there already.
set local role service_role;
select pulse.refresh_contributor_spans(repository_id, min(week_on), max(week_on))
from pulse.contributor_weeks
group by repository_id;
reset role;
analyze pulse.contributor_spans;
