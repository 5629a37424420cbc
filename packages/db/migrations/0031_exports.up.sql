-- Exports that are too large to wait for: written by the worker, fetched in parts that can be taken up again, and gone after a day.
create table pulse.exports (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  user_id uuid not null,
  question jsonb not null,
  format text not null check (format in ('csv', 'json', 'jsonl', 'parquet')),
  file_name text not null check (file_name <> ''),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  rows_done bigint not null default 0,
  rows_total bigint,
  size_bytes bigint not null default 0,
  sha256 bytea,
  error_detail text,
  attempts smallint not null default 0,
  worker_id text,
  beat_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null default now() + interval '1 day',
  unique (workspace_id, id),
  check ((state = 'done') = (sha256 is not null))
);
create index exports_to_do on pulse.exports (created_at, id) where state in ('queued', 'running');
create index exports_by_expiry on pulse.exports (expires_at);
comment on column pulse.exports.user_id is 'who asked for it, and alone may fetch it';

-- A file in pieces of one size, the last of which may be shorter: where a byte lies is a division.
create table pulse.export_parts (
  workspace_id bigint not null,
  export_id bigint not null,
  ordinal integer not null check (ordinal >= 0),
  body bytea not null,
  primary key (export_id, ordinal),
  foreign key (workspace_id, export_id) references pulse.exports (workspace_id, id) on delete cascade
);
-- Compressing what is read once takes longer than writing it.
alter table pulse.export_parts alter column body set storage external;

alter table pulse.exports enable row level security;
alter table pulse.exports force row level security;
create policy service on pulse.exports to service_role using (true) with check (true);
create policy own_read on pulse.exports for select to authenticated
  using (workspace_id = (select pulse.current_workspace_id()) and user_id = (select pulse.current_user_id()));
grant select, insert, update, delete on pulse.exports to service_role;
grant select on pulse.exports to authenticated;

alter table pulse.export_parts enable row level security;
alter table pulse.export_parts force row level security;
create policy service on pulse.export_parts to service_role using (true) with check (true);
grant select, insert, update, delete on pulse.export_parts to service_role;

-- A file says what was known when it was written: what must be forgotten takes the files of its workspace along.
create function pulse.forget_exports() returns trigger
  language plpgsql
as $$
begin
  delete from pulse.exports
  where workspace_id in (select distinct gone.workspace_id from gone);
  return null;
end
$$;
revoke execute on function pulse.forget_exports() from public;
create trigger forget_exports after insert on pulse.erased_people referencing new table as gone
  for each statement execute function pulse.forget_exports();
create trigger forget_exports after delete on pulse.repositories referencing old table as gone
  for each statement execute function pulse.forget_exports();
