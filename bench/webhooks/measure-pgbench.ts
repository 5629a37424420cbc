/** What PostgreSQL itself does with the same insert: pgbench, as many clients, payloads of the same size. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { payloadOf } from "./payload-of.ts";

type Input = {
  /** Of a role that no policy stops. */
  readonly url: string;
  readonly bytes: number;
  readonly clients: number;
  readonly seconds: number;
};

/** Transactions a second. The payload is a value in the statement, as it is in ours, not something the server makes. */
export function measurePgbench(input: Input): number {
  return inFolder((folder) => {
    const tps = /tps = ([0-9.]+)/.exec(runPgbench(folder, input, []))?.[1];
    if (tps === undefined) throw new Error("pgbench does not say how fast it was");
    return Number(tps);
  });
}

/** How long the slowest hundredth waits in ms, counted from the instant at which each was due, at so many a second. */
export function timePgbench(input: Input & { readonly rate: number }): number {
  return inFolder((folder) => {
    runPgbench(folder, input, ["-R", input.rate.toFixed(1), "-l", "--log-prefix", path.join(folder, "log")]);
    const waits = readdirSync(folder)
      .filter((name) => name.startsWith("log"))
      .flatMap((name) => readFileSync(path.join(folder, name), "utf8").trim().split("\n"))
      // The third column: microseconds, from when it was due.
      .map((line) => Number(line.split(" ")[2]) / 1000)
      .toSorted((left, right) => left - right);
    return waits[Math.floor(waits.length * 0.99)] ?? 0;
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse-pgbench-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runPgbench(folder: string, { url, bytes, clients, seconds }: Input, more: readonly string[]): string {
  const file = path.join(folder, "insert.sql");
  writeFileSync(file, statementOf(bytes));
  const { status, stdout, stderr } = spawnSync(
    "pgbench",
    ["-n", "-f", file, "-c", String(clients), "-j", "2", "-T", String(seconds), ...more, url],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`pgbench failed:\n${stderr.slice(-2000)}`);
  return stdout;
}

function statementOf(bytes: number): string {
  // A colon before a word is a variable to pgbench, so the payload is written as hexadecimal digits, as bytea is anyway.
  const body = Buffer.from(payloadOf(bytes)).toString("hex");
  return `insert into pulse.webhook_deliveries (delivery_id, event, action, repository_github_id, repository_name, body, state) values (gen_random_uuid()::text, 'issues', 'created', 42, 'acme/site', '\\x${body}', 'received') on conflict do nothing;\n`;
}
