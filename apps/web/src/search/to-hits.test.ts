import { expect, test } from "vitest";

import { toHits } from "./to-hits.ts";

const answer = {
  items: [
    {
      kind: "pull_request",
      repository: "acme/site",
      number: 8,
      title: "Cache it",
      state: "merged",
      author: null,
      updatedAt: new Date(0),
    },
  ],
  repositories: [{ fullName: "acme/a&b" }],
  people: [{ login: "renovate[bot]", name: null, isBot: true }],
  more: [],
  isCommon: false,
} as const;

test("an item leads to GitHub, a repository to its overview, a person to what they did", () => {
  expect(toHits(answer, "team")).toEqual([
    {
      group: "items",
      kind: "pull request",
      title: "Cache it",
      note: "acme/site#8 · merged",
      href: "https://github.com/acme/site/pull/8",
      isOutside: true,
    },
    {
      group: "repositories",
      kind: "repository",
      title: "acme/a&b",
      note: "overview",
      href: "/team/overview?repo=acme%2Fa%26b",
      isOutside: false,
    },
    {
      group: "people",
      kind: "person",
      title: "renovate[bot]",
      note: "bot · activity",
      href: "/team/activity?person=renovate%5Bbot%5D",
      isOutside: false,
    },
  ]);
});
