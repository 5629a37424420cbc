/** What hangs on a table: constraints, indexes, triggers, rules, policies, statistics. */
import { relations } from "./list-relations.ts";

// PostgreSQL 18 lists NOT NULL here too; the column says it already. Constraint triggers are listed as triggers.
export const listConstraints = `
  select
    relation.object,
    'constraint ' || quote_ident(con.conname) as item,
    pg_get_constraintdef(con.oid) as definition
  from (${relations}) as relation
  join pg_constraint as con on con.conrelid = relation.oid
  where con.contype not in ('n', 't')`;

// An index that serves a constraint comes and goes with it.
export const listIndexes = `
  select
    relation.object,
    'index ' || quote_ident(class.relname) as item,
    regexp_replace(pg_get_indexdef(class.oid), '^CREATE (UNIQUE )?INDEX .* ON (ONLY )?\\S+ USING ', '\\1')
      || case when index.indisvalid then '' else ' (invalid)' end
      || coalesce(' (' || nullif(array_to_string(class.reloptions, ', '), '') || ')', '') as definition
  from (${relations}) as relation
  join pg_index as index on index.indrelid = relation.oid
  join pg_class as class on class.oid = index.indexrelid
  where not exists (
    select from pg_constraint
    where conindid = index.indexrelid and conrelid = index.indrelid and contype in ('p', 'u', 'x')
  )`;

export const listTriggers = `
  select
    relation.object,
    'trigger ' || quote_ident(trigger.tgname) as item,
    pg_get_triggerdef(trigger.oid)
      || case trigger.tgenabled when 'O' then '' when 'D' then ' (disabled)' when 'R' then ' (replica)' else ' (always)' end
      as definition
  from (${relations}) as relation
  join pg_trigger as trigger on trigger.tgrelid = relation.oid
  where not trigger.tgisinternal`;

export const listRules = `
  select
    relation.object,
    'rule ' || quote_ident(rule.rulename) as item,
    pg_get_ruledef(rule.oid) || case rule.ev_enabled when 'O' then '' else ' (' || rule.ev_enabled::text || ')' end as definition
  from (${relations}) as relation
  join pg_rewrite as rule on rule.ev_class = relation.oid
  where rule.rulename <> '_RETURN'`;

export const listPolicies = `
  select
    relation.object,
    'policy ' || quote_ident(policy.polname) as item,
    concat_ws(' ',
      case when not policy.polpermissive then 'restrictive' end,
      'for',
      case policy.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'to',
      (
        select string_agg(name, ', ' order by name)
        from (
          select case role when 0 then 'public' when $2 then '{owner}' else pg_get_userbyid(role) end as name
          from unnest(policy.polroles) as role
        ) as named
      ),
      'using (' || pg_get_expr(policy.polqual, policy.polrelid) || ')',
      'with check (' || pg_get_expr(policy.polwithcheck, policy.polrelid) || ')'
    ) as definition
  from (${relations}) as relation
  join pg_policy as policy on policy.polrelid = relation.oid`;

export const listStatistics = `
  select
    relation.object,
    'statistics ' || quote_ident(statistics.stxname) as item,
    pg_get_statisticsobjdef(statistics.oid) as definition
  from (${relations}) as relation
  join pg_statistic_ext as statistics on statistics.stxrelid = relation.oid`;
