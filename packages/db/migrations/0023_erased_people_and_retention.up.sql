-- People who were erased, known by hashes alone, so that what is read later does not bring them back; and how long a workspace keeps what.
create table pulse.erased_people (
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  hash bytea not null,
  ghost text not null check (ghost like 'ghost#%'),
  erased_at timestamptz not null default now(),
  primary key (workspace_id, hash)
);
comment on column pulse.erased_people.hash is 'of a login, an id of GitHub or an address: who has a guess can check it, nobody can read it';
comment on column pulse.erased_people.ghost is 'the login or address that stands for it from then on; # occurs in no login of GitHub';

alter table pulse.erased_people enable row level security;
alter table pulse.erased_people force row level security;
create policy service on pulse.erased_people to service_role using (true) with check (true);
grant select, insert, update, delete on pulse.erased_people to service_role;

create function pulse.hash_of_person(kind text, value text) returns bytea
  language sql immutable
  return sha256(convert_to(kind || ':' || lower(value), 'UTF8'));

-- Of what an erased person wrote, only what numbers need: that it takes something back, and which pull request it came by.
create function pulse.erased_text(said text) returns text
  language sql immutable
  return case
    when said is not null then concat_ws(
      ' ',
      case when said ~ '^Revert "' then 'Revert "(erased)"' else '(erased)' end,
      substring(said from '[Rr]everts [^\s]*#\d+'),
      substring(said from '\(#\d+\)$')
    )
  end;

alter table pulse.workspaces
  add column delivery_days integer not null default 30 check (delivery_days between 1 and 365),
  add column event_days integer not null default 1 check (event_days between 1 and 30),
  add column audit_days integer check (audit_days between 30 and 3650),
  add column text_days integer check (text_days between 1 and 3650);
comment on column pulse.workspaces.audit_days is 'how long the log of changes is kept; null: for good';
comment on column pulse.workspaces.text_days is 'how long after it was written the text of an item, comment or review is kept; null: for good';

create function pulse.is_erased(of_workspace_id bigint, of_account_id bigint) returns boolean
  language sql stable
  return exists (
    select
    from pulse.accounts
    where workspace_id = of_workspace_id
      and id = of_account_id
      and login like 'ghost#%'
  );

-- Whatever is written later obeys as well: by erased people no text comes in, and none that is older than the workspace keeps.
create function pulse.keep_texts() returns trigger
  language plpgsql
as $$
declare
  text_days integer;
  has_erased boolean;
  ghost text;
begin
  select workspace.text_days, exists (select from pulse.erased_people as erased where erased.workspace_id = new.workspace_id)
  into text_days, has_erased
  from pulse.workspaces as workspace
  where workspace.id = new.workspace_id;

  if tg_table_name in ('issues', 'pull_requests') then
    if has_erased and pulse.is_erased(new.workspace_id, new.author_id) then
      new.title := pulse.erased_text(new.title);
      new.body := pulse.erased_text(new.body);
      if tg_table_name = 'pull_requests' then
        new.head_ref := null;
        new.head_repository := null;
      end if;
    end if;
    if new.created_at < now() - make_interval(days => text_days) then
      new.body := null;
    end if;
  elsif tg_table_name in ('issue_comments', 'review_comments') then
    if new.created_at < now() - make_interval(days => text_days)
      or has_erased and pulse.is_erased(new.workspace_id, new.author_id)
    then
      new.body := null;
    end if;
  elsif tg_table_name = 'reviews' then
    if new.submitted_at < now() - make_interval(days => text_days)
      or has_erased and pulse.is_erased(new.workspace_id, new.author_id)
    then
      new.body := null;
    end if;
  elsif tg_table_name = 'releases' then
    if has_erased and pulse.is_erased(new.workspace_id, new.author_id) then
      new.name := pulse.erased_text(new.name);
    end if;
  elsif tg_table_name = 'timeline_events' then
    if has_erased and new.kind = 'renamed' and pulse.is_erased(new.workspace_id, new.actor_id) then
      new.subject := pulse.erased_text(new.subject);
    elsif has_erased and new.kind in ('assigned', 'unassigned', 'review_requested', 'review_request_removed') then
      new.subject := coalesce(
        (
          select erased.ghost
          from pulse.erased_people as erased
          where erased.workspace_id = new.workspace_id
            and erased.hash = pulse.hash_of_person('login', new.subject)
        ),
        new.subject
      );
    end if;
  elsif tg_table_name = 'commits' and has_erased then
    if pulse.is_erased(new.workspace_id, new.author_id) then
      new.author_name := null;
      new.author_email := null;
      new.headline := pulse.erased_text(new.headline);
    elsif new.author_id is null and new.author_email not like 'ghost#%' then
      select erased.ghost
      into ghost
      from pulse.erased_people as erased
      where erased.workspace_id = new.workspace_id
        and erased.hash = pulse.hash_of_person('email', new.author_email);
      if found then
        new.author_email := ghost;
        new.author_name := ghost;
        new.headline := pulse.erased_text(new.headline);
      end if;
    end if;
  end if;
  return new;
end
$$;

create trigger keep_texts before insert or update of title, body, author_id on pulse.issues
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of title, body, author_id, head_ref, head_repository on pulse.pull_requests
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of body, author_id on pulse.issue_comments
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of body, author_id on pulse.review_comments
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of body, author_id on pulse.reviews
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of name, author_id on pulse.releases
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of subject, actor_id on pulse.timeline_events
  for each row execute function pulse.keep_texts();
create trigger keep_texts before insert or update of author_name, author_email, headline, author_id on pulse.commits
  for each row execute function pulse.keep_texts();

revoke execute on function
  pulse.hash_of_person(text, text), pulse.erased_text(text), pulse.is_erased(bigint, bigint), pulse.keep_texts()
from public;
grant execute on function
  pulse.hash_of_person(text, text), pulse.erased_text(text), pulse.is_erased(bigint, bigint), pulse.keep_texts()
to service_role;
