/**
 * Takes from the tables of an installation what makes a bulk load slow or impossible, and puts it back as it was: foreign keys, unique
 * constraints, indexes, triggers, and row level security for the owner, under which COPY refuses to write.
 */
import type { Session } from "../migrate/with-session.ts";

type Part = {
  readonly relation: string;
  readonly drop: string;
  readonly make: string;
  readonly describe: string | null;
};

const ownRelations = `
  select relation.oid, relation.oid::regclass::text as name
  from pg_class as relation
  where relation.relnamespace in (select oid from pg_namespace where nspname in ('identity', 'pulse'))
    and relation.relkind = 'r'
    and relation.oid <> 'pulse.schema_migrations'::regclass`;

// A view or function that groups by a key leans on the key's constraint, which then has to stay.
const isFree = `not exists (
    select from pg_depend
    where refclassid = 'pg_constraint'::regclass
      and refobjid = con.oid
      and classid in ('pg_rewrite'::regclass, 'pg_proc'::regclass)
  )`;

const listConstraints = `
  select
    relation.name as relation,
    format('alter table %s drop constraint %I', relation.name, con.conname) as drop,
    format('alter table %s add constraint %I %s', relation.name, con.conname, pg_get_constraintdef(con.oid)) as make,
    format('comment on constraint %I on %s is %L', con.conname, relation.name, obj_description(con.oid, 'pg_constraint'))
      as describe
  from (${ownRelations}) as relation
  join pg_constraint as con on con.conrelid = relation.oid
  where con.contype = any ($1)
    and ${isFree}
  order by relation.name, con.conname`;

const listIndexes = `
  select
    relation.name as relation,
    format('drop index %s', index.indexrelid::regclass) as drop,
    pg_get_indexdef(index.indexrelid) as make,
    format('comment on index %s is %L', index.indexrelid::regclass, obj_description(index.indexrelid, 'pg_class')) as describe
  from (${ownRelations}) as relation
  join pg_index as index on index.indrelid = relation.oid
  where not exists (select from pg_constraint where conindid = index.indexrelid and contype in ('p', 'u', 'x'))
  order by relation.name, index.indexrelid::regclass::text`;

const listRelations = `
  select
    relation.name as relation,
    format('alter table %s no force row level security, disable trigger user', relation.name) as drop,
    format('alter table %s force row level security, enable trigger user', relation.name) as make,
    null as describe
  from (${ownRelations}) as relation
  order by relation.name`;

/** Runs `work` on bare tables, inside a transaction of the session, and calls `onPart` before each part that is put back. */
export async function withBareTables<T>(
  session: Session,
  work: () => Promise<T>,
  onPart: (relation: string) => void,
): Promise<T> {
  const relations = await session.query<Part>(listRelations);
  const references = await session.query<Part>(listConstraints, [["f"]]);
  const keys = await session.query<Part>(listConstraints, [["p", "u", "x"]]);
  const indexes = await session.query<Part>(listIndexes);
  const inOrder = [relations.rows, references.rows, keys.rows, indexes.rows];
  for (const part of inOrder.flat()) await session.query(part.drop);
  const result = await work();
  // Row level security comes last: a foreign key is checked by a query of the owner's, who would see nothing.
  for (const part of inOrder.toReversed().flat()) {
    onPart(part.relation);
    await session.query(part.make);
    if (part.describe !== null && !part.describe.endsWith(" is NULL")) await session.query(part.describe);
  }
  return result;
}
