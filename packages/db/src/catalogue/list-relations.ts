/**
 * Schemas, tables, views and their columns. Every query of this folder is given `$1`, the schemas to read, and may use `$2`, the role that
 * owns them: its name differs between installations and is written `{owner}`. What belongs to an extension is left out: the extension
 * stands for it.
 */
export const listSchemas = `
  select
    'schema ' || quote_ident(schema.nspname) as object,
    'owner' as item,
    case when schema.nspowner = $2 then '{owner}' else pg_get_userbyid(schema.nspowner) end as definition
  from pg_namespace as schema
  where schema.nspname = any ($1)`;

const kindOf = `
  case relation.relkind
    when 'r' then 'table' when 'p' then 'table' when 'f' then 'foreign table'
    when 'v' then 'view' when 'm' then 'materialized view' when 'c' then 'type'
  end`;

/** For the other queries: every relation of the scope with columns, under the name by which the catalogue lists it. */
export const relations = `
  select
    relation.*,
    schema.nspname,
    ${kindOf} || ' ' || quote_ident(schema.nspname) || '.' || quote_ident(relation.relname) as object
  from pg_class as relation
  join pg_namespace as schema on schema.oid = relation.relnamespace
  where schema.nspname = any ($1)
    and relation.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
    and not exists (
      select from pg_depend
      where classid = 'pg_class'::regclass and objid = relation.oid and deptype = 'e'
    )`;

export const listRelations = `
  select relation.object, item.name as item, item.definition
  from (${relations}) as relation
  cross join lateral (
    values
      ('owner', case when relation.relowner <> $2 then pg_get_userbyid(relation.relowner)::text end),
      ('row level security', case when relation.relkind in ('r', 'p') then
        case when relation.relrowsecurity then 'enabled' else 'disabled' end
        || case when relation.relforcerowsecurity then ', forced' else ', not forced' end
      end),
      ('persistence', case when relation.relpersistence = 'u' then 'unlogged' end),
      ('replica identity', case when relation.relkind in ('r', 'p') then nullif(relation.relreplident, 'd')::text end),
      ('access method', (
        select amname::text from pg_am where oid = relation.relam and relation.relkind in ('r', 'p', 'm') and amname <> 'heap'
      )),
      ('options', array_to_string(relation.reloptions, ', ')),
      ('partition by', case when relation.relkind = 'p' then pg_get_partkeydef(relation.oid) end),
      ('partition', case when relation.relispartition then pg_get_expr(relation.relpartbound, relation.oid) end),
      ('inherits', (
        select string_agg(inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits where inhrelid = relation.oid
      )),
      ('definition', case when relation.relkind in ('v', 'm') then pg_get_viewdef(relation.oid) end),
      -- Triggers by which foreign keys are kept can be switched off by hand, and then nothing keeps them.
      ('foreign key triggers', (
        select 'disabled' from pg_trigger where tgrelid = relation.oid and tgisinternal and tgenabled <> 'O' limit 1
      ))
  ) as item (name, definition)
  where item.definition is not null
    and item.definition <> ''`;

const identity = `
  (
    select
      'generated ' || case attribute.attidentity when 'a' then 'always' else 'by default' end || ' as identity'
      || case
        when (seqstart, seqincrement, seqcache, seqcycle) = (1, 1, 1, false) then ''
        else format(' (start %s increment %s cache %s%s)', seqstart, seqincrement, seqcache, case when seqcycle then ' cycle' end)
      end
    from pg_depend
    join pg_sequence on seqrelid = objid
    where refobjid = attribute.attrelid and refobjsubid = attribute.attnum and deptype = 'i' and classid = 'pg_class'::regclass
  )`;

export const listColumns = `
  select
    relation.object,
    'column ' || quote_ident(attribute.attname) as item,
    concat_ws(' ',
      format_type(attribute.atttypid, attribute.atttypmod),
      case when attribute.attcollation <> type.typcollation then 'collate ' || attribute.attcollation::regcollation::text end,
      case when attribute.attnotnull then 'not null' end,
      case attribute.attgenerated
        when '' then 'default ' || pg_get_expr(value.adbin, value.adrelid)
        else 'generated always as (' || pg_get_expr(value.adbin, value.adrelid) || ') '
          || case attribute.attgenerated when 's' then 'stored' else 'virtual' end
      end,
      case when attribute.attidentity <> '' then ${identity} end,
      case when attribute.attstorage <> type.typstorage then 'storage ' || attribute.attstorage::text end,
      case when attribute.attcompression <> '' then 'compression ' || attribute.attcompression::text end
    ) as definition
  from (${relations}) as relation
  join pg_attribute as attribute on attribute.attrelid = relation.oid
  join pg_type as type on type.oid = attribute.atttypid
  left join pg_attrdef as value on value.adrelid = attribute.attrelid and value.adnum = attribute.attnum
  where attribute.attnum > 0
    and not attribute.attisdropped
  order by relation.object, attribute.attnum`;
