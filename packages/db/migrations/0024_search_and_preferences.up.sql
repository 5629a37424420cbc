-- Titles are searched by their words, the last of which may be unfinished; and people keep how they like to look at things.

-- Words of a title as search knows them: whatever stands between signs. Our own, since the parser of text search takes `src/app.ts` or `v1.2` for one word.
create function pulse.words_of(title text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector('simple', regexp_replace(title, '[[:punct:][:space:][:cntrl:]]+', ' ', 'g'));
revoke execute on function pulse.words_of(text) from public;
grant execute on function pulse.words_of(text) to authenticated, service_role;

create index issues_by_words on pulse.issues using gin (pulse.words_of(title)) where deleted_at is null;
create index pull_requests_by_words on pulse.pull_requests using gin (pulse.words_of(title)) where deleted_at is null;

create table pulse.user_preferences (
  user_id uuid primary key,
  theme text check (theme in ('system', 'light', 'dark')),
  time_zone text check (time_zone <> ''),
  week_start text check (week_start in ('monday', 'saturday', 'sunday')),
  updated_at timestamptz not null default now()
);
comment on table pulse.user_preferences is 'of one person, in every workspace; null leaves it to the browser, the workspace, or Monday';

alter table pulse.user_preferences enable row level security;
alter table pulse.user_preferences force row level security;
create policy service on pulse.user_preferences to service_role using (true) with check (true);
create policy own_read on pulse.user_preferences for select to authenticated using (user_id = (select pulse.current_user_id()));
grant select on pulse.user_preferences to authenticated;
grant select, insert, update, delete on pulse.user_preferences to service_role;
