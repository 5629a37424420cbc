// demo.json: what the demo's GitHub is made from, so that every start makes the same one again.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { findFreePort } from "@pulse/kit";
import { z } from "zod";

import { hashFiles } from "../hash-files.ts";

const schema = z.object({
  /** Of the files that make the history: other files make another one. */
  madeBy: z.string(),
  seed: z.number().int(),
  /** Where the made-up past ends and the play begins. */
  begunAt: z.iso.datetime().transform((text) => new Date(text)),
  port: z.number().int(),
});

export type DemoState = z.output<typeof schema>;

const firstPort = 9500;
const portsOfDemos = 500;
const seed = 11;
// The oldest connection and what was read by it belong to that GitHub alone: none of it outlives its history.
const madeFromIt = ["postgres", "logs", "plays.log", "demo.json", "encryption-keys", "session-secret"];

/** The state of the demo whose home this is; null when none was ever started. */
export function findDemoState(home: string): DemoState | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path.join(home, "demo.json"), "utf8")));
  } catch {
    // Nothing that could be gone on with: the next start makes it anew.
    return null;
  }
}

/**
 * What this start of the demo goes on with. The history and the ids in it are a function of seed, beginning and code, and what was
 * played since is played again: after a change of that code they would contradict what the database holds, so both begin anew.
 * Called while nothing else uses the home.
 */
export async function ensureDemoState(ctx: {
  readonly home: string;
  readonly root: string;
  readonly now: Date;
}): Promise<{ readonly state: DemoState; readonly isNew: boolean }> {
  const madeBy = await hashFiles(ctx.root, {
    folders: ["packages/github-replica/src", "apps/cli/src/up/demo"],
    files: [],
  });
  const before = findDemoState(ctx.home);
  const isNew = before?.madeBy !== madeBy;
  if (isNew) {
    await Promise.all(
      madeFromIt.map(async (name) => {
        await rm(path.join(ctx.home, name), { recursive: true, force: true });
      }),
    );
  }
  const port = await findFreePort([...(before === null ? [] : [before.port]), ...portsFor(ctx.home)]);
  const begunAt = isNew || before === null ? startOfSecond(ctx.now) : before.begunAt;
  const state = { madeBy, seed, begunAt, port };
  await writeState(ctx.home, state);
  return { state, isNew };
}

/** Another home begins to look elsewhere: two demos that are started at once find the same ports free. */
export function portsFor(home: string): readonly number[] {
  const own = createHash("sha256").update(home).digest().readUInt32BE() % portsOfDemos;
  return Array.from({ length: 20 }, (_, step) => firstPort + ((own + step) % portsOfDemos));
}

async function writeState(home: string, state: DemoState): Promise<void> {
  const file = path.join(home, "demo.json");
  await mkdir(home, { recursive: true });
  await writeFile(`${file}.draft`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.draft`, file);
}

// GitHub's instants have whole seconds.
function startOfSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
