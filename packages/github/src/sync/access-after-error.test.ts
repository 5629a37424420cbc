import { AppError } from "@pulse/kit";
import { expect, test } from "vitest";

import { accessAfterError } from "./access-after-error.ts";

const subject = { fullName: "acme/site", visibility: "private", connectionKind: "token" } as const;

test.each([
  ["a revoked token", "unauthenticated", subject, "disconnected", "credential"],
  ["a refusal", "forbidden", subject, "forbidden", "refuses"],
  ["a private repository that is gone", "not_found", subject, "deleted", "./pulse repo connect acme/site"],
  ["a public one that is gone", "not_found", { ...subject, visibility: "public" }, "private", "token that may see it"],
  ["one that nobody is signed in for", "not_found", { ...subject, connectionKind: "anonymous" }, "private", "token"],
] as const)("%s is told with the next step", (_, code, of, access, says) => {
  const found = accessAfterError(new AppError(code, "GitHub said so"), of);

  expect(found?.access).toBe(access);
  expect(found?.detail).toContain(says);
});

test("an app that was uninstalled is told as that, and not as a lost repository", () => {
  const error = new AppError("unauthenticated", "Install it again", { details: { reason: "uninstalled" } });

  const found = accessAfterError(error, { ...subject, connectionKind: "app" });

  expect(found?.access).toBe("uninstalled");
  expect(found?.detail).toContain("Install it again");
});

test.each(["limited", "unavailable", "conflict", "internal"] as const)("%s says nothing of access", (code) => {
  expect(accessAfterError(new AppError(code, "later"), subject)).toBeNull();
});
