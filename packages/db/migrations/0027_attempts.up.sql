-- How often a place tried to come in, counted for all web processes together. Lost in a crash, which costs a minute's memory and no fact.
create unlogged table identity.attempts (
  kind text not null check (kind in ('way_in', 'wrong_key')),
  network text not null,
  paid_at timestamptz not null,
  primary key (kind, network)
);
create index attempts_by_paid on identity.attempts (paid_at);
comment on column identity.attempts.network is 'an IPv4 address, or the /64 of an IPv6 one';
comment on column identity.attempts.paid_at is 'the instant at which its debt is paid; a row whose instant has passed says nothing any more';

alter table identity.attempts enable row level security;
alter table identity.attempts force row level security;
create policy service on identity.attempts to service_role using (true) with check (true);
grant select, insert, update, delete on identity.attempts to service_role;
