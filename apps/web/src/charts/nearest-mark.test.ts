import { expect, test } from "vitest";

import { nearestMark } from "./nearest-mark.ts";

const band = (x: number) => ({ x, width: 0.5, title: "", values: [], href: "" });
const point = (x: number, y: number) => ({ x, y, title: "", values: [], href: "" });

test("a band is found by its side of the plot alone", () => {
  expect(nearestMark([band(0.25), band(0.75)], { x: 0.6, y: 0 })).toBe(1);
});

test("a point is found by both", () => {
  expect(nearestMark([point(0.5, 0.1), point(0.5, 0.9)], { x: 0.5, y: 0.8 })).toBe(1);
});

test("nothing is near where there is nothing", () => {
  expect(nearestMark([], { x: 0.5, y: 0.5 })).toBeNull();
});
