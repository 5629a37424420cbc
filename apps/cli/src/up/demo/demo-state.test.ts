import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { ensureDemoState, findDemoState, portsFor } from "./demo-state.ts";
import { missedInstants } from "./missed-instants.ts";
import { paceMs } from "./pace.ts";
import { notePlay, readPlays } from "./play-log.ts";

const now = new Date("2026-03-02T09:00:00.500Z");
let folder: string;
let root: string;
let home: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse demo "));
  [root, home] = [path.join(folder, "checkout"), path.join(folder, "home")];
  await writeCode("before");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function writeCode(text: string): Promise<void> {
  const file = path.join(root, "packages/github-replica/src/generate-history.ts");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

test("a second start goes on with the first one's beginning, and keeps what was read and played", async () => {
  const first = await ensureDemoState({ home, root, now });
  await mkdir(path.join(home, "postgres"));
  notePlay(home, now);

  const second = await ensureDemoState({ home, root, now: new Date("2026-03-09T09:00:00Z") });

  expect(first).toMatchObject({ isNew: true, state: { begunAt: new Date("2026-03-02T09:00:00Z") } });
  expect(second).toMatchObject({ isNew: false, state: { begunAt: first.state.begunAt, seed: first.state.seed } });
  expect(findDemoState(home)).toEqual(second.state);
  expect(existsSync(path.join(home, "postgres"))).toBe(true);
  expect(readPlays(home)).toEqual([now]);
});

test("demos of two homes that are made at once are not given one port", async () => {
  const homes = ["ada", "grace"].map((name) => path.join("/homes", name, "demo"));

  const [one, other] = homes.map((name) => portsFor(name));

  expect(one?.[0]).not.toBe(other?.[0]);
  expect(portsFor(homes[0] ?? "")).toEqual(one);
  expect(one?.every((port) => port >= 9500 && port < 10_000)).toBe(true);
});

test("other code would make another history, so that database and plays begin anew with it", async () => {
  await ensureDemoState({ home, root, now });
  await mkdir(path.join(home, "postgres"));
  notePlay(home, now);

  await writeCode("after");
  const { isNew, state } = await ensureDemoState({ home, root, now: new Date("2026-03-09T09:00:00Z") });

  expect(isNew).toBe(true);
  expect(state.begunAt).toEqual(new Date("2026-03-09T09:00:00Z"));
  expect(existsSync(path.join(home, "postgres"))).toBe(false);
  expect(readPlays(home)).toEqual([]);
});

test("a step whose line was cut short by a kill was never made", async () => {
  await mkdir(home);
  notePlay(home, now);
  await writeFile(path.join(home, "plays.log"), "2026-03-02T09:0", { flag: "a" });

  expect(readPlays(home)).toEqual([now]);
});

test("while nobody runs it, things happen in working hours alone", () => {
  const missed = missedInstants(new Date("2026-03-06T17:00:00Z"), new Date("2026-03-09T08:30:00Z"));

  expect(missed.map((at) => at.toISOString())).toEqual([
    "2026-03-06T17:20:00.000Z",
    "2026-03-06T17:40:00.000Z",
    "2026-03-09T08:00:00.000Z",
    "2026-03-09T08:20:00.000Z",
  ]);
});

test("a start soon after the last one missed nothing", () => {
  expect(missedInstants(now, new Date(now.getTime() + 60_000))).toEqual([]);
});

test("years of absence are no more than four months of life", () => {
  expect(missedInstants(new Date("2020-01-01T00:00:00Z"), now).length).toBeLessThan(3000);
});

test("seconds between steps at first, half a minute when it was left running", () => {
  expect([0, 5, 20, 600].map((minutes) => paceMs(minutes * 60_000))).toEqual([2500, 2500, 5000, 30_000]);
});
