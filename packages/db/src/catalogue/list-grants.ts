import { relations } from "./list-relations.ts";
import { routines, sequences, types } from "./list-free-objects.ts";

// What nobody granted or revoked is null in the catalogue and means the defaults: for a function that is EXECUTE to everybody, which is
// worth seeing. For types the default (USAGE to everybody) is not.
const holders = `
  select 'schema ' || quote_ident(nspname) as object, null as part, 'n' as kind, nspowner as owner, nspacl as acl
  from pg_namespace
  where nspname = any ($1)
  union all
  select object, null, 'r', relowner, relacl from (${relations}) as relation where relkind <> 'c'
  union all
  select object, null, 's', relowner, relacl from (${sequences}) as sequence
  union all
  select object, null, 'f', proowner, proacl from (${routines}) as routine
  union all
  select object, null, 'T', typowner, typacl from (${types}) as type where typacl is not null
  union all
  select relation.object, attribute.attname::text, 'c', relation.relowner, attribute.attacl
  from (${relations}) as relation
  join pg_attribute as attribute on attribute.attrelid = relation.oid
  where attribute.attacl is not null`;

// "all" stands for every privilege that this server knows for such an object: 17 added MAINTAIN, and GRANT ALL means the same on 15. Beside
// the other privileges that come only with ALL, MAINTAIN is therefore not told either.
export const listGrants = `
  with holder as (${holders}),
  granted as (
    select
      holder.object,
      holder.part,
      holder.kind,
      holder.owner,
      acl.grantee,
      array_agg(acl.privilege_type order by acl.privilege_type) as privileges,
      array_agg(acl.privilege_type order by acl.privilege_type) filter (where acl.is_grantable) as grantable,
      (
        select array_agg(full_acl.privilege_type order by full_acl.privilege_type)
        from aclexplode(acldefault(holder.kind::"char", holder.owner)) as full_acl
        where full_acl.grantee = holder.owner
      ) as everything
    from holder
    cross join lateral aclexplode(coalesce(holder.acl, acldefault(holder.kind::"char", holder.owner))) as acl
    group by holder.object, holder.part, holder.kind, holder.owner, acl.grantee
  )
  select
    object,
    concat_ws(' ',
      'grant to',
      case grantee when 0 then 'public' when $2 then '{owner}' else pg_get_userbyid(grantee) end,
      'on ' || quote_ident(part)
    ) as item,
    case
      when privileges = everything and cardinality(everything) > 1 then 'all'
      when privileges @> array['REFERENCES', 'TRIGGER', 'TRUNCATE'] then lower(array_to_string(array_remove(privileges, 'MAINTAIN'), ', '))
      else lower(array_to_string(privileges, ', '))
    end
      || coalesce(' with grant option on ' || lower(array_to_string(grantable, ', ')), '') as definition
  from granted
  where grantee <> owner
    or privileges is distinct from everything
  union all
  select
    holder.object,
    concat_ws(' ', 'grant to', case when holder.owner = $2 then '{owner}' else pg_get_userbyid(holder.owner) end),
    'nothing'
  from holder
  where part is null
    and acl is not null
    and not exists (select from aclexplode(acl) where grantee = holder.owner)`;

/** Privileges that future objects of a schema will get by themselves. */
export const listDefaultGrants = `
  select
    'schema ' || quote_ident(schema.nspname) as object,
    concat_ws(' ',
      'default grant on',
      case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
      'by', case when defaclrole = $2 then '{owner}' else pg_get_userbyid(defaclrole) end,
      'to', case grantee when 0 then 'public' when $2 then '{owner}' else pg_get_userbyid(grantee) end
    ) as item,
    lower(string_agg(privilege_type, ', ' order by privilege_type)) as definition
  from pg_default_acl
  join pg_namespace as schema on schema.oid = defaclnamespace
  cross join lateral aclexplode(defaclacl)
  where schema.nspname = any ($1)
  group by schema.nspname, defaclobjtype, defaclrole, grantee`;
