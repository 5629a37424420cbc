import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

type SiteAnswer = { readonly status: number; readonly body: string; readonly location?: string };

/** The deployed app as people reach it, behaving as Pulse-Hub does; each address can be told to answer otherwise. */
export type LocalSite = {
  readonly url: string;
  /** What is answered at a path from now on, one after the other; the last stays. */
  readonly answer: (path: string, ...answers: readonly [SiteAnswer, ...SiteAnswer[]]) => void;
  /** Answers as it did at first. */
  readonly reset: () => void;
  /** Paths in the order in which they were asked. */
  readonly asked: string[];
  readonly close: () => Promise<void>;
};

export function healthBody(services: Readonly<Record<string, string>>): string {
  const isWell = Object.values(services).every((one) => one !== "unhealthy");
  const status = services["database"] === "unhealthy" ? "error" : isWell ? "ok" : "degraded";
  return JSON.stringify({ status, timestamp: "2026-11-21T09:00:00.000Z", services });
}

const allWell = healthBody({ database: "healthy", mcp: "healthy", superset: "disabled", worker: "healthy" });

export async function startLocalSite(build: () => string | null): Promise<LocalSite> {
  const told = new Map<string, SiteAnswer[]>();
  const asked: string[] = [];
  let url = "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    asked.push(pathname);
    const queue = told.get(pathname);
    const answer =
      (queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0]) ??
      ordinary(pathname, { url, build: build() });
    response.writeHead(answer.status, {
      "content-type": answer.body.startsWith("{") ? "application/json" : "text/plain",
      ...(answer.location === undefined ? {} : { location: answer.location }),
    });
    response.end(answer.body);
  });
  url = await listen(server);
  return {
    url,
    asked,
    answer: (path, ...answers) => void told.set(path, [...answers]),
    reset: () => told.clear(),
    close: () => close(server),
  };
}

function ordinary(path: string, site: { readonly url: string; readonly build: string | null }): SiteAnswer {
  const { url, build } = site;
  if (build === null) return { status: 503, body: "no deployment" };
  if (path === "/api/ready" || path === "/api/health") return { status: 200, body: allWell };
  if (path === "/api/version") return { status: 200, body: JSON.stringify({ version: "0.1.0", build }) };
  if (path === "/api/mcp/health") return { status: 200, body: '{"status":"healthy","server":"pulse-hub-mcp"}' };
  if (path === "/api/auth/callback/github")
    return { status: 302, body: "", location: `${url}/sign-in?error=missing_code` };
  if (path !== "/api/auth/signin/github") return { status: 404, body: "not found" };
  const query = new URLSearchParams({ client_id: "Ov23liLocal", redirect_uri: `${url}/api/auth/callback/github` });
  return { status: 302, body: "", location: `https://github.com/login/oauth/authorize?${query.toString()}` };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
