import { expect, test } from "vitest";

import { isProductionEnvironment } from "./is-production-environment.ts";

test.each([
  ["production", true],
  ["Production – web", true],
  ["prod-eu", true],
  ["eu/prod", true],
  ["live", true],
  ["github-pages", true],
  ["staging", false],
  ["pre-production", false],
  ["non-prod", false],
  ["production-test", false],
  ["product-page", false],
  ["preview", false],
  [null, false],
])("the environment %j is production: %s", (environment, expected) => {
  expect(isProductionEnvironment({ environment })).toBe(expected);
});

test("an environment that GitHub was told is production is, whatever its name", () => {
  expect(isProductionEnvironment({ environment: "blue", isMarkedProduction: true })).toBe(true);
});
