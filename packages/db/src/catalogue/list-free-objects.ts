/** What stands beside the tables: functions, types, sequences, extensions. */

// Not a part of something else: of an extension, or of a type that brought it along.
const ownOnly = (catalog: string, id: string): string => `
    not exists (
      select from pg_depend
      where classid = '${catalog}'::regclass and objid = ${id} and deptype in ('e', 'i')
    )`;

const routineName = `
  case routine.prokind when 'p' then 'procedure ' when 'a' then 'aggregate ' else 'function ' end
  || quote_ident(schema.nspname) || '.' || quote_ident(routine.proname)
  || '(' || pg_get_function_identity_arguments(routine.oid) || ')'`;

/** For the query of grants: every routine of the scope under the name by which the catalogue lists it. */
export const routines = `
  select routine.*, ${routineName} as object
  from pg_proc as routine
  join pg_namespace as schema on schema.oid = routine.pronamespace
  where schema.nspname = any ($1)
    and ${ownOnly("pg_proc", "routine.oid")}`;

export const listRoutines = `
  select routine.object, item.name as item, item.definition
  from (${routines}) as routine
  cross join lateral (
    values
      ('owner', case when routine.proowner <> $2 then pg_get_userbyid(routine.proowner)::text end),
      ('definition', case when routine.prokind = 'a'
        then (
          select format('state %s, transition %s, final %s, initial %s', aggtranstype::regtype, aggtransfn, aggfinalfn, agginitval)
          from pg_aggregate
          where aggfnoid = routine.oid
        )
        else rtrim(pg_get_functiondef(routine.oid), E'\\n')
      end)
  ) as item (name, definition)
  where item.definition is not null`;

/** Enums, domains and ranges; a composite type is listed by its columns. */
export const types = `
  select type.*, 'type ' || quote_ident(schema.nspname) || '.' || quote_ident(type.typname) as object
  from pg_type as type
  join pg_namespace as schema on schema.oid = type.typnamespace
  where schema.nspname = any ($1)
    and type.typtype in ('e', 'd', 'r')
    and ${ownOnly("pg_type", "type.oid")}`;

export const listTypes = `
  select type.object, item.name as item, item.definition
  from (${types}) as type
  cross join lateral (
    values
      ('owner', case when type.typowner <> $2 then pg_get_userbyid(type.typowner)::text end),
      ('enum', (
        select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = type.oid
      )),
      ('domain', case when type.typtype = 'd' then
        concat_ws(' ',
          format_type(type.typbasetype, type.typtypmod),
          case when type.typnotnull then 'not null' end,
          'default ' || type.typdefault
        )
      end),
      ('range', (select 'of ' || rngsubtype::regtype::text from pg_range where rngtypid = type.oid))
  ) as item (name, definition)
  where item.definition is not null
  union all
  select type.object, 'constraint ' || quote_ident(con.conname), pg_get_constraintdef(con.oid)
  from (${types}) as type
  join pg_constraint as con on con.contypid = type.oid
  where con.contype = 'c'`;

/** The sequence of an identity column is part of the column. */
export const sequences = `
  select class.*, 'sequence ' || quote_ident(schema.nspname) || '.' || quote_ident(class.relname) as object
  from pg_class as class
  join pg_namespace as schema on schema.oid = class.relnamespace
  where schema.nspname = any ($1)
    and class.relkind = 'S'
    and not exists (
      select from pg_depend
      where classid = 'pg_class'::regclass and objid = class.oid and deptype in ('i', 'e')
    )`;

export const listSequences = `
  select
    sequence.object,
    'definition' as item,
    concat_ws(' ',
      format_type(options.seqtypid, null),
      format('start %s increment %s minimum %s maximum %s cache %s', seqstart, seqincrement, seqmin, seqmax, seqcache),
      case when seqcycle then 'cycle' end,
      (
        select 'owned by ' || refobjid::regclass || '.' || quote_ident(attname)
        from pg_depend
        join pg_attribute on attrelid = refobjid and attnum = refobjsubid
        where classid = 'pg_class'::regclass and objid = sequence.oid and deptype = 'a' and refobjsubid > 0
      ),
      case when sequence.relowner <> $2 then 'of ' || pg_get_userbyid(sequence.relowner) end
    ) as definition
  from (${sequences}) as sequence
  join pg_sequence as options on options.seqrelid = sequence.oid`;

export const listExtensions = `
  select 'extension ' || quote_ident(extname) as object, 'schema' as item, quote_ident(schema.nspname) as definition
  from pg_extension
  join pg_namespace as schema on schema.oid = extnamespace
  where schema.nspname = any ($1)`;
