-- What a program asked for under a key of its own, so that asking again does nothing twice. Kept for a day.
create table pulse.idempotency_keys (
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  user_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, user_id, key)
);
create index idempotency_keys_by_created on pulse.idempotency_keys (created_at);
comment on column pulse.idempotency_keys.answer is 'null while it is under way, and for what is shown once only';

alter table pulse.idempotency_keys enable row level security;
alter table pulse.idempotency_keys force row level security;
create policy service on pulse.idempotency_keys to service_role using (true) with check (true);
grant select, insert, update, delete on pulse.idempotency_keys to service_role;
