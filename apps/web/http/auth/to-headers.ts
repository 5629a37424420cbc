import type { IncomingMessage, ServerResponse } from "node:http";

/** The headers of a request as the Fetch standard holds them. */
export function toHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue;
    for (const single of Array.isArray(value) ? value : [value]) headers.append(name, single);
  }
  return headers;
}

/** Sends an answer of the Fetch standard: its status, its headers, every cookie, and its body unless HEAD asked. */
export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  response.statusCode = answer.status;
  response.end(Buffer.from(await answer.arrayBuffer()));
}
