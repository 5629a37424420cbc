/**
 * What reading a repository from GitHub costs, against a GitHub of our own with 20 ms of latency: requests, points, time and memory, from a
 * thousand to fifty thousand pull requests as busy as the brief says (median 2 reviews, 3 commits, 4 comments; 40, 60, 80 at the 99th percentile).
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { migrate, startEmbeddedPostgres } from "@pulse/db";
import pg from "pg";
import { z } from "zod";

import { workerNodeFlags } from "../apps/cli/src/up/worker-node-flags.ts";
import { createReport, type Measure, type Report } from "./report.ts";

const latencyMs = 20;
const smallSizes = [1000, 5000];
const allSizes = [...smallSizes, 20_000, 50_000];

const placeSchema = z.object({ apiUrl: z.string(), now: z.string() });
const onceSchema = z.object({
  seconds: z.number(),
  rows: z.number(),
  requests: z.number(),
  points: z.number(),
  again: z.number(),
  asked: z.record(z.string(), z.number()),
  peakMb: z.number(),
});

type Measured = z.output<typeof onceSchema> & { readonly pullRequests: number };

export async function benchSync(input: {
  readonly isSmallOnly: boolean;
  readonly say: (text: string) => void;
}): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse-bench-sync-"));
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, "data"), label: "./pulse bench sync" });
  try {
    const measured: Measured[] = [];
    for (const pullRequests of input.isSmallOnly ? smallSizes : allSizes) {
      const name = `bench_sync_${pullRequests}`;
      await createDatabase(server.superuserUrl, { name, owner: new URL(server.url).username });
      const url = urlOf(server.url, name);
      await migrate({ url });
      measured.push(await measure({ url, pullRequests }));
      input.say(`${pullRequests} pull requests: ${JSON.stringify(measured.at(-1))}`);
    }
    return toReport(measured);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({
  url,
  pullRequests,
}: {
  readonly url: string;
  readonly pullRequests: number;
}): Promise<Measured> {
  const github = spawnScript("serve-history.ts", [String(pullRequests), String(latencyMs)]);
  try {
    const { apiUrl, now } = placeSchema.parse(JSON.parse(await firstLine(github)));
    const script = path.join(import.meta.dirname, "sync/sync-once.ts");
    const done = spawnSync(process.execPath, [...workerNodeFlags, script, url, apiUrl, now], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`the reader exited ${done.status}:\n${done.stderr}`);
    return { ...onceSchema.parse(JSON.parse(done.stdout)), pullRequests };
  } finally {
    github.kill();
  }
}

function spawnScript(name: string, args: readonly string[]): ChildProcess {
  const script = path.join(import.meta.dirname, "sync", name);
  return spawn(process.execPath, ["--max-old-space-size=6000", script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the replica has no output");
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => {
    throw new Error("the replica ended before it said where it is");
  });
  const [line] = z.tuple([z.string()]).parse(await Promise.race([once(lines, "line"), ended]));
  return line;
}

async function createDatabase(url: string, database: { readonly name: string; readonly owner: string }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${database.name} owner "${database.owner}"`);
  } finally {
    await client.end();
  }
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function toReport(measured: readonly Measured[]): Report {
  const measures = measured.flatMap((one): readonly Measure[] => {
    const per = 1000 / one.pullRequests;
    const size = `${one.pullRequests / 1000} thousand pull requests`;
    return [
      { name: `requests per 1,000 of ${size}`, unit: "requests", value: one.requests * per, goal: { atMost: 120 } },
      { name: `GraphQL points per 1,000 of ${size}`, unit: "points", value: one.points * per },
      { name: `rows kept, ${size}`, unit: "rows/s", value: one.rows / one.seconds },
      { name: `peak memory of the reader, ${size}`, unit: "MB", value: one.peakMb, goal: { atMost: 300 } },
      { name: `requests of a second reading, ${size}`, unit: "requests", value: one.again, goal: { atMost: 6 } },
    ];
  });
  const asked = measured.map(
    (one) =>
      `${one.pullRequests} pull requests, ${one.rows} rows, ${one.seconds.toFixed(1)} s: ${Object.entries(one.asked)
        .map(([operation, times]) => `${operation} ${times}`)
        .join(", ")} (both readings)`,
  );
  return createReport("sync", measures, [
    `the replica and PostgreSQL share the machine with the reader; latency ${latencyMs} ms per request`,
    ...asked,
  ]);
}
