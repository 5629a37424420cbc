import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { pagePolicy } from "../security-headers.ts";
import type { ApiRoute } from "./api-route.ts";
import { describeApi } from "./describe-api.ts";

type File = { readonly type: string; readonly etag: string; readonly packed: Buffer; readonly plain: Buffer };

/** The description of the API, and what shows it. */
export type Reference = { readonly description: File; readonly script: File };

export function readReference(input: { readonly routes: readonly ApiRoute[]; readonly version: string }): Reference {
  const script = fileURLToPath(import.meta.resolve("rapidoc/dist/rapidoc-min.js"));
  return {
    description: fileOf(
      "application/json; charset=utf-8",
      Buffer.from(JSON.stringify(describeApi({ ...input, isWhole: true }))),
    ),
    script: fileOf("text/javascript; charset=utf-8", readFileSync(script)),
  };
}

function fileOf(type: string, plain: Buffer): File {
  const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 27)}"`;
  return { type, etag, plain, packed: gzipSync(plain) };
}

type Asked = { readonly path: string; readonly request: IncomingMessage; readonly response: ServerResponse };

/** Answers the description of the API and its readable form, both open to everybody. False means that the path is neither. */
export function answerReference(reference: Reference, { path, request, response }: Asked): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  switch (path) {
    case "/api/openapi.json":
      sendFile(reference.description, request, response);
      return true;
    case "/api/docs/rapidoc.js":
      sendFile(reference.script, request, response);
      return true;
    case "/api/docs":
      sendPage(response);
      return true;
    default:
      return false;
  }
}

function sendFile(file: File, request: IncomingMessage, response: ServerResponse): void {
  const isPacked = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = isPacked ? file.packed : file.plain;
  const headers = {
    "Content-Type": file.type,
    "Cache-Control": "no-cache",
    ETag: file.etag,
    Vary: "Accept-Encoding",
    ...(isPacked ? { "Content-Encoding": "gzip" } : {}),
  };
  if (request.headers["if-none-match"] === file.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, "Content-Length": body.length }).end(body);
}

/** RapiDoc draws everything from the description; the colours are those of the rest of the product. */
function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString("base64url");
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": pagePolicy(nonce),
    "Cache-Control": "no-store",
  });
  response.end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of Pulse-Hub</title>
<link rel="icon" href="/icon.svg">
<style>body { margin: 0 } @media (prefers-color-scheme: dark) { body { background: #0b0f17 } }</style>
</head>
<body>
<rapi-doc spec-url="/api/openapi.json" render-style="read" show-header="false" load-fonts="false" allow-spec-url-load="false"
  allow-spec-file-load="false" allow-server-selection="false" schema-style="table" show-method-in-nav-bar="as-colored-text"
  regular-font="Inter Variable, system-ui, sans-serif" mono-font="ui-monospace, monospace" primary-color="#2563eb"
  sort-tags="false" sort-endpoints-by="none" persist-auth="false"></rapi-doc>
<script nonce="${nonce}">
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.querySelector("rapi-doc").setAttribute("theme", dark.matches ? "dark" : "light");
dark.addEventListener("change", paint);
paint();
</script>
<script nonce="${nonce}" type="module" src="/api/docs/rapidoc.js"></script>
</body>
</html>
`);
}
