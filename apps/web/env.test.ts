import { expect, test } from "vitest";

import { readWebEnv } from "./env.ts";

const url = "postgres://pulse:secret@127.0.0.1:5432/pulse";

test("only the database has to be given", () => {
  expect(readWebEnv({ POSTGRES_URL: url })).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", LOG_LEVEL: "info" });
});

test("any other bind is refused, with the reason", () => {
  expect(() => readWebEnv({ POSTGRES_URL: url, HOST: "0.0.0.0" })).toThrow(/HOST: only 127\.0\.0\.1 works for now/);
});

test("every problem is told at once", () => {
  const read = () => readWebEnv({ PORT: "70000", LOG_LEVEL: "loud" });

  expect(read).toThrow(/POSTGRES_URL[^]*PORT[^]*LOG_LEVEL/);
});
