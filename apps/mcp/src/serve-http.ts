import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import {
  createMcpHandler,
  localhostAllowedHostnames,
  type McpServer,
  type ServerNotifier,
} from "@modelcontextprotocol/server";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { traceRequest, type ActionContext, type Telemetry } from "@pulse/actions";
import { AppError, systemClock, type Logger } from "@pulse/kit";
import { AsyncLocalStorage } from "node:async_hooks";

import type { McpEnv } from "./env.ts";
import type { Runtime } from "./create-runtime.ts";
import { answerDirectly } from "./http/answer-directly.ts";
import { answerRequest } from "./http/answer-request.ts";
import { createServer } from "./protocol/create-server.ts";

export type HttpServing = { readonly url: string; readonly close: () => Promise<void> };

const usualPort = 8080;

/** Serves the protocol, and what people's pages need of it, over HTTP. Throws `conflict` when the port is taken. */
export async function serveHttp(ctx: {
  readonly env: McpEnv;
  readonly version: string;
  readonly logger: Logger;
  readonly runtime: Runtime;
  /** Left out where nobody measures. */
  readonly telemetry?: Pick<Telemetry, "timeRequest">;
  /** Changes what a server offers before it answers; for tests that others' programs make. */
  readonly extend?: (server: McpServer, notify: ServerNotifier) => void;
}): Promise<HttpServing> {
  const { env, version, logger, runtime, telemetry, extend } = ctx;
  const asking = new AsyncLocalStorage<{
    readonly caller: ActionContext;
    /** Where its one result may be written past the SDK; null for what the SDK answers wholly. */
    readonly outgoing: ServerResponse | null;
  }>();
  const handler = createMcpHandler(
    ({ era }) => {
      const asked = asking.getStore();
      if (asked === undefined) throw new Error("nobody is served who did not come through the door");
      const { caller, outgoing } = asked;
      const made = createServer({ version, listed: runtime.listed }, caller);
      extend?.(made, handler.notify);
      if (era === "modern" && outgoing !== null) answerDirectly(made, outgoing, runtime.listed.for(caller.actor));
      return made;
    },
    { onerror: (error) => logger.debug({ err: error }, "the protocol refused a request") },
  );
  const onerror = (error: Error): void => logger.error({ err: error }, "request failed");
  const speak = toNodeHandler(handler, { onerror });
  const speakOfTools = async (incoming: Arrived, outgoing: ServerResponse, body: unknown): Promise<void> => {
    const answer = handler.fetch(withoutBody(incoming), { parsedBody: body });
    // A failure is told below, in the protocol's words.
    await answer.catch(() => undefined);
    if (outgoing.headersSent) return;
    await toNodeHandler({ ...handler, fetch: async () => await answer }, { onerror })(incoming, outgoing, body);
  };
  const server = createHttpServer((request, response) => {
    telemetry?.timeRequest(request, response, () => routeOf(request.url));
    const answer = async (): Promise<void> =>
      await answerRequest(
        {
          logger,
          version,
          callers: {
            findKeyHolder: runtime.findKeyHolder,
            clock: systemClock,
            publicKey: env.PULSE_MCP_PUBLIC_KEY ?? null,
          },
          hosts: [...localhostAllowedHostnames(), ...env.MCP_HOSTS],
          listed: runtime.listed,
          contextFor: ({ actor, memory }, { requestId, address, signal }) => ({
            ...runtime.contextFor(actor),
            memory,
            logger: logger.child({ request_id: requestId }),
            origin: { source: "mcp", address, requestId },
            signal,
          }),
          speakMcp: async (incoming, outgoing, { ctx: caller, body }) => {
            const isOfTools = ofTools.includes(incoming.headers["mcp-method"]) && body !== undefined;
            await asking.run({ caller, outgoing: isOfTools ? outgoing : null }, async () => {
              await (isOfTools ? speakOfTools : speak)(arrived(incoming), outgoing, body);
            });
          },
        },
        request,
        response,
      );
    void traceRequest({ request, response, route: routeOf(request.url) }, answer);
  });
  const port = await listenOn(server, env);
  return {
    url: `http://${env.HOST === "0.0.0.0" ? "127.0.0.1" : env.HOST}:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await handler.close();
      const timer = setTimeout(() => server.closeAllConnections(), 5000);
      await closed;
      clearTimeout(timer);
    },
  };
}

const routes = ["/mcp", "/health", "/tools", "/execute"];

function routeOf(url: string | undefined): string {
  const path = url?.split("?")[0] ?? "";
  return routes.includes(path) ? path : "other";
}

async function listenOn(server: Server, { HOST: host, PORT: wanted }: McpEnv): Promise<number> {
  try {
    return await listenOnce(server, { host, port: wanted ?? usualPort });
  } catch (error) {
    if (wanted === undefined) return await listenOnce(server, { host, port: 0 });
    throw new AppError("conflict", `Port ${wanted} of ${host} cannot be listened on. Set PORT to a free one`, {
      cause: error,
    });
  }
}

async function listenOnce(server: Server, at: { readonly host: string; readonly port: number }): Promise<number> {
  server.listen(at.port, at.host);
  await once(server, "listening");
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : at.port;
}

type Arrived = IncomingMessage & { readonly method: string; readonly url: string };

// A request that came to a server has both; the type is shared with answers to clients, which have neither.
const arrived = (request: IncomingMessage): Arrived => request as Arrived;

// Nearly all that is ever asked. Whether the client has gone, a tool knows from its context.
const ofTools: readonly unknown[] = ["tools/call", "tools/list"];

/** What the SDK reads of a request whose body was parsed before. */
function withoutBody({ method, headers, url }: Arrived): Request {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://${headers.host}${url}`, { method, headers: given });
}
