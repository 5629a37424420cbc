-- A workspace that comes from another installation keeps the distances between its ids, above all that are given here.

-- What to add to ids up to the largest of them. Sequences do not go back when a transaction does: a failed import costs numbers, and there are
-- enough. The headroom is more than others take between its two loops.
create function pulse.reserve_ids(largest bigint) returns bigint
  language plpgsql
  security definer
  set search_path = pg_catalog
as $$
declare
  headroom constant bigint := 100000;
  shift bigint := 0;
  found record;
begin
  if largest not between 0 and 2251799813685248 then
    raise exception 'an id of % is no id of ours', largest using errcode = '22003';
  end if;
  for found in
    select pg_get_serial_sequence(attribute.attrelid::regclass::text, attribute.attname) as name
    from pg_attribute as attribute
    join pg_class as relation on relation.oid = attribute.attrelid
    where relation.relnamespace = 'pulse'::regnamespace
      and attribute.attidentity <> ''
  loop
    shift := greatest(shift, nextval(found.name::regclass));
  end loop;
  shift := shift + headroom;
  for found in
    select pg_get_serial_sequence(attribute.attrelid::regclass::text, attribute.attname) as name
    from pg_attribute as attribute
    join pg_class as relation on relation.oid = attribute.attrelid
    where relation.relnamespace = 'pulse'::regnamespace
      and attribute.attidentity <> ''
  loop
    perform setval(found.name::regclass, shift + largest);
  end loop;
  return shift;
end
$$;
revoke execute on function pulse.reserve_ids(bigint) from public;
grant execute on function pulse.reserve_ids(bigint) to service_role;
