import type { ServerResponse } from "node:http";

export function send(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

export function sendProblem(
  response: ServerResponse,
  problem: { readonly status: number; readonly code: string; readonly detail: string; readonly requestId: string },
): void {
  const { status, code, detail, requestId } = problem;
  send(
    response,
    status,
    { code, title: code.replaceAll("_", " "), status, detail, request_id: requestId },
    "application/problem+json",
  );
}
