import { expect, test } from "vitest";

import { readMetricQuery, readWorkspace } from "./read-metric-query.ts";

test("repeated parameters are all kept", () => {
  const query = readMetricQuery(new URLSearchParams("repo=a/b&repo=c/d&bot=x&include_bots=true&by=week"));

  expect(query).toMatchObject({ repositories: ["a/b", "c/d"], bots: ["x"], includeBots: true, by: "week", from: null });
});

test("a misspelt parameter is refused, not passed over", () => {
  expect(() => readMetricQuery(new URLSearchParams("repos=a/b"))).toThrow(/no parameter "repos"/);
});

test("a switch that is neither on nor off is refused", () => {
  expect(() => readMetricQuery(new URLSearchParams("include_bots=maybe"))).toThrow(/include_bots is "maybe"/);
});

test("without a workspace named, whoever asks decides", () => {
  expect(readWorkspace(new URLSearchParams())).toBeNull();
});
