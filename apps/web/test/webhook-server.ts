import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request as send, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

import { readKeyRing, withService, type Db } from "@pulse/db";
import { createLogger, systemClock, type Clock } from "@pulse/kit";

import { handleRequest } from "../http/handle-request.ts";
import { createRequestLimits } from "../http/limits/request-limits.ts";
import type { Webhooks } from "../http/webhooks/answer-webhooks.ts";
import { createWebhooks } from "../http/webhooks/create-webhooks.ts";
import { noMcp } from "./no-mcp.ts";
import { noApi, noReference } from "./no-api.ts";
import { createPageStatuses } from "../http/pages/create-page-statuses.ts";
import { noPages } from "./no-pages.ts";
import { openDoor } from "./open-door.ts";

export const secret = "a secret of the installation";
export const keys = readKeyRing(randomBytes(32).toString("base64"));
export const oldSecret = "the secret before it";

export type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: string };

export type WebhookServer = { readonly port: number; readonly close: () => void };

/** The web app's answer to webhooks, on a port. */
export async function startWebhookServer(
  db: Db,
  change: Partial<Webhooks> & { readonly clock?: Clock; readonly port?: number } = {},
): Promise<WebhookServer> {
  const { clock = systemClock, port = 0, ...rest } = change;
  const webhooks = {
    ...createWebhooks({
      db,
      service: { run: async (work) => await withService(db, work) },
      clock,
      secrets: [secret, oldSecret],
      keys,
    }),
    ...rest,
  };
  const handling = {
    logger: createLogger({ name: "test", level: "silent" }),
    next: () => Promise.reject(new Error("webhooks never reach the pages")),
    ownRoutes: {
      readHealth: () => Promise.reject(new Error("nobody asks")),
      canServe: () => Promise.resolve(true),
      version: { version: "1", build: "test" },
      streamEvents: () => Promise.reject(new Error("nobody watches")),
    },
    api: noApi,
    reference: noReference,
    github: { answer: () => Promise.resolve(false) },
    mcp: noMcp,
    webhooks,
    door: openDoor,
    limits: createRequestLimits({ clock, perMinute: 1, takeShared: () => Promise.resolve(null) }),
    site: { isSecure: false, allowedOrigins: [], trustedProxies: 0 },
    pages: noPages,
    statuses: createPageStatuses(),
  };
  const server = createServer((request, response) => void handleRequest(handling, request, response));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function sign(body: Buffer | string, key: string = secret): string {
  return `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
}

/** The headers of a delivery as GitHub sends it, signed. */
export function headersOf(body: Buffer | string, event = "issues"): Record<string, string> {
  return {
    host: "hooks.example.com",
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": sign(body),
  };
}

type Posting = {
  readonly path?: string;
  readonly method?: string;
  readonly body: Buffer | string;
  readonly headers?: OutgoingHttpHeaders;
};

export async function post(port: number, posting: Posting): Promise<Answer> {
  const { path = "/api/webhooks/github", method = "POST", body } = posting;
  const headers = { "content-length": Buffer.byteLength(body), ...(posting.headers ?? headersOf(body)) };
  const request = send({ host: "127.0.0.1", port, path, method, headers, agent: false });
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  request.end(body);
  const response = await answered;
  // After the answer a refused sender may be hung up on while it still sends.
  request.on("error", () => undefined);
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}
