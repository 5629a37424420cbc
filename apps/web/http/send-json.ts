import type { ServerResponse } from "node:http";

import { problemContentType, type Problem } from "../src/problem/problem.ts";

type JsonAnswer = { readonly status: number; readonly body: unknown; readonly contentType?: string };

export function sendJson(response: ServerResponse, answer: JsonAnswer): void {
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "Content-Type": answer.contentType ?? "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
  });
  // Node drops the body of an answer to HEAD by itself.
  response.end(text);
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  sendJson(response, { status: problem.status, body: problem, contentType: problemContentType });
}
