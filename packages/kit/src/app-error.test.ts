import { describe, expect, it } from "vitest";

import { AppError, isAppError } from "./app-error.ts";

describe("AppError", () => {
  it("keeps its code, its cause and its details", () => {
    const cause = new Error("disk is full");

    const error = new AppError("unavailable", "The export was not written.", { cause, details: { sizeBytes: 12 } });

    expect(error).toMatchObject({ name: "AppError", code: "unavailable", cause, details: { sizeBytes: 12 } });
  });

  it("has no cause of its own making", () => {
    expect("cause" in new AppError("invalid", "x")).toBe(false);
  });

  it("is told from every other error", () => {
    expect(isAppError(new AppError("invalid", "x"))).toBe(true);
    expect(isAppError(new Error("x"))).toBe(false);
    expect(isAppError("x")).toBe(false);
  });
});
