-- Computes what the numbers of reviewing need from the facts again.
drop view metrics.review_timeline;
alter view metrics.review_timeline_from_facts rename to review_timeline;

drop trigger mark_inserted on pulse.review_requests;
drop trigger mark_updated on pulse.review_requests;
drop trigger mark_deleted on pulse.review_requests;

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
  end if;
  return null;
end
$$;

drop function pulse.refresh_review_timelines(bigint, bigint[]);
drop table pulse.review_timelines;
