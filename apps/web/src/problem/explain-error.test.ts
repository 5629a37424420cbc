import { AppError } from "@pulse/kit";
import { expect, test } from "vitest";

import { explainError } from "./explain-error.ts";
import { toProblem } from "./problem.ts";

test("an AppError is told in its own words", () => {
  expect(explainError(new AppError("not_found", "There is no such thing"))).toEqual({
    code: "not_found",
    detail: "There is no such thing",
    isBug: false,
  });
});

test.each([
  Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
  Object.assign(new Error("terminating"), { code: "57P01" }),
  new Error("Connection terminated unexpectedly"),
])("a database that is away is unavailable, not a bug: %s", (error) => {
  expect(explainError(error)).toMatchObject({ code: "unavailable", isBug: false });
});

test("a bug keeps its cause to itself", () => {
  const explained = explainError(new TypeError("x of undefined"));

  expect(explained).toMatchObject({ code: "internal", isBug: true });
  expect(explained.detail).not.toContain("undefined");
});

test.each([
  ["invalid", 400],
  ["unauthenticated", 401],
  ["forbidden", 403],
  ["not_found", 404],
  ["conflict", 409],
  ["limited", 429],
  ["unavailable", 503],
  ["internal", 500],
] as const)("%s is %d", (code, status) => {
  expect(toProblem({ code, detail: "", requestId: "r" })).toMatchObject({ code, status, request_id: "r" });
});
