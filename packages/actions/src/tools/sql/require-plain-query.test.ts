import { expect, test } from "vitest";

import { requirePlainQuery } from "./require-plain-query.ts";

/** Some that PostgreSQL has; the tool asks the database for all. */
const functions = ["pg_sleep", "pg_read_file", "lo_create", "query_to_xml", "regclass", "upper"];
const rules = {
  views: new Set(["pull_request_timeline", "repositories"]),
  columns: new Set(["id", "state", "repository_id"]),
  functionsAmong: (names: readonly string[]) => Promise.resolve(names.filter((name) => functions.includes(name))),
};

async function judge(sql: string): Promise<string> {
  return await requirePlainQuery(sql, rules).then(
    () => "good",
    (error: unknown) => String((error as { code?: unknown }).code),
  );
}

test.each([
  "select count(*) from metrics.pull_request_timeline",
  "select state, count(*) filter (where merged_at > now() - interval '30 days') as n from pull_request_timeline group by 1 order by 2 desc limit 5",
  "select percentile_cont(0.5) within group (order by extract(epoch from merged_at - created_at)) from metrics.pull_request_timeline",
  "with merged as (select * from metrics.pull_request_timeline where merged_at is not null), few as (select * from merged limit 3) select few.id from few",
  "select r.full_name, p.id, row_number() over (partition by p.repository_id order by p.created_at) from metrics.pull_request_timeline p join metrics.repositories r using (repository_id)",
  "select date_trunc('week', created_at at time zone 'Europe/Berlin') as week, avg(lines)::numeric(10, 1) from metrics.pull_request_timeline group by rollup (1) having count(*) > 1",
  "select w::date from generate_series(current_date - 28, current_date, interval '7 days') as w",
  "select unnest(label_names) as label from metrics.pull_request_timeline where title ilike '%fix%' and state in ('open', 'closed') and number between 1 and 9",
  "select case when is_draft then 'draft' else upper(state) end, coalesce(lines, 0), greatest(1, 2), array[1, 2], nullif(1, 2) from metrics.pull_request_timeline",
  "select id from metrics.pull_request_timeline union all select repository_id from metrics.repositories order by 1",
  "select p.state -- a comment\n from /* and another */ metrics.pull_request_timeline p;",
  "select exists (select from metrics.repositories), (select max(id) from metrics.pull_request_timeline), 1 in (select 2), row(1, 2) = (3, 4)",
  "values (1, 'a'), (2, 'b')",
])("is let through: %s", async (sql) => {
  expect(await judge(sql)).toBe("good");
});

test.each([
  ["nothing", ""],
  ["a comment alone", "-- nothing"],
  ["what is no SQL", "selec 1"],
  ["an end that never comes", "select 'a"],
  ["a parenthesis too many, to break out of another query", "select 1) x; drop table y; --"],
  ["sums nested without end", `select ${"1+".repeat(4000)}1`],
  ["queries nested without end", `select ${"(select ".repeat(200)}1${")".repeat(200)}`],
])("is no statement: %s", async (_, sql) => {
  expect(await judge(sql)).toMatch(/^(invalid|forbidden)$/);
});

test.each([
  ["two statements", "select 1; select 2"],
  ["a change behind a query", "select 1; delete from pulse.issues"],
  ["an end of the transaction", "commit"],
  ["a change", "update metrics.repositories set name = 'x'"],
  ["a removal", "delete from metrics.repositories"],
  ["a change within a query", "with gone as (delete from metrics.repositories returning *) select * from gone"],
  [
    "an addition within a query",
    "with put as (insert into metrics.repositories values (1) returning 1) select * from put",
  ],
  ["a new table", "select 1 into evil"],
  ["a block", "do $$ begin perform 1; end $$"],
  ["a call", "call evil()"],
  ["a copy", "copy (select 1) to program 'true'"],
  ["a plan that is carried out", "explain analyze select 1"],
  ["a prepared statement", "prepare evil as select 1"],
  ["its execution", "execute evil"],
  ["a cursor", "declare evil cursor for select 1"],
  ["a setting", "set role service_role"],
  ["a listener", "listen evil"],
  ["a lock", "lock table metrics.repositories"],
  ["rows that are held", "select * from metrics.repositories for update"],
  ["rows that are held within", "select * from (select * from metrics.repositories for share) x"],
  ["recursion", "with recursive n as (select 1 union all select 1 from n) select * from n"],
  ["a table by its name", "select * from pulse.issues"],
  ["the same in letters of another kind", 'select * from U&"\\0070ulse".issues'],
  ["the catalogue", "select * from pg_catalog.pg_class"],
  ["the catalogue without its schema", "select * from pg_authid"],
  ["the catalogue behind a query of its name", "select * from (with pg_authid as (select 1) select 1) x, pg_authid"],
  ["a name that is only seen elsewhere", "select * from (with hidden as (select 1) select 1) x, hidden"],
  ["information_schema", "select * from information_schema.tables"],
  ["another database", "select * from other.metrics.repositories_x"],
  ["a view that is none", "select * from metrics.pull_request_timeline_from_facts"],
  ["a sample", "select * from metrics.repositories tablesample system (1)"],
  ["a file", "select pg_read_file('/etc/passwd')"],
  ["a file in FROM", "select * from pg_read_file('/etc/passwd')"],
  ["a file by its schema", "select pg_catalog.pg_read_file('/etc/passwd')"],
  ["a file behind a dot", "select x.pg_read_file from unnest(array['/etc/passwd']) x"],
  ["a wait behind a dot", "select (5.0).pg_sleep"],
  [
    "a wait behind the dot of what has another column",
    "select x.pg_sleep from unnest(array[5.0]) x, (select 1 as pg_sleep) y",
  ],
  ["a file of functions in rows", "select * from rows from (pg_ls_dir('/'), generate_series(1, 2)) x"],
  ["a large object", "select lo_create(0)"],
  ["a wait", "select pg_sleep(600)"],
  ["a setting by a function", "select set_config('role', 'service_role', true)"],
  ["a setting that is read", "select current_setting('request.jwt.claims')"],
  ["SQL in a text", "select query_to_xml('select 1', true, true, '')"],
  ["a schema as text", "select schema_to_xml('pulse', true, true, '')"],
  ["sessions", "select * from pg_stat_get_activity(null)"],
  ["a long text of a short one", "select repeat('x', 100000000)"],
  ["a text of any width", "select lpad('x', 100000000), format('%1000000000s', 'x')"],
  ["another database by its function", "select * from dblink('dbname=postgres', 'select 1') as t (a int)"],
  ["a function of our own", "select metrics.ready_at_from_facts(1, 1)"],
  ["a function of others", "select pulse.reserve_ids(1)"],
  ["an operator of others", "select 1 operator(pulse.+) 2"],
  ["who asks", "select current_user"],
  ["in which database", "select current_catalog"],
  ["a cast to a table", "select 'pulse.issues'::regclass"],
  ["a cast by a function", "select regclass('pulse.issues')"],
  ["a cast by a keyword", "select cast(1259 as regclass)"],
  ["a cast to the type of a table", "select null::pulse.issues"],
  ["XML", "select xmlelement(name a)"],
  ["a table out of XML", "select * from xmltable('/a' passing '<a/>' columns b text)"],
  ["a parameter", "select $1"],
])("is refused: %s", async (_, sql) => {
  expect(await judge(sql)).toBe("forbidden");
});
