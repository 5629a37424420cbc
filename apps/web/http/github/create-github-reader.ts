// GitHub's own answers below /api/github/, asked as the person. Only what reads is let through: whatever changes something is an action.
import type { IncomingMessage, ServerResponse } from "node:http";

import { AppError } from "@pulse/kit";

import { contextOf, openWorkspace } from "../../src/server/open-workspace.ts";
import { personHeader, readPerson } from "../../src/server/person-header.ts";
import type { Runtime } from "../../src/server/runtime.ts";
import { refuse } from "../answer-own-routes.ts";

type Asked = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
};

export type GitHubReader = {
  /** False when the path is none of GitHub's. */
  readonly answer: (asked: Asked) => Promise<boolean>;
};

type Runtimes = Pick<
  Runtime,
  "actions" | "clock" | "db" | "getWorkspace" | "github" | "keyMaker" | "listWorkspaces" | "logger"
>;

const githubPrefix = "/api/github/";

export function createGitHubReader(runtime: Runtimes): GitHubReader {
  return {
    answer: async (asked) => {
      const { path, request, response, requestId } = asked;
      if (!path.startsWith(githubPrefix)) return false;
      const below = path.slice(githubPrefix.length);
      if (request.method !== "GET" && request.method !== "HEAD") {
        const detail = `This address only reads. ${actionFor(below)}`;
        const title = "Method not allowed";
        refuse(response, { code: "invalid", status: 405, title, detail, requestId, allow: "GET, HEAD" });
        return true;
      }
      await answerReading(runtime, asked, below);
      return true;
    },
  };
}

async function answerReading(runtime: Runtimes, asked: Asked, path: string): Promise<void> {
  const { request, response, requestId, address } = asked;
  const search = new URL(request.url ?? "/", "http://localhost").searchParams;
  const slug = search.get("workspace");
  search.delete("workspace");
  const repeated = [...search.keys()].find((name) => search.getAll(name).length > 1);
  if (repeated !== undefined) throw new AppError("invalid", `"${repeated.slice(0, 60)}" is given more than once`);
  const person = readPerson(request.headers[personHeader]?.toString());
  if (person === null) throw new AppError("unauthenticated", "Sign in, or send an API key");
  const workspace = await openWorkspace(runtime, person, slug);
  const ctx = contextOf(runtime, { person, workspace, requestId, address });
  const told = await runtime.actions.readGitHub.run(ctx, { path, query: Object.fromEntries(search) });
  const next = told.next === null ? null : new URL(told.next, "http://localhost").search;
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "private, no-cache",
    Vary: "Authorization, Cookie",
    ...(told.etag === "" ? {} : { ETag: told.etag }),
    // GitHub's own address of the next page would lead past us.
    ...(next === null ? {} : { Link: `<${githubPrefix}${path}${next}>; rel="next"` }),
  };
  if (told.etag !== "" && request.headers["if-none-match"] === told.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = Buffer.from(JSON.stringify(told.data));
  response.writeHead(200, { ...headers, "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** What does to GitHub what this address does not. */
function actionFor(path: string): string {
  if (/^repos\/[^/]+\/[^/]+\/issues$/.test(path)) {
    return 'An issue is opened by the tool github_create_issue: POST /api/mcp/execute {"tool":"github_create_issue","params":{…}}';
  }
  if (/^repos\/[^/]+\/[^/]+\/hooks/.test(path))
    return "Hooks are made and changed by ./pulse webhook create, rotate and remove";
  return "Pulse-Hub changes nothing on GitHub but issues that it opens (github_create_issue) and its own hooks (./pulse webhook create)";
}
