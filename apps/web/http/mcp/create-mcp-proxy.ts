// The way from here to the MCP server: who the door let in goes along as a word that we sign, and nothing of theirs does.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";

import { signServiceToken } from "@pulse/actions";
import { AppError, findTraceparent, type Clock, type Logger } from "@pulse/kit";

import { contextOf, openWorkspace } from "../../src/server/open-workspace.ts";
import { personHeader, readPerson } from "../../src/server/person-header.ts";
import type { Runtime } from "../../src/server/runtime.ts";
import { sendJson } from "../send-json.ts";
import { mcpPrefix } from "./is-mcp-path.ts";

type Asked = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

export type McpProxy = {
  readonly readState: () => Promise<"healthy" | "unhealthy" | "disabled">;
  /** Answers the server's health, which is open to everybody. False means that the path is another. */
  readonly answerHealth: (asked: Asked) => Promise<boolean>;
  /** Answers everything else of it, for whom the door let in. False means that the path is none of it. */
  readonly answer: (asked: Asked) => Promise<boolean>;
};

type Runtimes = Pick<
  Runtime,
  "actions" | "clock" | "db" | "getWorkspace" | "github" | "keyMaker" | "listWorkspaces" | "logger"
>;

type Input = {
  readonly runtime: Runtimes;
  /** Where the server is, and the key that it knows us by; null where there is none. */
  readonly server: { readonly url: string; readonly signingKey: string } | null;
  readonly clock: Clock;
  readonly logger: Logger;
};

const probeTimeoutMs = 2_000;
/** What the protocol needs; nothing else of a client's goes on. */
const passedOn = [
  "content-type",
  "accept",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "mcp-session-id",
  "last-event-id",
];
const passedBack = ["content-type", "mcp-protocol-version", "retry-after", "allow"];
/** Ours to theirs; nothing else of theirs is reached from here. */
const targets: Readonly<Record<string, string>> = {
  "": "/mcp",
  "/": "/mcp",
  "/mcp": "/mcp",
  "/tools": "/tools",
  "/execute": "/execute",
};

export function createMcpProxy({ runtime, server, clock, logger }: Input): McpProxy {
  const probe = async (): Promise<unknown> => {
    if (server === null) return null;
    const answer = await fetch(`${server.url}/health`, { signal: AbortSignal.timeout(probeTimeoutMs) });
    return answer.ok ? await answer.json() : null;
  };
  return {
    readState: async () => {
      if (server === null) return "disabled";
      return (await probe().catch(() => null)) === null ? "unhealthy" : "healthy";
    },
    answerHealth: async ({ path, request, response }) => {
      if (path.replace(mcpPrefix, "") !== "/health" || !mcpPrefix.test(path)) return false;
      if (request.method !== "GET" && request.method !== "HEAD") return false;
      const health = await probe().catch(() => null);
      const missing = { status: server === null ? "disabled" : "unhealthy", server: "pulse-hub-mcp" };
      sendJson(response, { status: health === null ? 503 : 200, body: health ?? missing });
      return true;
    },
    answer: async (asked) => {
      if (!mcpPrefix.test(asked.path)) return false;
      const target = targets[asked.path.replace(mcpPrefix, "")];
      if (target === undefined) return false;
      if (server === null)
        throw new AppError(
          "unavailable",
          "No MCP server runs here. ./pulse up starts one; elsewhere set MCP_SERVER_URL",
        );
      const token = await speakFor({ runtime, clock, signingKey: server.signingKey }, asked);
      await forward({ url: `${server.url}${target}`, token, logger }, asked);
      return true;
    },
  };
}

async function speakFor(
  ctx: { readonly runtime: Runtimes; readonly clock: Clock; readonly signingKey: string },
  { request, requestId }: Asked,
): Promise<string> {
  const person = readPerson(request.headers[personHeader]?.toString());
  if (person === null) throw new AppError("unauthenticated", "Sign in, or send an API key");
  const slug = new URL(request.url ?? "/", "http://localhost").searchParams.get("workspace");
  const workspace = await openWorkspace(ctx.runtime, person, slug);
  const { actor } = contextOf(ctx.runtime, { person, workspace, requestId, address: null });
  return await signServiceToken({ privateKey: ctx.signingKey, clock: ctx.clock }, actor);
}

type Target = { readonly url: string; readonly token: string; readonly logger: Logger };

async function forward({ url, token, logger }: Target, { request, response, requestId }: Asked): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const hasBody = request.method === "POST";
  const headers = new Headers({ authorization: `Bearer ${token}`, "x-request-id": requestId });
  const traceparent = findTraceparent();
  if (traceparent !== null) headers.set("traceparent", traceparent);
  for (const name of passedOn) {
    const value = request.headers[name]?.toString();
    if (value !== undefined) headers.set(name, value);
  }
  const answer = await fetch(url, {
    method: request.method ?? "GET",
    headers,
    redirect: "manual",
    signal: gone.signal,
    ...(hasBody ? { body: await readAll(request) } : {}),
  }).catch((error: unknown) => {
    logger.warn({ err: error, request_id: requestId }, "the MCP server does not answer");
    throw new AppError("unavailable", "The MCP server does not answer. Look at its lines in the log of ./pulse up", {
      cause: error,
    });
  });
  response.statusCode = answer.status;
  for (const name of passedBack) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.setHeader("Cache-Control", "no-store");
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(nodeStream(answer.body)), response).catch(() => response.destroy());
}

/** Its length was bounded before anybody was let in. */
async function readAll(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(bytesOf(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

// Without an encoding set, a request gives buffers.
const bytesOf = (chunk: unknown): Uint8Array => chunk as Uint8Array;

// The same streams under two names: those of browsers and those of Node.
const nodeStream = (stream: unknown): NodeStream => stream as NodeStream;
