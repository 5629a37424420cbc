import { expect, test } from "vitest";

import { toMatrix } from "./to-matrix.ts";

const rows = [
  { author: "Cy", reviewer: "ana", n: 4 },
  { author: "Cy", reviewer: "Bo", n: 1 },
  { author: "ana", reviewer: "Bo", n: 2 },
  { author: null, reviewer: "ana", n: 3 },
];

test("authors and reviewers stand by name, and a deleted account under what it is", () => {
  const matrix = toMatrix(rows, { most: 10 });

  expect(matrix.reviewers).toEqual(["ana", "Bo"]);
  expect(matrix.authors.map(({ author, counts, total }) => [author, counts, total])).toEqual([
    ["ana", [0, 2], 2],
    ["Cy", [4, 1], 5],
    ["deleted account", [3, 0], 3],
  ]);
  expect(matrix).toMatchObject({ largest: 4, hidden: { people: 0, reviews: 0 } });
});

test("what does not fit is said: how many people, and how many reviews", () => {
  const matrix = toMatrix(rows, { most: 1 });

  expect(matrix.reviewers).toEqual(["ana"]);
  expect(matrix.authors).toEqual([{ author: "Cy", counts: [4], total: 4 }]);
  expect(matrix.hidden).toEqual({ people: 3, reviews: 6 });
});
