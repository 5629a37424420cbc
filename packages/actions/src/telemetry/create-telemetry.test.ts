import { once } from "node:events";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import path from "node:path";

import { connect } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { createTelemetry, type Telemetry } from "./create-telemetry.ts";
import { readQueueCounts } from "./read-queue-counts.ts";
import { serveMetrics } from "./serve-metrics.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function scrape(telemetry: Telemetry): Promise<string> {
  const serving = await serveMetrics(telemetry, { host: "127.0.0.1", port: 0, usualPort: 0 });
  onTestFinished(serving.close);
  const answer = await fetch(serving.url);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  return await answer.text();
}

/** The samples of our own, without what differs from run to run. */
function samplesOf(text: string, name: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith(name) && !line.includes("_bucket") && !line.includes("_sum"));
}

test("a request is counted under its route, its method and its status, and nothing that it says itself", async () => {
  const telemetry = createTelemetry("web");
  const server = createServer((request, response) => {
    telemetry.timeRequest(request, response, () => "/{workspace}/pulls");
    response.writeHead(418).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;

  await fetch(`http://127.0.0.1:${port}/secret-team/pulls?token=hunter2`, { method: "PROPFIND" });
  const text = await scrape(telemetry);

  expect(samplesOf(text, "pulse_http_request")).toEqual([
    'pulse_http_request_duration_seconds_count{service="web",method="other",route="/{workspace}/pulls",status="418"} 1',
  ]);
  expect(text).not.toMatch(/secret-team|hunter2|PROPFIND/);
  expect(text).toMatch(/^process_resident_memory_bytes\{service="web"\} \d/m);
});

test("work in the background is timed by how it ended, and its failure is passed on", async () => {
  const telemetry = createTelemetry("worker");

  await telemetry.timeWork("sync", async () => await Promise.resolve());
  await expect(telemetry.timeWork("sync", async () => await Promise.reject(new Error("planted")))).rejects.toThrow(
    "planted",
  );
  telemetry.countDeliveries("processed", 3);

  const text = await scrape(telemetry);
  expect(samplesOf(text, "pulse_work")).toEqual([
    'pulse_work_duration_seconds_count{service="worker",work="sync",outcome="done"} 1',
    'pulse_work_duration_seconds_count{service="worker",work="sync",outcome="failed"} 1',
  ]);
  expect(text).toContain('pulse_deliveries_total{outcome="processed",service="worker"} 3');
});

test("queues are read from the database at each scrape, and a database that is gone is told, not hidden", async () => {
  await queryAs(
    database.superUrl,
    `insert into pulse.webhook_deliveries (delivery_id, event, body, state, received_at)
     values ('one', 'push', '', 'received', now() - interval '1 hour'), ('two', 'push', '', 'processed', now())`,
  );
  const telemetry = createTelemetry("worker");
  const db = connect({ url: database.url, applicationName: "measured", maxConnections: 3 });
  telemetry.watchQueues(async () => await readQueueCounts(db));

  const before = await scrape(telemetry);
  await db.destroy();
  const after = await scrape(telemetry);

  expect(before).toContain('pulse_queue_length{queue="deliveries",service="worker"} 1');
  expect(before).toContain('pulse_queue_length{queue="sync_queued",service="worker"} 0');
  expect(before).toMatch(/^pulse_oldest_delivery_seconds\{service="worker"\} 36\d\d/m);
  expect(before).toContain('pulse_queues_read{service="worker"} 1');
  expect(before).toMatch(/^pulse_db_connections\{.*pool="measured".*\} /m);
  expect(after).toContain('pulse_queues_read{service="worker"} 0');
  expect(after).not.toMatch(/pool="measured"/);
});

test("every metric of ours is explained, and none that is not there", async () => {
  const telemetries = [createTelemetry("web"), createTelemetry("worker")];
  telemetries[1]?.watchQueues(async () => await Promise.reject(new Error("not asked")));
  const texts = await Promise.all(telemetries.map(scrape));
  const page = readFileSync(path.resolve(import.meta.dirname, "../../../../docs/operate.md"), "utf8");

  const told = texts.flatMap((text) => [...text.matchAll(/^# HELP (pulse_\w+)/gm)].map(([, name]) => String(name)));
  const explained = [...page.matchAll(/^\| `(pulse_\w+)` \|/gm)].map(([, name]) => String(name));

  expect([...new Set(told)].toSorted()).toEqual(explained.toSorted());
});

test("a port that is taken is named when it was asked for, and another is taken when not", async () => {
  const first = await serveMetrics(createTelemetry("mcp"), { host: "127.0.0.1", port: 0, usualPort: 0 });
  onTestFinished(first.close);
  const taken = Number(new URL(first.url).port);

  const second = await serveMetrics(createTelemetry("mcp"), { host: "127.0.0.1", port: undefined, usualPort: taken });
  onTestFinished(second.close);

  expect(second.url).not.toBe(first.url);
  await expect(serveMetrics(createTelemetry("mcp"), { host: "127.0.0.1", port: taken, usualPort: 0 })).rejects.toThrow(
    /METRICS_PORT/,
  );
  expect((await fetch(second.url.replace("/metrics", "/else"))).status).toBe(404);
});
