import { expect, test } from "vitest";

import { drawingLimitBytes, findDrawing, keepDrawing, keptDrawingBytes } from "./drawing-store.ts";

const megabyte = "x".repeat(512 * 1024);

test("drawings never take more than their share of memory, and those used last stay", () => {
  for (let index = 0; index < 100; index += 1) {
    keepDrawing(`drawing ${index}`, megabyte);
    keepDrawing("drawing 0", megabyte);
  }

  expect(keptDrawingBytes()).toBeLessThanOrEqual(drawingLimitBytes);
  expect(findDrawing("drawing 0")).toBe(megabyte);
  expect(findDrawing("drawing 99")).toBe(megabyte);
  expect(findDrawing("drawing 1")).toBeUndefined();
});

test("a drawing kept twice is counted once", () => {
  keepDrawing("twice", megabyte);
  const before = keptDrawingBytes();

  keepDrawing("twice", megabyte);

  expect(keptDrawingBytes()).toBe(before);
});
