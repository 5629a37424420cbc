import type { IncomingMessage, ServerResponse } from "node:http";

import { refuse } from "../answer-own-routes.ts";

type Asked = { readonly requestId: string; readonly request: IncomingMessage; readonly response: ServerResponse };

/** A form, or a call of the API: a hundred times what the largest of them is. Webhooks bring more, and have their own bound. */
const limitBytes = 1024 * 1024;

/**
 * Refuses a body that is larger than any we take, before a byte of it is read. Node holds a sender to the length they declare, so a length
 * is all that has to be asked for: without one nobody knows where a body ends. False means that it was refused here.
 */
export function isBodyBounded({ requestId, request, response }: Asked): boolean {
  if (request.headers["transfer-encoding"] !== undefined) {
    const detail = "Send the body with its Content-Length";
    return turnAway(response, { status: 411, title: "Length required", detail, requestId });
  }
  if (Number(request.headers["content-length"] ?? 0) <= limitBytes) return true;
  const detail = `The body of a request is at most ${limitBytes} bytes`;
  return turnAway(response, { status: 413, title: "Content too large", detail, requestId });
}

type Refusal = { readonly status: number; readonly title: string; readonly detail: string; readonly requestId: string };

function turnAway(response: ServerResponse, refusal: Refusal): false {
  // The rest of the body would be taken for the next request, or read for nothing.
  response.setHeader("Connection", "close");
  refuse(response, { code: "invalid", ...refusal });
  return false;
}
