import { expect, test } from "vitest";

import { splitStatements } from "./split-statements.ts";

const scripts: readonly (readonly [string, string, readonly string[]])[] = [
  ["plain statements", "select 1; select 2;", ["select 1", "select 2"]],
  ["a last statement without a semicolon", "select 1;\nselect 2\n", ["select 1", "select 2"]],
  ["nothing but comments", "-- one; two\n/* three; */ ;;", []],
  ["semicolons in strings", "select ';', 'it''s;'; select 2", ["select ';', 'it''s;'", "select 2"]],
  [
    "backslashes in E-strings only",
    "select e'\\';'; select '\\'; select 3",
    ["select e'\\';'", "select '\\'", "select 3"],
  ],
  ["semicolons in quoted names", 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', "select 2"]],
  [
    "dollar quotes, with other dollar quotes inside",
    "do $a$ begin perform $$;$$; end $a$; select 2",
    ["do $a$ begin perform $$;$$; end $a$", "select 2"],
  ],
  ["parameters are no dollar quotes", "select $1; select $2", ["select $1", "select $2"]],
  ["nested comments", "select 1 /* a /* ; */ ; */; select 2", ["select 1", "select 2"]],
  [
    "rules with several actions",
    "create rule r as on insert to t do (select 1; select 2); select 3",
    ["create rule r as on insert to t do (select 1; select 2)", "select 3"],
  ],
  [
    "bodies of SQL functions",
    "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3",
    ["create function f() returns int begin atomic select case when true then 1 end; select 2; end", "select 3"],
  ],
  ["an unfinished string runs to the end", "select 'a; select 2", ["select 'a; select 2"]],
];

test.each(scripts)("%s are cut where PostgreSQL would cut them", (_, script, expected) => {
  const statements = splitStatements(script);

  expect(statements.map((statement) => statement.sql)).toEqual(expected);
});

test("each statement knows its line, comments above it left out", () => {
  const statements = splitStatements("-- why\n\nselect 1;\n-- and\nselect\n  2;");

  expect(statements.map((statement) => statement.line)).toEqual([3, 5]);
});
