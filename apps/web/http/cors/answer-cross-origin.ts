import type { IncomingMessage, ServerResponse } from "node:http";

type Asked = { readonly path: string; readonly request: IncomingMessage; readonly response: ServerResponse };

const dayInSeconds = "86400";

/**
 * Lets pages of the origins that the operator named use the API with a key. Cookies never: no answer allows credentials, and what carries
 * no key is answered as to everybody else, unreadable for that page. True means that a preflight was answered here.
 */
export function answerCrossOrigin(allowedOrigins: readonly string[], { path, request, response }: Asked): boolean {
  if (allowedOrigins.length === 0 || !isOpen(path)) return false;
  response.appendHeader("Vary", "Origin");
  const { origin } = request.headers;
  if (origin === undefined || !allowedOrigins.includes(origin)) return false;
  if (request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined) {
    response.writeHead(204, {
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
      "Access-Control-Max-Age": dayInSeconds,
      "Cache-Control": "no-store",
    });
    response.end();
    return true;
  }
  if (request.headers.authorization === undefined) return false;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
  return false;
}

/** The API, and none of the ways in and out. */
function isOpen(path: string): boolean {
  return (path === "/api" || path.startsWith("/api/")) && !path.startsWith("/api/auth/");
}
