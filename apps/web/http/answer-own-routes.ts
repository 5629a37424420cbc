import type { IncomingMessage, ServerResponse } from "node:http";

import { isAppError } from "@pulse/kit";

import { sendJson, sendProblem } from "./send-json.ts";
import type { Health } from "./read-health.ts";
import { toProblem } from "../src/problem/problem.ts";

export type OwnRoutes = {
  readonly readHealth: () => Promise<Health>;
  /** Whether pages can be served beyond a healthy database: migrations current, not draining. */
  readonly canServe: () => Promise<boolean>;
  readonly version: { readonly version: string; readonly build: string };
  /** Answers with a stream that stays open. */
  readonly streamEvents: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

type OwnRequest = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/**
 * Answers what others ask to see whether we live: health, readiness, version; and the icon that browsers ask for by themselves.
 * False means that the path is none of these.
 */
export async function answerProbes(routes: OwnRoutes, request: OwnRequest): Promise<boolean> {
  const { response } = request;
  switch (request.path) {
    case "/api/health":
    case "/health":
      sendJson(response, { status: 200, body: await routes.readHealth() });
      return true;
    case "/api/ready": {
      const [body, canServe] = await Promise.all([routes.readHealth(), routes.canServe()]);
      sendJson(response, { status: canServe && body.services.database === "healthy" ? 200 : 503, body });
      return true;
    }
    case "/api/version":
      sendJson(response, { status: 200, body: routes.version });
      return true;
    case "/favicon.ico":
      if (request.request.method !== "GET" && request.request.method !== "HEAD") return false;
      response.writeHead(308, { Location: "/icon.svg" }).end();
      return true;
    default:
      return false;
  }
}

/** Live events. What nobody may watch, and one stream too many, are answers like others and no failures of ours. */
export async function answerEvents({ streamEvents }: OwnRoutes, own: OwnRequest): Promise<boolean> {
  const { path, request, response, requestId } = own;
  if (path !== "/api/events") return false;
  try {
    await streamEvents(request, response);
  } catch (error) {
    if (!isAppError(error) || response.headersSent) throw error;
    refuse(response, { code: error.code, detail: error.message, requestId });
  }
  return true;
}

export function refuse(
  response: ServerResponse,
  problem: Parameters<typeof toProblem>[0] & { readonly allow?: string },
): void {
  if (problem.allow !== undefined) response.setHeader("Allow", problem.allow);
  sendProblem(response, toProblem(problem));
}
