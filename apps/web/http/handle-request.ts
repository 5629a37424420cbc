import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { readRequestId, withRequestId, type Logger } from "@pulse/kit";

import { explainError } from "../src/problem/explain-error.ts";
import { answerEvents, answerProbes, refuse, type OwnRoutes } from "./answer-own-routes.ts";
import type { Api } from "./api/create-api.ts";
import { answerReference, type Reference } from "./api/answer-reference.ts";
import { clientOriginOf } from "./auth/client-origin-of.ts";
import type { Door } from "./auth/door.ts";
import { letIn } from "./auth/let-in.ts";
import { isBodyBounded } from "./bodies/is-body-bounded.ts";
import { answerCrossOrigin } from "./cors/answer-cross-origin.ts";
import { addressOf } from "./limits/address-of.ts";
import { refuseLimited, type RequestLimits } from "./limits/request-limits.ts";
import { logAccess } from "./log-access.ts";
import type { GitHubReader } from "./github/create-github-reader.ts";
import type { McpProxy } from "./mcp/create-mcp-proxy.ts";
import type { PageStore } from "./pages/create-page-store.ts";
import type { PageStatuses } from "./pages/create-page-statuses.ts";
import { showPage } from "./pages/show-page.ts";
import { dataPolicy, pagePolicy, setSecurityHeaders } from "./security-headers.ts";
import { answerWebhooks, type Webhooks } from "./webhooks/answer-webhooks.ts";

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type Handling = {
  readonly logger: Logger;
  readonly next: NextHandler;
  readonly ownRoutes: OwnRoutes;
  readonly api: Api;
  readonly reference: Reference;
  readonly github: GitHubReader;
  readonly mcp: McpProxy;
  readonly webhooks: Webhooks;
  readonly door: Door;
  readonly pages: PageStore;
  readonly statuses: PageStatuses;
  readonly limits: RequestLimits;
  readonly site: Site;
};

/** What the operator says of how this web app is reached. */
type Site = {
  /** People reach it by https alone. */
  readonly isSecure: boolean;
  /** Origins whose pages may use the API with a key. */
  readonly allowedOrigins: readonly string[];
  /** How many proxies of the operator's stand in front. */
  readonly trustedProxies: number;
};

/** One request from its first check to its line in the log. Never throws. */
export async function handleRequest(
  handling: Handling,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = readRequestId(request.headers["x-request-id"]);
  await withRequestId(requestId, async () => await handle(handling, { request, response, requestId }));
}

async function handle(handling: Handling, { request, response, requestId }: Omit<Passing, "path">): Promise<void> {
  const path = readPath(request.url);
  const logger = handling.logger.child({ request_id: requestId });
  logAccess(logger, { request, response, path: path ?? "(unreadable)" });
  response.setHeader("X-Request-Id", requestId);
  setSecurityHeaders(response, { policy: dataPolicy, isSecure: handling.site.isSecure });
  const address = addressOf(request, handling.site.trustedProxies);
  // Written over whatever the client claims: the log of changes and the list of sessions show it.
  request.headers["x-pulse-address"] = address;
  try {
    // It would send back what the browser keeps from scripts; nothing here needs it.
    if (request.method === "TRACE") {
      const detail = "TRACE is not taken here";
      refuse(response, { code: "invalid", status: 405, title: "Method not allowed", detail, requestId });
      return;
    }
    // Before the guards for people: GitHub comes by any name that leads here, and proves itself by its signature.
    if (path !== null && (await answerWebhooks(handling.webhooks, { path, requestId, request, response, logger })))
      return;
    if (path === null) {
      refuse(response, { code: "invalid", detail: "The address of this request is no path. Check the URL", requestId });
      return;
    }
    const asked = { path, requestId, request, response, address };
    if ((await answerProbes(handling.ownRoutes, asked)) || (await handling.mcp.answerHealth(asked))) return;
    const retryAfter = await handling.limits.takeRequest(asked);
    if (retryAfter !== null) {
      refuseLimited(response, { retryAfter, requestId });
      return;
    }
    if (answerCrossOrigin(handling.site.allowedOrigins, asked) || !isBodyBounded(asked)) return;
    if (!(await letIn(handling, asked))) return;
    if ((await answerEvents(handling.ownRoutes, asked)) || (await handling.mcp.answer(asked))) return;
    if (await handling.github.answer(asked)) return;
    if (answerReference(handling.reference, asked) || (await handling.api.answer(asked))) return;
    await passToNext(handling, { request, response, path, requestId });
  } catch (error) {
    const { code, detail, isBug } = explainError(error);
    if (isBug) logger.error({ err: error, path }, "request failed");
    if (response.headersSent) response.destroy();
    else refuse(response, { code, detail, requestId });
  }
}

type Passing = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly requestId: string;
};

/** What a page needs to know of its request travels in headers that a client cannot set: they are written over here. */
async function passToNext({ next, pages, statuses }: Handling, passing: Passing): Promise<void> {
  const { request, response, path, requestId } = passing;
  const isData = path === "/api" || path.startsWith("/api/");
  const nonce = randomBytes(16).toString("base64url");
  const policy = isData ? dataPolicy : pagePolicy(nonce, clientOriginOf(path, request.url));
  response.setHeader("Content-Security-Policy", policy);
  // Next reads the nonce for its own scripts from this header of the request.
  request.headers["content-security-policy"] = policy;
  request.headers["x-request-id"] = requestId;
  const isDocument = request.headers["rsc"] === undefined;
  request.headers["x-pulse-render"] = isDocument ? "document" : "data";
  // The router takes data with another status for no page at all, and would load the document instead.
  if (isDocument && !isData) statuses.wear(requestId, response);
  await showPage(pages, { ...passing, nonce }, () => next(request, response));
}

function readPath(url: string | undefined): string | null {
  if (url === undefined || !url.startsWith("/")) return null;
  const target = URL.canParse(url, "http://localhost") ? new URL(url, "http://localhost") : null;
  return target === null || target.host !== "localhost" ? null : target.pathname;
}
