import { expect, test } from "vitest";

import { pairComments, type StoredComment } from "./pair-comments.ts";

const ann = 1;
const bob = 2;
const noon = Date.parse("2024-01-01T12:00:00Z");

function stored(id: number, fields: Partial<StoredComment> = {}): StoredComment {
  return { ...given(fields), id, ordinal: 0, ...fields };
}

function given(fields: Partial<StoredComment> = {}) {
  return { githubId: null, item: "issue 1", thread: "", authorId: ann, createdAtMs: noon, ...fields };
}

const complete = new Set(["issue 1"]);

test.each([
  ["the same author at the same instant is the same comment", [stored(7)], [given()], [[7, 0]], []],
  ["another instant is another comment", [stored(7)], [given({ createdAtMs: noon + 1000 })], [[null, 0]], [7]],
  [
    "equals are told apart by their order",
    [stored(7), stored(8, { ordinal: 1 })],
    [given(), given()],
    [
      [7, 0],
      [8, 1],
    ],
    [],
  ],
  [
    "a further equal takes the next position",
    [stored(7)],
    [given(), given()],
    [
      [7, 0],
      [null, 1],
    ],
    [],
  ],
  ["one of two equals is gone", [stored(7), stored(8, { ordinal: 1 })], [given()], [[7, 0]], [8]],
  ["a renamed author keeps the comment", [stored(7)], [given({ authorId: bob })], [[7, 0]], []],
  ["a deleted author keeps the comment", [stored(7)], [given({ authorId: null })], [[7, 0]], []],
  [
    "a renamed author does not take another's comment",
    [stored(7), stored(8, { authorId: bob })],
    [given({ authorId: 3 }), given({ authorId: bob })],
    [
      [7, 0],
      [8, 0],
    ],
    [],
  ],
  [
    "a renamed author who wrote in the same second under the new name as well takes a free position",
    [stored(7), stored(8, { authorId: bob })],
    [given({ authorId: bob }), given({ authorId: bob })],
    [
      [8, 0],
      [7, 1],
    ],
    [],
  ],
  [
    "GitHub's id finds a comment wherever it stands",
    [stored(7, { githubId: 70 })],
    [given({ githubId: 70, createdAtMs: 5 })],
    [[7, 0]],
    [],
  ],
  ["a comment with an id adopts an imported one without", [stored(7)], [given({ githubId: 70 })], [[7, 0]], []],
  ["two ids are two comments", [stored(7, { githubId: 70 })], [given({ githubId: 71 })], [[null, 1]], [7]],
  ["threads are kept apart", [stored(7, { thread: "r1" })], [given({ thread: "r2" })], [[null, 0]], [7]],
] as const)("%s", (_, before, now, pairs, gone) => {
  const paired = pairComments({ stored: before, given: now, completeItems: complete });

  expect(paired.pairings.map((pairing) => [pairing.storedId, pairing.ordinal])).toEqual(pairs);
  expect(paired.goneIds).toEqual(gone);
});

test("of an item that is not given whole, nothing is gone and no author is taken for renamed", () => {
  const paired = pairComments({
    stored: [stored(7), stored(8, { authorId: bob })],
    given: [given({ authorId: 3 })],
    completeItems: new Set(),
  });

  expect(paired).toEqual({ pairings: [{ storedId: null, ordinal: 0 }], goneIds: [] });
});
