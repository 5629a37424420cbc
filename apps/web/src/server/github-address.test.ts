import { afterEach, expect, test } from "vitest";

import { itemUrl } from "../metric/item-view.ts";

const key = Symbol.for("pulse-hub.web.runtime");

afterEach(() => {
  Reflect.deleteProperty(globalThis, key);
});

test("links lead to the GitHub of this installation", () => {
  Object.assign(globalThis, { [key]: { githubUrl: "https://github.example.com" } });

  expect(itemUrl({ repository: "acme/site", number: 7 }, "issue")).toBe(
    "https://github.example.com/acme/site/issues/7",
  );
});

test("without an installation they lead to GitHub itself", () => {
  expect(itemUrl({ repository: "acme/site", number: 7 }, "pull_request")).toBe("https://github.com/acme/site/pull/7");
});
