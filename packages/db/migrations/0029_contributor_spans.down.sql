-- Counts people week by week again.
drop view metrics.contributor_spans;

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
  end loop;
  return null;
end
$$;

drop table pulse.contributor_spans;
drop function pulse.refresh_contributor_spans(bigint, date, date);
drop function pulse.span_start(date, integer);
