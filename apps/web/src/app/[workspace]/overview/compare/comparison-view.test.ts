import { expect, test } from "vitest";

import { comparisonHref, readComparisonView } from "./comparison-view.ts";

test("an address without a comparison shows the first page by name", () => {
  expect(readComparisonView({})).toEqual({ search: "", sort: "name", order: "asc", page: 1 });
});

test("a comparison comes back from its own address", () => {
  const view = { search: "shop", sort: "issue.backlog", order: "desc", page: 3 } as const;
  const href = comparisonHref("/default/overview?range=30d", view);

  expect(readComparisonView(Object.fromEntries(new URL(href, "http://localhost").searchParams))).toEqual(view);
  expect(href).toContain("range=30d&");
});

test.each([{ repos_page: "-2" }, { repos_page: "many" }, { repos_sort: "-colour" }])(
  "%j is as if it had not been given",
  (search) => {
    expect(readComparisonView(search)).toEqual({ search: "", sort: "name", order: "asc", page: 1 });
  },
);
