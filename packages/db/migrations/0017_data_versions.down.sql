-- Stops counting the states of facts.
drop trigger count_renamed on pulse.accounts;

do $$
declare
  found record;
begin
  for found in
    select made.tgname as name, made.tgrelid::regclass as relation
    from pg_trigger as made
    where made.tgfoid = 'pulse.mark_data_changes()'::regprocedure
  loop
    execute format('drop trigger %I on %s', found.name, found.relation);
  end loop;
end
$$;

drop table pulse.data_changes;
drop table pulse.data_versions;
drop function pulse.count_data_change();
drop function pulse.mark_account_change();
drop function pulse.mark_data_changes();
