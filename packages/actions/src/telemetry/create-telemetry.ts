/**
 * What a service tells Prometheus of itself. No label ever holds a path as somebody sent it, a name, an id or an address: labels have few
 * values, and those are no secret.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import { readPoolSizes } from "@pulse/db";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

export type Telemetry = {
  /** Times an answer, from now until it is sent. `route` is asked for at its end, and is one of few. */
  readonly timeRequest: (request: IncomingMessage, response: ServerResponse, route: () => string) => void;
  /** Times a piece of work in the background, and passes on what it gives or throws. */
  readonly timeWork: <T>(work: string, run: () => Promise<T>) => Promise<T>;
  readonly countDeliveries: (outcome: "processed" | "failed", count: number) => void;
  /** Asked at each scrape: counts by state of what waits in the database. */
  readonly watchQueues: (read: () => Promise<QueueCounts>) => void;
  /** Answers `GET /metrics`; false when something else was asked for. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
};

export type QueueCounts = {
  readonly deliveriesWaiting: number;
  readonly oldestDeliverySeconds: number;
  readonly syncRuns: Readonly<Record<"queued" | "running" | "waiting", number>>;
  readonly exportsWaiting: number;
};

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const workBuckets = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

/** One per process, named after it. */
export function createTelemetry(service: "web" | "worker" | "mcp"): Telemetry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "pulse_http_request_duration_seconds",
    help: "From the first byte of a request to the last of its answer",
    labelNames: ["method", "route", "status"],
    buckets: requestBuckets,
    registers,
  });
  watchPools(registers);
  if (service !== "worker") return { ...ofRequests(requests), ...noWork, answer: answerWith(registry) };
  return { ...ofRequests(requests), ...ofWork(registers), answer: answerWith(registry) };
}

function ofRequests(requests: Histogram): Pick<Telemetry, "timeRequest"> {
  return {
    timeRequest: (request, response, route) => {
      const startedAt = performance.now();
      response.once("close", () => {
        const method = methods.includes(request.method ?? "") ? (request.method ?? "") : "other";
        const status = response.writableFinished ? String(response.statusCode) : "aborted";
        requests.observe({ method, route: route(), status }, (performance.now() - startedAt) / 1000);
      });
    },
  };
}

const noWork: Pick<Telemetry, "timeWork" | "countDeliveries" | "watchQueues"> = {
  timeWork: async (_, run) => await run(),
  countDeliveries: () => undefined,
  watchQueues: () => undefined,
};

function ofWork(registers: Registry[]): Pick<Telemetry, "timeWork" | "countDeliveries" | "watchQueues"> {
  const work = new Histogram({
    name: "pulse_work_duration_seconds",
    help: "Of jobs that happen by themselves, of readings from GitHub, and how they ended",
    labelNames: ["work", "outcome"],
    buckets: workBuckets,
    registers,
  });
  const deliveries = new Counter({
    name: "pulse_deliveries_total",
    help: "Deliveries of GitHub that were worked through",
    labelNames: ["outcome"],
    registers,
  });
  return {
    timeWork: async (name, run) => {
      const stop = work.startTimer({ work: name });
      try {
        const result = await run();
        stop({ outcome: "done" });
        return result;
      } catch (error) {
        stop({ outcome: "failed" });
        throw error;
      }
    },
    countDeliveries: (outcome, count) => {
      deliveries.inc({ outcome }, count);
    },
    watchQueues: (read) => watchQueues(registers, read),
  };
}

function watchPools(registers: Registry[]): void {
  new Gauge({
    name: "pulse_db_connections",
    help: "Connections to the database by what they are for; waiting are those who want one",
    labelNames: ["pool", "state"],
    registers,
    collect() {
      this.reset();
      for (const { pool, busy, idle, waiting } of readPoolSizes()) {
        this.inc({ pool, state: "busy" }, busy);
        this.inc({ pool, state: "idle" }, idle);
        this.inc({ pool, state: "waiting" }, waiting);
      }
    },
  });
}

function watchQueues(registers: Registry[], read: () => Promise<QueueCounts>): void {
  // The gauges of one scrape are asked side by side, and share one reading.
  let reading: Promise<QueueCounts | null> | null = null;
  const ask = async (): Promise<QueueCounts | null> => {
    reading ??= read()
      .catch(() => null)
      .finally(() => {
        reading = null;
      });
    return await reading;
  };
  new Gauge({
    name: "pulse_oldest_delivery_seconds",
    help: "Age of the oldest delivery that waits; 0 when none does",
    registers,
    async collect() {
      this.set((await ask())?.oldestDeliverySeconds ?? 0);
    },
  });
  new Gauge({
    name: "pulse_queues_read",
    help: "1 when the database told of its queues",
    registers,
    async collect() {
      this.set((await ask()) === null ? 0 : 1);
    },
  });
  new Gauge({
    name: "pulse_queue_length",
    help: "What waits in the database, of all workers together",
    labelNames: ["queue"],
    registers,
    async collect() {
      const counts = await ask();
      this.reset();
      if (counts === null) return;
      this.set({ queue: "deliveries" }, counts.deliveriesWaiting);
      this.set({ queue: "exports" }, counts.exportsWaiting);
      for (const [state, count] of Object.entries(counts.syncRuns)) this.set({ queue: `sync_${state}` }, count);
    },
  });
}

function answerWith(registry: Registry): Telemetry["answer"] {
  return async (request, response) => {
    if (request.url?.split("?")[0] !== "/metrics" || (request.method !== "GET" && request.method !== "HEAD"))
      return false;
    const text = await registry.metrics().catch(() => null);
    if (text === null) {
      response.writeHead(500, { "content-type": "text/plain" }).end("The metrics could not be read\n");
      return true;
    }
    response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : text);
    return true;
  };
}
