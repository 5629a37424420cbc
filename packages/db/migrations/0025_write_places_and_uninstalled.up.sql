-- All processes of a connection write a second apart, so they share the place in line; and an app that was uninstalled is no lost repository.
alter table pulse.rate_budgets add column next_write_at timestamptz;
comment on column pulse.rate_budgets.next_write_at is 'when the next write of the connection may start, whichever process makes it';

alter table pulse.repositories drop constraint repositories_access_check;
alter table pulse.repositories add constraint repositories_access_check check (
  access in ('ok', 'renamed', 'transferred', 'private', 'forbidden', 'deleted', 'uninstalled', 'disconnected')
);
