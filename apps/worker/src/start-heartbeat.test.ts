import { fixedClock, createLogger } from "@pulse/kit";
import { expect, test } from "vitest";

import { startHeartbeat } from "./start-heartbeat.ts";

const clock = fixedClock("2024-01-01T00:00:00Z");
const logger = createLogger({ name: "test", level: "silent" });

test("it beats at once, and again, and remembers when", async () => {
  let beats = 0;
  const { promise: beatTwice, resolve } = Promise.withResolvers<void>();

  const heartbeat = startHeartbeat({ clock, logger, everyMs: 1 }, async () => {
    beats += 1;
    if (beats === 2) resolve();
  });
  await beatTwice;
  await heartbeat.stop();

  expect(heartbeat.lastBeatAt()).toEqual(new Date("2024-01-01T00:00:00Z"));
});

test("a beat that fails does not end it", async () => {
  let beats = 0;
  const { promise: recovered, resolve } = Promise.withResolvers<void>();

  const heartbeat = startHeartbeat({ clock, logger, everyMs: 1 }, async () => {
    beats += 1;
    if (beats < 3) throw new Error("no database");
    resolve();
  });
  expect(heartbeat.lastBeatAt()).toBeNull();
  await recovered;
  await heartbeat.stop();

  expect(heartbeat.lastBeatAt()).not.toBeNull();
});

test("stop waits for the beat under way and starts no other", async () => {
  let beats = 0;
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const heartbeat = startHeartbeat({ clock, logger, everyMs: 1 }, async () => {
    beats += 1;
    await mayEnd;
  });

  const stopped = heartbeat.stop();
  end();
  await stopped;

  expect(beats).toBe(1);
  expect(heartbeat.lastBeatAt()).not.toBeNull();
});
