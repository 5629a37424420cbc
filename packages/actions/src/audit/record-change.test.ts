import { expect, test } from "vitest";

import { withoutSecrets } from "./record-change.ts";

test("whatever is named like a secret is hidden, however deep", () => {
  const input = { name: "ci", token: "ghp_x", nested: [{ privateKey: "-----BEGIN", webhook_secret: "s", count: 3 }] };

  expect(withoutSecrets(input)).toEqual({
    name: "ci",
    token: "(hidden)",
    nested: [{ privateKey: "(hidden)", webhook_secret: "(hidden)", count: 3 }],
  });
});

test("nothing stays nothing, and long texts are cut", () => {
  expect(withoutSecrets({ token: null, text: "x".repeat(600) })).toEqual({ token: null, text: `${"x".repeat(500)}…` });
});
