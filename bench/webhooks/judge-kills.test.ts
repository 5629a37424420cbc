import { expect, test } from "vitest";

import { judgeKills } from "./judge-kills.ts";

test.each([
  [{ lost: 0, twice: 0 }, true, "100 deliveries, 3 kills: none lost, none applied twice"],
  [{ lost: 1, twice: 0 }, false, "100 deliveries, 3 kills: 1 LOST, 0 APPLIED TWICE"],
  [{ lost: 0, twice: 2 }, false, "100 deliveries, 3 kills: 0 LOST, 2 APPLIED TWICE"],
])("a run with %j holds: %j", (counted, holds, text) => {
  expect(judgeKills({ deliveries: 100, kills: 3, ...counted })).toEqual({ holds, text });
});
