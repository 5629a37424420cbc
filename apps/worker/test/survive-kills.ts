/** Sends deliveries to real processes that are killed again and again, as GitHub and whoever asks it again would, and counts what came of them. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { connect, ensureDefaultWorkspace, migrate, startEmbeddedPostgres, withService, type Db } from "@pulse/db";
import { findFreePort } from "@pulse/kit";
import { sql } from "kysely";

export type KillReport = {
  readonly sent: number;
  readonly kills: Readonly<Record<"web" | "worker" | "postgres", number>>;
  readonly answers: Readonly<Record<string, number>>;
  /** Deliveries that were answered 200 or 202 and are not in the table as processed. */
  readonly lost: number;
  /** Live events and comments beyond one per delivery. */
  readonly twice: number;
  readonly stored: number;
  readonly seconds: number;
};

type Input = { readonly deliveries: number; readonly killsOfEach: number; readonly say?: (line: string) => void };

const root = path.join(import.meta.dirname, "..", "..", "..");
const secret = "a secret between the test and the web process";
const senders = 16;
const commentsOfAnIssue = 40;
// So long may the worker do nothing before what is left counts as lost: longer than any wait between its attempts.
const stuckMs = 15 * 60_000;

export async function surviveKills(input: Input): Promise<KillReport> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-kills-"));
  const startedAt = performance.now();
  const [postgresPort, webPort] = [await findFreePort(), await findFreePort()];
  const startPostgres = () =>
    startEmbeddedPostgres({ dataDir: path.join(folder, "data"), port: postgresPort, label: "kills" });
  let postgres = await startPostgres();
  const { url } = postgres;
  await migrate({ url });
  const db = connect({ url, applicationName: "pulse-test kills", maxConnections: 2 });
  await prepare(db);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"] ?? "",
    POSTGRES_URL: url,
    LOG_LEVEL: "silent",
    NODE_ENV: "test",
  };
  const web = keepAlive("apps/web/test/fixtures/serve-webhooks.ts", {
    ...env,
    PORT: String(webPort),
    GITHUB_WEBHOOK_SECRET: secret,
  });
  const worker = keepAlive("apps/worker/src/main.ts", { ...env, WORKER_PORT: "0" });
  const kills = { web: 0, worker: 0, postgres: 0 };
  const progress = { next: 0, accepted: 0 };
  const answers: Record<string, number> = {};
  const killer = async (): Promise<void> => {
    const victims = drawVictims(input.killsOfEach);
    for (const [index, victim] of victims.entries()) {
      // Somewhere within each equal part of the whole.
      const due = ((index + 0.2 + Math.random() * 0.6) / victims.length) * input.deliveries;
      while (progress.accepted < due) await delay(5);
      kills[victim] += 1;
      input.say?.(`${progress.accepted} accepted: killing ${victim}`);
      if (victim === "web") web.kill();
      else if (victim === "worker") worker.kill();
      else {
        process.kill(postgres.pid, "SIGKILL");
        await postgres.exited;
        postgres = await startPostgres();
      }
    }
  };
  const sender = async (): Promise<void> => {
    for (let index = progress.next++; index < input.deliveries; index = progress.next++) {
      await sendUntilTaken({ webPort, body: bodyOf(index, input.deliveries), answers });
      progress.accepted += 1;
    }
  };
  try {
    await Promise.all([killer(), ...Array.from({ length: senders }, sender)]);
    input.say?.(`all sent after ${Math.round(performance.now() - startedAt)} ms`);
    const result = await settle(db, input);
    return { sent: input.deliveries, kills, answers, ...result, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Victim = keyof KillReport["kills"];

/** Each as often as asked, in an order that nobody knows. */
function drawVictims(killsOfEach: number): readonly Victim[] {
  const drawn = Array.from({ length: killsOfEach }, () => ["web", "worker", "postgres"] as const).flat();
  return drawn
    .map((victim) => ({ victim, at: Math.random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ victim }) => victim);
}

async function prepare(db: Db): Promise<void> {
  const workspaceId = await ensureDefaultWorkspace(db);
  await withService(db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, github_id, owner, name, is_tracked, fetched_at)
      select ${workspaceId}, number, 'acme', 'site-' || number, true, '2000-01-01'
      from generate_series(1, 5) as number
    `.execute(tx),
  );
}

type Process = { readonly kill: () => void; readonly stop: () => Promise<void> };

/** What `./pulse up` does for its services: whoever ends is started again. */
function keepAlive(file: string, env: NodeJS.ProcessEnv): Process {
  let isStopping = false;
  let current: ChildProcess;
  const start = (): void => {
    current = spawn(process.execPath, [path.join(root, file)], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    current.once("exit", () => {
      if (!isStopping) start();
    });
  };
  start();
  return {
    kill: () => void current.kill("SIGKILL"),
    stop: async () => {
      isStopping = true;
      const exited = once(current, "exit");
      current.kill("SIGKILL");
      await exited;
    },
  };
}

function bodyOf(index: number, deliveries: number): string {
  // A multiple of the five repositories, so that a number is always in the same one.
  const issues = 5 * Math.max(1, Math.ceil(deliveries / commentsOfAnIssue / 5));
  const issue = 1 + (index % issues);
  const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  const user = { id: 1 + (index % 7), login: `person-${index % 7}`, type: "User" };
  const repository = { id: 1 + (index % 5), full_name: `acme/site-${1 + (index % 5)}` };
  const item = {
    id: issue,
    node_id: `I_${issue}`,
    number: issue,
    title: "An issue",
    state: "open",
    user,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: at,
  };
  const comment = {
    id: index + 1,
    node_id: `IC_${index}`,
    user,
    body: "x".repeat(2_000),
    created_at: at,
    updated_at: at,
  };
  return JSON.stringify({ action: "created", issue: item, comment, repository, sender: user });
}

/** GitHub sends once; whoever looks at its list of failures asks it to send the same delivery again. */
async function sendUntilTaken(input: {
  readonly webPort: number;
  readonly body: string;
  readonly answers: Record<string, number>;
}): Promise<void> {
  const { body } = input;
  const headers = {
    "content-type": "application/json",
    "x-github-event": "issue_comment",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  for (;;) {
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(`http://127.0.0.1:${input.webPort}/api/webhooks/github`, {
      method: "POST",
      headers,
      body,
      signal,
    })
      .then(async (response) => {
        await response.arrayBuffer();
        return String(response.status);
      })
      .catch(() => "none");
    input.answers[answer] = (input.answers[answer] ?? 0) + 1;
    if (answer === "202" || answer === "200") return;
    await delay(50);
  }
}

