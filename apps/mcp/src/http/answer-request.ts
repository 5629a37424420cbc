// One request to the MCP server: whose name it came under, who asks, and which of the four things it wants.
import type { IncomingMessage, ServerResponse } from "node:http";

import { callTool, type ActionContext } from "@pulse/actions";
import { isAppError, readRequestId, withRequestId, type Logger } from "@pulse/kit";
import { validateHostHeader, validateOriginHeader } from "@modelcontextprotocol/server";

import { definitionsIn } from "../definitions-in.ts";
import type { Listed } from "../list-tools.ts";
import { findCaller, type Caller, type Callers } from "./find-caller.ts";
import { readJson } from "./read-json.ts";
import { send, sendProblem } from "./send.ts";
import { statusOf } from "./status-of.ts";

export type Answering = {
  readonly logger: Logger;
  readonly version: string;
  readonly callers: Callers;
  /** Host names without ports. */
  readonly hosts: readonly string[];
  readonly listed: Listed;
  readonly contextFor: (
    caller: Caller,
    asked: { readonly requestId: string; readonly address: string | null; readonly signal: AbortSignal },
  ) => ActionContext;
  /** The protocol itself. */
  readonly speakMcp: (
    request: IncomingMessage,
    response: ServerResponse,
    input: { readonly ctx: ActionContext; readonly body: unknown },
  ) => Promise<void>;
};

type Asked = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/** Never throws. */
export async function answerRequest(
  answering: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // The web app gives the id of the request that it passes on.
  const requestId = readRequestId(request.headers["x-request-id"]);
  await withRequestId(requestId, async () => await answer(answering, { request, response, requestId }));
}

async function answer(answering: Answering, { request, response, requestId }: Omit<Asked, "path">): Promise<void> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const startedAt = performance.now();
  response.once("close", () => {
    const line = { method: request.method, path, status: response.statusCode };
    const told = { ...line, duration_ms: Math.round(performance.now() - startedAt), request_id: requestId };
    // Asked every few seconds by machines.
    if (path === "/health") answering.logger.debug(told, "request");
    else answering.logger.info(told, "request");
  });
  response.setHeader("x-request-id", requestId);
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  try {
    await route(answering, { path, requestId, request, response });
  } catch (error) {
    if (!isAppError(error)) answering.logger.error({ err: error, path, request_id: requestId }, "request failed");
    if (response.headersSent) response.destroy();
    else refuse(error, { path, requestId, request, response });
  }
}

async function route(answering: Answering, asked: Asked): Promise<void> {
  const { request, response, path, requestId } = asked;
  // Platforms ask for it by the address of a container, which nobody knows beforehand; it tells nothing that is anybody's.
  if (path === "/health" && (request.method === "GET" || request.method === "HEAD")) {
    const timestamp = answering.callers.clock.now().toISOString();
    send(response, 200, { status: "healthy", server: "pulse-hub-mcp", version: answering.version, timestamp });
    return;
  }
  // A page of another site can make a browser ask for addresses of this machine; neither name nor origin can be forged by it.
  const host = validateHostHeader(request.headers.host, [...answering.hosts]);
  const origin = validateOriginHeader(request.headers.origin, [...answering.hosts]);
  if (!host.ok || !origin.ok) {
    sendProblem(response, {
      status: 403,
      code: "forbidden",
      detail: "This server answers to its own names only, and to no page of another site",
      requestId,
    });
    return;
  }
  const caller = await findCaller(answering.callers, request.headers.authorization ?? null);
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const address = request.socket.remoteAddress ?? null;
  const ctx = answering.contextFor(caller, { requestId, address, signal: gone.signal });
  await answerCaller(answering, asked, ctx);
}

async function answerCaller(answering: Answering, asked: Asked, ctx: ActionContext): Promise<void> {
  const { request, response, path, requestId } = asked;
  const method = request.method ?? "";
  if (path === "/mcp") {
    await answering.speakMcp(request, response, { ctx, body: method === "POST" ? await readJson(request) : undefined });
  } else if (path === "/tools" && method === "GET") {
    send(response, 200, { tools: await definitionsIn(ctx, answering.listed.for(ctx.actor)) });
  } else if (path === "/execute" && method === "POST") {
    await execute(answering, ctx, asked);
  } else {
    const detail = "There are: POST /mcp, GET /tools, POST /execute and GET /health";
    sendProblem(response, {
      status: path === "/tools" || path === "/execute" ? 405 : 404,
      code: "not_found",
      detail,
      requestId,
    });
  }
}

async function execute({ listed }: Answering, ctx: ActionContext, { request, response }: Asked): Promise<void> {
  const body = await readJson(request);
  const { tool, params } =
    typeof body === "object" && body !== null ? (body as { tool?: unknown; params?: unknown }) : {};
  const startedAt = performance.now();
  const answer = await callTool(ctx, {
    name: typeof tool === "string" ? tool : "",
    params,
    tools: listed.for(ctx.actor).tools,
  });
  const tookMs = Math.round(performance.now() - startedAt);
  if (answer.isError)
    send(response, statusOf(answer.structured.error.code), { tool, ...answer.structured, took_ms: tookMs });
  else send(response, 200, { tool, result: answer.structured, took_ms: tookMs });
}

function refuse(error: unknown, { path, requestId, response }: Asked): void {
  const code = isAppError(error) ? error.code : "internal";
  const detail = isAppError(error)
    ? error.message
    : "Something broke on our side. The log has the cause under the request id";
  if (code === "unauthenticated") response.setHeader("www-authenticate", 'Bearer realm="pulse-hub-mcp"');
  const isTooLarge = isAppError(error) && error.details["reason"] === "too_large";
  if (isTooLarge) response.setHeader("connection", "close");
  const status = isTooLarge ? 413 : statusOf(code);
  // Whoever speaks the protocol is told in its words.
  if (path === "/mcp" && code === "invalid") {
    send(response, status, {
      jsonrpc: "2.0",
      id: null,
      error: { code: isTooLarge ? -32_600 : -32_700, message: detail },
    });
  } else sendProblem(response, { status, code, detail, requestId });
}
