import { expect, test } from "vitest";

import { readPersonSort } from "./person-sort.ts";
import { sortPeople, toPeople } from "./to-people.ts";

const people = toPeople({
  reviews: [{ login: "Bo", name: null, reviews: 9 }],
  latency: [{ login: "Bo", name: null, n: 4, p50: 3600 }],
  wip: [
    { login: "ana", name: "Ana", n: 2, oldest_at: "2026-03-01T00:00:00Z" },
    { login: null, name: null, n: 1, oldest_at: "2026-03-01T00:00:00Z" },
  ],
  commits: [
    { login: "ana", name: "Ana", commits: 5 },
    { login: null, name: "Cy of no account", commits: 7 },
  ],
  waiting: [
    { reviewer: "bo", waiting: 3, oldestAt: new Date("2026-03-02T00:00:00Z") },
    { reviewer: null, waiting: 1, oldestAt: new Date("2026-03-02T00:00:00Z") },
  ],
});

test("a person stands once, whatever numbers tell of them, and a deleted account is nobody", () => {
  expect(
    people.map(({ name, reviews, latency, wip, commits, waiting }) => [name, reviews, latency, wip, commits, waiting]),
  ).toEqual([
    ["ana", 0, null, 2, 5, 0],
    ["Bo", 9, 3600, 0, 0, 3],
    ["Cy of no account", 0, null, 0, 7, 0],
  ]);
});

test.each([
  [undefined, ["ana", "Bo", "Cy of no account"]],
  ["-reviews", ["Bo", "ana", "Cy of no account"]],
  ["latency", ["Bo", "ana", "Cy of no account"]],
  ["-best", ["ana", "Bo", "Cy of no account"]],
])("sorted by %s only when somebody asks for it", (text, names) => {
  expect(sortPeople(people, readPersonSort(text)).map(({ name }) => name)).toEqual(names);
});
