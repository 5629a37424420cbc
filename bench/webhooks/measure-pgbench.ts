/** What PostgreSQL itself does with the same insert: pgbench, as many clients, payloads of the same size. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
export function measurePgbench({ url, bytes, clients, seconds }: Input): number {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse-pgbench-"));
  try {
    const file = path.join(folder, "insert.sql");
    writeFileSync(file, statementOf(bytes));
    const { status, stdout, stderr } = spawnSync(
      "pgbench",
      ["-n", "-f", file, "-c", String(clients), "-j", "2", "-T", String(seconds), url],
      { encoding: "utf8" },
    );
    const tps = /tps = ([0-9.]+)/.exec(stdout)?.[1];
    if (status !== 0 || tps === undefined) throw new Error(`pgbench failed:\n${stderr.slice(-2000)}`);
    return Number(tps);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function statementOf(bytes: number): string {
  // A colon before a word is a variable to pgbench, so the payload is written as hexadecimal digits, as bytea is anyway.
  const body = Buffer.from(payloadOf(bytes)).toString("hex");
  return `insert into pulse.webhook_deliveries (delivery_id, event, action, repository_github_id, repository_name, body, state) values (gen_random_uuid()::text, 'issues', 'created', 42, 'acme/site', '\\x${body}', 'received') on conflict do nothing;\n`;
}
