import type { IncomingMessage, ServerResponse } from "node:http";

import type { Clock } from "@pulse/kit";

// Three missed beats; web calls the worker gone after the same time.
const beatLimitMs = 30_000;

export type HealthContext = {
  readonly clock: Clock;
  readonly version: string;
  readonly startedAt: Date;
  readonly lastBeatAt: () => Date | null;
};

/** `GET /health`: 200 while the database takes this worker's beats, 503 otherwise. */
export function answerHealth(ctx: HealthContext, request: IncomingMessage, response: ServerResponse): void {
  const isKnown = request.url?.split("?")[0] === "/health";
  if (!isKnown) {
    send(response, 404, { code: "not_found", title: "Not found", detail: "The worker answers GET /health only" });
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    send(response, 405, { code: "invalid", title: "Method not allowed", detail: "Use GET" });
    return;
  }
  const now = ctx.clock.now();
  const lastBeatAt = ctx.lastBeatAt();
  const isHealthy = lastBeatAt !== null && now.getTime() - lastBeatAt.getTime() < beatLimitMs;
  send(response, isHealthy ? 200 : 503, {
    status: isHealthy ? "healthy" : "unhealthy",
    timestamp: now.toISOString(),
    version: ctx.version,
    started_at: ctx.startedAt.toISOString(),
    last_beat_at: lastBeatAt?.toISOString() ?? null,
  });
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  const type = status === 200 || status === 503 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