/** Waits until nothing is left to do, or until nothing is done any more. */
async function settle(db: Db, input: Input): Promise<Pick<KillReport, "lost" | "twice" | "stored">> {
  const { deliveries: sent } = input;
  let [left, movedAt] = [Infinity, performance.now()];
  for (;;) {
    const row = await count(db);
    const isStuck = performance.now() - movedAt > stuckMs;
    if (row !== undefined && (row.left === 0 || isStuck)) {
      const lost = Math.max(sent - row.processed, sent - row.comments, sent - row.events);
      const twice = Math.max(row.comments - sent, row.events - sent, 0);
      return { lost, twice, stored: row.stored };
    }
    if (row !== undefined && row.left < left) {
      if (Math.floor(row.left / 5_000) < Math.floor(left / 5_000)) input.say?.(`${row.left} left to apply`);
      [left, movedAt] = [row.left, performance.now()];
    }
    // Counting many rows takes the worker's time.
    await delay(Math.max(100, sent / 50));
  }
}

type Counts = {
  readonly left: number;
  readonly stored: number;
  readonly processed: number;
  readonly comments: number;
  readonly events: number;
};

async function count(db: Db): Promise<Counts | undefined> {
  const counted = await withService(db, (tx) =>
    sql<Counts>`
      select
        count(*) filter (where state = 'received') as left, count(*) as stored, count(*) filter (where state = 'processed') as processed,
        (select count(*) from pulse.issue_comments) as comments,
        (select count(*) from pulse.events where kind = 'comment.created') as events
      from pulse.webhook_deliveries
    `.execute(tx),
  ).catch(() => null);
  return counted?.rows[0];
}
