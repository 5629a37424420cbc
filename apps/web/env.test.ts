import { expect, test } from "vitest";

import { readWebEnv } from "./env.ts";

const url = "postgres://pulse:secret@127.0.0.1:5432/pulse";

test("only the database has to be given", () => {
  expect(readWebEnv({ POSTGRES_URL: url })).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", LOG_LEVEL: "info" });
});

test("every problem is told at once", () => {
  const read = () => readWebEnv({ PORT: "70000", LOG_LEVEL: "loud" });

  expect(read).toThrow(/POSTGRES_URL[^]*PORT[^]*LOG_LEVEL/);
});

test.each(["", " ", ",", "secret,", " ,secret"])("an empty webhook secret refuses to start: %j", (secret) => {
  expect(() => readWebEnv({ POSTGRES_URL: url, GITHUB_WEBHOOK_SECRET: secret })).toThrow(
    /GITHUB_WEBHOOK_SECRET: is empty/,
  );
});

test("a webhook secret may be two while it is replaced, and no more", () => {
  const read = (secret: string): unknown =>
    readWebEnv({ POSTGRES_URL: url, GITHUB_WEBHOOK_SECRET: secret }).GITHUB_WEBHOOK_SECRET;

  expect(read("one secret")).toEqual(["one secret"]);
  expect(read("new, old")).toEqual(["new", "old"]);
  expect(() => read("new,old,older")).toThrow(/more than two/);
});

test("without a webhook secret web starts", () => {
  expect(readWebEnv({ POSTGRES_URL: url }).GITHUB_WEBHOOK_SECRET).toBeUndefined();
});

test("origins of other sites are whole origins, and nothing is open by default", () => {
  const read = (text?: string) =>
    readWebEnv({ POSTGRES_URL: url, ...(text === undefined ? {} : { ALLOWED_ORIGINS: text }) }).ALLOWED_ORIGINS;

  expect(read()).toEqual([]);
  expect(read("https://a.example, http://b.example:8080")).toEqual(["https://a.example", "http://b.example:8080"]);
  for (const wrong of ["*", "https://a.example/", "https://*.example", "a.example", "null", "HTTPS://a.example"]) {
    expect(() => read(wrong)).toThrow(/ALLOWED_ORIGINS: is no list of origins/);
  }
});

test("no proxy is believed unless it is counted", () => {
  expect(readWebEnv({ POSTGRES_URL: url })).toMatchObject({ TRUSTED_PROXIES: 0, REQUESTS_PER_MINUTE: 3000 });
  expect(() => readWebEnv({ POSTGRES_URL: url, TRUSTED_PROXIES: "true", REQUESTS_PER_MINUTE: "0" })).toThrow(
    /TRUSTED_PROXIES[^]*REQUESTS_PER_MINUTE/,
  );
});
