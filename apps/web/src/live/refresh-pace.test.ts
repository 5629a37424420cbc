import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createRefreshPace } from "./refresh-pace.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the first change is shown at once", () => {
  const refresh = vi.fn();
  const pace = createRefreshPace(refresh, { isVisible: true });

  pace.ask();

  expect(refresh).toHaveBeenCalledTimes(1);
});

test("fifty changes a second are shown about once a second, the last one included", () => {
  const refresh = vi.fn(() => setTimeout(() => pace.finish(), 100));
  const pace = createRefreshPace(refresh, { isVisible: true });

  for (let change = 0; change < 250; change += 1) {
    pace.ask();
    vi.advanceTimersByTime(20);
  }
  const during = refresh.mock.calls.length;
  vi.advanceTimersByTime(2_000);

  expect(during).toBe(6);
  expect(refresh).toHaveBeenCalledTimes(6);
});

test("a reading that takes long is never overtaken by the next", () => {
  const refresh = vi.fn();
  const pace = createRefreshPace(refresh, { isVisible: true });
  pace.ask();
  pace.ask();

  vi.advanceTimersByTime(10_000);
  expect(refresh).toHaveBeenCalledTimes(1);
  pace.finish();

  expect(refresh).toHaveBeenCalledTimes(2);
});

test("nothing is read while nobody looks, and once when somebody does again", () => {
  const refresh = vi.fn();
  const pace = createRefreshPace(refresh, { isVisible: false });
  for (let change = 0; change < 9; change += 1) pace.ask();
  vi.advanceTimersByTime(60_000);
  expect(refresh).not.toHaveBeenCalled();

  pace.setVisible(true);

  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a page that is left reads nothing more", () => {
  const refresh = vi.fn(() => pace.finish());
  const pace = createRefreshPace(refresh, { isVisible: true });
  pace.ask();
  pace.ask();

  pace.stop();
  vi.advanceTimersByTime(5_000);

  expect(refresh).toHaveBeenCalledTimes(1);
});
