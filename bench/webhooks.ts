/** How many of GitHub's deliveries one web process takes, durably, beside what PostgreSQL itself does with the same insert. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, migrate, startEmbeddedPostgres } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { webNodeFlags } from "../apps/cli/src/up/web-node-flags.ts";
import { createReport, medianOf, type Measure, type Report } from "./report.ts";
import { measurePgbench, timePgbench } from "./webhooks/measure-pgbench.ts";
import { measureReceiving, secret } from "./webhooks/measure-receiving.ts";

type Options = {
  readonly isSmallOnly: boolean;
  readonly say: (line: string) => void;
};

const root = path.join(import.meta.dirname, "..");
const sizes = [10_000, 50_000, 200_000];
const connections = 64;
const rounds = 3;

export async function benchWebhooks({ isSmallOnly, say }: Options): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-bench-webhooks-"));
  const settings = { max_connections: "100" };
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, "data"),
    label: "bench webhooks",
    settings,
  });
  try {
    await migrate({ url: postgres.url });
    const web = await startWeb(postgres.url);
    const superUrl = new URL(postgres.superuserUrl);
    superUrl.pathname = new URL(postgres.url).pathname;
    const seconds = isSmallOnly ? 2 : 6;
    const measures: Measure[] = [];
    try {
      for (const bytes of isSmallOnly ? sizes.slice(0, 1) : sizes) {
        measures.push(...(await measureSize({ bytes, seconds, port: web.port, superUrl: superUrl.href, say })));
      }
    } finally {
      await web.stop();
    }
    return createReport("webhooks", measures, [
      `${connections} connections; every answer waits for the commit, with fsync on; sender, web and PostgreSQL share the machine`,
      "the web process is the one that answers webhooks, without the pages: they are loaded in the same process but do nothing here",
    ]);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Sized = {
  readonly bytes: number;
  readonly seconds: number;
  readonly port: number;
  readonly superUrl: string;
  readonly say: (line: string) => void;
};

/** In turns, so that a noisy minute of the machine hits both. */
async function measureSize({ bytes, seconds, port, superUrl, say }: Sized): Promise<readonly Measure[]> {
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const { perSecond, others } = await measureReceiving({ port, bytes, connections, seconds, rate: null });
    const tps = measurePgbench({ url: superUrl, bytes, clients: connections, seconds });
    say(`${bytes} bytes: ${perSecond.toFixed(0)} accepted a second (${others} not), pgbench ${tps.toFixed(0)}`);
    ours.push(Math.round(perSecond));
    theirs.push(Math.round(tps));
    ratios.push(Math.round((perSecond / tps) * 100) / 100);
  }
  const rate = medianOf(ours) / 2;
  await checkpoint(superUrl);
  const half = await measureReceiving({ port, bytes, connections, seconds, rate });
  await checkpoint(superUrl);
  const theirHalf = timePgbench({ url: superUrl, bytes, clients: connections, seconds, rate });
  say(
    `${bytes} bytes at ${rate.toFixed(0)} a second: p99 ${half.p99Ms.toFixed(0)} ms, pgbench ${theirHalf.toFixed(0)}`,
  );
  const name = `${bytes / 1000} kB`;
  const limit = { name: "pgbench, the same insert", value: medianOf(theirs) };
  return [
    { name: `${name}: accepted with durable commit`, unit: "rows/s", value: medianOf(ours), runs: ours, limit },
    {
      name: `${name}: share of what pgbench does`,
      unit: "ratio",
      value: medianOf(ratios),
      runs: ratios,
      goal: { atLeast: 0.4 },
    },
    {
      name: `${name}: p99 of the answer at half that rate`,
      unit: "ms",
      value: half.p99Ms,
      goal: { atMost: 50 },
      limit: { name: "pgbench at the same rate", value: theirHalf },
    },
  ];
}

/** What was written at full speed before is not to be paid for by what is measured next. */
async function checkpoint(url: string): Promise<void> {
  const db = connect({ url, applicationName: "pulse bench", maxConnections: 1 });
  await sql`checkpoint`.execute(db);
  await db.destroy();
}

async function startWeb(url: string): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const child = spawn(
    process.execPath,
    [...webNodeFlags, path.join(root, "apps/web/test/fixtures/serve-webhooks.ts")],
    {
      env: { ...process.env, POSTGRES_URL: url, GITHUB_WEBHOOK_SECRET: secret, PORT: "0", LOG_LEVEL: "error" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const exited = once(child, "exit");
  const messages: unknown = await once(child, "message");
  const [{ port }] = z
    .tuple([z.object({ port: z.number() })])
    .rest(z.unknown())
    .parse(messages);
  return {
    port,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
