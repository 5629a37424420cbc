import fc from "fast-check";
import { expect, test } from "vitest";

import { findJsonFault } from "./find-json-fault.ts";

test.each([
  ['{"a": nothing}', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ["{a: 1}", 1],
  ["[1, 2,, 3]", 6],
  ["[1 2]", 3],
  ['["a\tb"]', 1],
  ['["\\x"]', 1],
  ["[01]", 2],
  ["[1}", 2],
  ['{"a": [}', 7],
  ["hello", 0],
  ["", 0],
] as const)("%j stops being JSON at %i", (text, at) => {
  expect(findJsonFault(text)).toBe(at);
});

test("all of any JSON text is found to be sound", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(findJsonFault(text)).toBe(text.length);
    }),
  );
});
