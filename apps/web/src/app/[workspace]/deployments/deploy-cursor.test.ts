import { expect, test } from "vitest";

import { readDeployCursor, writeDeployCursor } from "./deploy-cursor.ts";

test("a place in the history is read as it was written", () => {
  const cursor = { at: "2026-11-21T09:00:00.000Z", run: 7, deployment: null };

  expect(readDeployCursor(writeDeployCursor(cursor))).toEqual(cursor);
});

test.each(["", "bm9uZQ", Buffer.from('{"at":"0000-01-01T00:00:00Z","run":1,"deployment":null}').toString("base64url")])(
  "%j is refused as a place, in words",
  (text) => {
    expect(() => readDeployCursor(text)).toThrow("no place in the history");
  },
);
