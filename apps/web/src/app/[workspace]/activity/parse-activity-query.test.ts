import { expect, test } from "vitest";

import { parseActivityQuery, toActivityHref } from "./parse-activity-query.ts";

test("what a form leaves empty narrows nothing", () => {
  expect(parseActivityQuery({ repo: "", kind: "", person: "" })).toEqual({
    repositories: [],
    kinds: [],
    person: "",
    before: null,
  });
});

test("an address leads back to the same view", () => {
  const query = parseActivityQuery({
    repo: ["acme/site", "acme/api"],
    kind: "review.submitted",
    person: "@ana",
    before: "2026-07-09T10:00:00.000Z comment.line 12",
  });

  const { searchParams } = new URL(toActivityHref("default", query), "http://localhost");

  expect(searchParams.getAll("repo")).toEqual(["acme/site", "acme/api"]);
  expect(parseActivityQuery({ before: searchParams.get("before") ?? "" }).before).toEqual(query.before);
  expect(query.person).toBe("ana");
});

test.each([{ kind: "issue.eaten" }, { before: "yesterday" }])("%o is refused in words", (search) => {
  expect(() => parseActivityQuery(search)).toThrow(/can only be|does not exist/);
});
