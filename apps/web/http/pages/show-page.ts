// Drawing a dashboard takes tens of milliseconds of this process even when every number is known. Whoever looks again, while nothing has
// changed, is shown what was drawn before: the same bytes but for the nonce and the id of the
// request, which are new in every answer.
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { readCookie } from "@pulse/actions";

import { readTheme, themeCookie } from "../../src/frame/theme.ts";
import { personHeader, readPerson } from "../../src/server/person-header.ts";
import type { KeptPage, PageStore } from "./create-page-store.ts";
import { recordBody } from "./record-body.ts";

type PageRequest = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly requestId: string;
  readonly nonce: string;
};

type View = { readonly name: string; readonly state: string };

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const keptPaths = /^\/([a-z0-9-]+)\/(issues|overview|pulls)(\/items)?$/;
// Half the time of the usual level, for a sixth more bytes.
const quickLevel = 3;
// Next's router asks for parts of pages under the same address.
const partHeaders = ["rsc", "next-router-prefetch", "next-router-state-tree", "next-action", "range"];
// The others are of one answer, or set before anybody looks here.
const keptHeaders = new Set(["content-type", "content-encoding", "cache-control", "link", "vary"]);

/** Shows a page that is kept, or has it drawn by `draw` and keeps it if the page allows that. */
export async function showPage(store: PageStore, asked: PageRequest, draw: () => Promise<void>): Promise<void> {
  const view = await findView(store, asked);
  if (view === null) return await draw();
  const kept = store.find(view.name, view.state);
  if (kept !== null) return await sendKept(kept, asked);
  const { requestId, response, nonce } = asked;
  const heldFor = store.listen(requestId);
  const body = recordBody(response);
  response.once("close", () => {
    const forMs = heldFor();
    if (forMs === null || !response.writableFinished || !isWholePage(response)) return;
    const headers = Object.fromEntries(Object.entries(response.getHeaders()).filter(([name]) => keptHeaders.has(name)));
    store.keep(view.name, view.state, { gzipped: body(), headers, nonce, requestId, forMs });
  });
  await draw();
}

/**
 * What is asked for, and the state of what it is drawn from, read before anything is drawn: should that change meanwhile, the page is kept
 * under a name that nobody asks for again. Null for what is never kept.
 */
async function findView(store: PageStore, { request, path }: PageRequest): Promise<View | null> {
  const slug = keptPaths.exec(path)?.[1];
  const person = readPerson(request.headers[personHeader]?.toString());
  if (slug === undefined || person === null || person.proof.kind !== "session" || request.method !== "GET") return null;
  if (partHeaders.some((name) => request.headers[name] !== undefined)) return null;
  if (!/\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? "")) return null;
  // What is wrong is told by the page itself, in its own words.
  const state = await store.findState(person, slug).catch(() => null);
  if (state === null) return null;
  const { proof: _proof, ...whom } = person;
  const theme = readTheme(readCookie(request.headers.cookie ?? null, themeCookie) ?? undefined);
  return { name: JSON.stringify([whom, theme, request.url]), state };
}

function isWholePage(response: ServerResponse): boolean {
  return (
    response.statusCode === 200 &&
    response.getHeader("content-encoding") === "gzip" &&
    response.getHeader("set-cookie") === undefined
  );
}

async function sendKept(kept: KeptPage, { response, nonce, requestId }: PageRequest): Promise<void> {
  const { gzipped, headers, nonce: old } = kept;
  const body = await decompress(gzipped);
  writeOver(body, old, nonce);
  writeOver(body, kept.requestId, requestId);
  const sent = await compress(body, { level: quickLevel });
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    response.setHeader(name, typeof value === "string" ? value.replaceAll(old, nonce) : value);
  }
  response.setHeader("Content-Length", sent.length);
  response.end(sent);
}

/** Both are of one length, so that the page is written over where it stands. */
function writeOver(body: Buffer, old: string, now: string): void {
  for (let at = body.indexOf(old); at !== -1; at = body.indexOf(old, at + old.length)) body.write(now, at, "latin1");
}
