-- Back to no shared place for writes; what an uninstalled app read is what GitHub forbids, as it was told before.
update pulse.repositories set access = 'forbidden' where access = 'uninstalled';
alter table pulse.repositories drop constraint repositories_access_check;
alter table pulse.repositories add constraint repositories_access_check check (
  access in ('ok', 'renamed', 'transferred', 'private', 'forbidden', 'deleted', 'disconnected')
);

alter table pulse.rate_budgets drop column next_write_at;
