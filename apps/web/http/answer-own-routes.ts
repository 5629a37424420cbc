import type { ServerResponse } from "node:http";

import { sendJson, sendProblem } from "./send-json.ts";
import type { Health } from "./read-health.ts";
import { toProblem } from "../src/problem/problem.ts";

export type OwnRoutes = {
  readonly readHealth: () => Promise<Health>;
  /** Whether pages can be served beyond a healthy database: migrations current, not draining. */
  readonly canServe: () => Promise<boolean>;
  readonly version: { readonly version: string; readonly build: string };
};

type OwnRequest = { readonly path: string; readonly requestId: string; readonly response: ServerResponse };

/** Answers what must not depend on Next: health, readiness, version. False means that the path is none of these. */
export async function answerOwnRoutes(routes: OwnRoutes, request: OwnRequest): Promise<boolean> {
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
    default:
      return false;
  }
}

export function refuse(
  response: ServerResponse,
  problem: Parameters<typeof toProblem>[0] & { readonly allow?: string },
): void {
  if (problem.allow !== undefined) response.setHeader("Allow", problem.allow);
  sendProblem(response, toProblem(problem));
}
