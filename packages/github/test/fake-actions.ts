import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

type Attempt = {
  status: string;
  conclusion: string | null;
  startedAt: string;
  updatedAt: string;
  jobs: readonly Readonly<Record<string, unknown>>[];
};

export type FakeRun = {
  readonly id: number;
  readonly createdAt: string;
  /** The first is attempt 1. */
  readonly attempts: Attempt[];
};

export type FakeActions = {
  readonly url: string;
  readonly runs: Map<number, FakeRun>;
  /** What was asked, as path and query. */
  readonly asked: string[];
  /** What other paths answer: path without query to body. */
  readonly lists: Map<string, unknown>;
  readonly close: () => Promise<void>;
};

const mostPerSearch = 1000;

/**
 * GitHub's Actions at the wire, as far as sync asks: lists by creation that give 1,000 results at most when they are filtered, single runs and
 * attempts, jobs, ETags.
 */
export async function startFakeActions(): Promise<FakeActions> {
  const runs = new Map<number, FakeRun>();
  const lists = new Map<string, unknown>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    asked.push(`${url.pathname}${url.search}`);
    const send = sendTo(response, request.headers["if-none-match"]);
    const listed = lists.get(url.pathname);
    if (listed !== undefined) return send(listed);
    const [, found] = /^\/repos\/acme\/site\/actions\/runs(.*)$/.exec(url.pathname) ?? [];
    if (found === "") return sendRuns(send, { url, runs });
    const [, id, attempt, isJobs] = /^\/(\d+)(?:\/attempts\/(\d+))?(\/jobs)?$/.exec(found ?? "") ?? [];
    const run = runs.get(Number(id));
    const number = attempt === undefined ? run?.attempts.length : Number(attempt);
    const body = run === undefined || number === undefined ? undefined : renderRun(run, number);
    if (run === undefined || body === undefined) return send({ message: "Not Found" }, { status: 404 });
    const jobs = run.attempts[(number ?? 1) - 1]?.jobs ?? [];
    return send(isJobs === undefined ? body : { total_count: jobs.length, jobs });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fake Actions got no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    runs,
    asked,
    lists,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Send = (body: unknown, options?: { readonly status?: number; readonly link?: string }) => void;

function sendTo(response: ServerResponse, known: string | undefined): Send {
  return (body, { status = 200, link } = {}) => {
    const text = JSON.stringify(body);
    const etag = `"${createHash("sha1").update(text).digest("hex")}"`;
    const isKnown = known === etag && status === 200;
    response.writeHead(isKnown ? 304 : status, { etag, "content-type": "application/json", ...(link ? { link } : {}) });
    response.end(isKnown ? undefined : text);
  };
}

function sendRuns(send: Send, input: { readonly url: URL; readonly runs: ReadonlyMap<number, FakeRun> }): void {
  const { url } = input;
  const perPage = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
  const page = Number(url.searchParams.get("page") ?? 1);
  const created = url.searchParams.get("created");
  const [from = "", to = ""] = created?.split("..") ?? [];
  const all = [...input.runs.values()]
    .filter((run) => created === null || (run.createdAt >= from && run.createdAt <= to))
    .toSorted((left, right) => right.createdAt.localeCompare(left.createdAt) || right.id - left.id);
  const reachable = created === null ? all : all.slice(0, mostPerSearch);
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  const hasNext = page * perPage < reachable.length;
  send(
    {
      total_count: all.length,
      workflow_runs: reachable
        .slice((page - 1) * perPage, page * perPage)
        .map((run) => renderRun(run, run.attempts.length)),
    },
    hasNext ? { link: `<${next.pathname}${next.search}>; rel="next"` } : {},
  );
}

function renderRun(run: FakeRun, number: number): Readonly<Record<string, unknown>> | undefined {
  const attempt = run.attempts[number - 1];
  if (attempt === undefined) return undefined;
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: "CI",
    path: ".github/workflows/ci.yml",
    workflow_id: 70,
    run_number: run.id,
    run_attempt: number,
    event: "push",
    status: attempt.status,
    conclusion: attempt.conclusion,
    head_branch: "main",
    head_sha: "a".repeat(40),
    actor: { login: "ann", id: 1, type: "User" },
    triggering_actor: { login: "ann", id: 1, type: "User" },
    created_at: run.createdAt,
    run_started_at: attempt.startedAt,
    updated_at: attempt.updatedAt,
  };
}
