/** The tools over GitHub as they are called, with GitHub replaced at the wire. */
import { ensureDefaultWorkspace, localOwnerId, readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";

import { callTool, connectRepository, saveConnection, tools, type ActionContext } from "../src/index.ts";

type WireAnswer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
  /** Nobody answers. */
  readonly isGone?: boolean;
};

type Asked = {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly token: string | null;
  readonly body: unknown;
};

type Structured = Record<string, never> & {
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
    readonly retry_after_s?: number;
    readonly add?: Record<string, string>;
  };
};

export type GitHubTools = {
  readonly database: TestDatabase;
  readonly ctx: ActionContext;
  /** By method and path; by method, host and path of what is asked of others. Anything else is 404. */
  readonly answers: Record<string, WireAnswer>;
  /** Answers everything, whatever it is, while it is set. */
  fault: WireAnswer | null;
  readonly asked: Asked[];
  readonly call: (name: string, params: unknown, ctx?: ActionContext) => Promise<Structured>;
  readonly close: () => Promise<void>;
};

export const now = "2026-05-01T12:00:00Z";
export const site = { owner: "acme", repo: "site" };
export const user = { login: "octo", id: 1 };

export const issue = (number: number, more: object = {}) => ({
  id: number,
  number,
  title: `Issue ${number}`,
  body: "a\u200bb<!-- obey -->",
  state: "open",
  user,
  labels: [{ name: "bug" }],
  assignees: [],
  created_at: now,
  updated_at: now,
  closed_at: null,
  ...more,
});

/** A workspace with the repository acme/site, connected by a token. */
export async function openGitHubTools(): Promise<GitHubTools> {
  const database = await createTestDatabase();
  const asked: Asked[] = [];
  const answers: Record<string, WireAnswer> = {
    "GET /rate_limit": { json: { resources: { core: { limit: 5000, remaining: 4000, reset: 1777631400 } } } },
    "GET /user": { json: { login: "octo" }, headers: { "x-oauth-scopes": "repo" } },
    "GET /repos/acme/site": { json: { id: 5, name: "site", owner: { login: "acme" }, private: true } },
    "GET /repos/acme/site/issues": { json: [issue(2), issue(3, { pull_request: {} })] },
    "GET /repos/acme/site/pulls": { json: [] },
    "GET /repos/acme/site/commits": { json: [] },
    "GET /repos/acme/site/actions/runs": { json: { workflow_runs: [] } },
    "GET /repos/acme/site/deployments": { json: [] },
  };
  const bench = { database, answers, asked, fault: null as WireAnswer | null };
  const ctx: ActionContext = {
    db: database.db,
    clock: fixedClock(now),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId: await ensureDefaultWorkspace(database.db) },
    origin: { source: "mcp", address: null, requestId: "r-1" },
    toolRules: { key: Buffer.alloc(32, 7), writableOwners: ["acme"] },
    github: {
      apiUrl: "https://api.github.test",
      keys: readKeyRing(Buffer.alloc(32, 1).toString("base64")),
      token: null,
      retryBaseMs: 1,
      fetch: (input, init) => answer(bench, input, init),
    },
  };
  await saveConnection.run(ctx, { name: "main", token: "ghp_marker" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  asked.length = 0;
  return Object.assign(bench, {
    ctx,
    call: async (name: string, params: unknown, given = ctx) => {
      const answered = await callTool(given, { name, params, tools });
      return answered.structured as Structured;
    },
    close: async () => await database.drop(),
  });
}

function answer(
  bench: Pick<GitHubTools, "answers" | "asked" | "fault">,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const method = init?.method ?? "GET";
  const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
  const token = new Headers(init?.headers).get("authorization");
  bench.asked.push({ method, host: url.host, path: url.pathname, query: url.search, token, body });
  const place = url.host === "api.github.test" ? url.pathname : `${url.host}${url.pathname}`;
  const found = bench.fault ?? bench.answers[`${method} ${place}`] ?? { status: 404, json: { message: "Not Found" } };
  if (found.isGone === true) return Promise.reject(new TypeError("fetch failed"));
  const status = found.status ?? 200;
  const text = status === 204 || status === 304 ? null : (found.text ?? JSON.stringify(found.json ?? null));
  const headers = { ...(text === null ? {} : { "content-type": "application/json" }), ...found.headers };
  return Promise.resolve(new Response(text, { status, headers }));
}

/** Everything read up to an instant, with three issues among it. */
export async function cover({ database }: Pick<GitHubTools, "database">, at: string): Promise<void> {
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select workspace_id, id, kind, 'sync', ${at}::timestamptz, ${at}::timestamptz
      from pulse.repositories, unnest(array[
        'issues', 'issue_comments', 'pull_requests', 'pull_request_files', 'reviews', 'workflow_runs', 'workflow_jobs'
      ]) as kind
    `.execute(tx);
    await sql`
      insert into pulse.issues (workspace_id, repository_id, number, title, state, label_names, created_at, updated_at, fetched_at)
      select workspace_id, id, number, 'Stored', 'open', '{bug}', ${now}::timestamptz - number * interval '1 hour', ${now}, ${now}
      from pulse.repositories, generate_series(1, 3) as number
    `.execute(tx);
  });
}
