import { expect, test } from "vitest";

import { isLocalHost } from "./is-local-host.ts";

test.each(["127.0.0.1", "127.0.0.1:3000", "localhost", "LOCALHOST:80", "[::1]", "[::1]:3000"])(
  "%s is this machine",
  (host) => {
    expect(isLocalHost(host)).toBe(true);
  },
);

test.each([
  undefined,
  "",
  "evil.example.com",
  "127.0.0.1.evil.example.com",
  "localhost.evil.example.com:3000",
  "evil.example.com#127.0.0.1",
  "user@127.0.0.1",
  "127.0.0.1:3000:80",
  "0.0.0.0",
])("%s is not", (host) => {
  expect(isLocalHost(host)).toBe(false);
});
