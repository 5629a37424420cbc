import type { Run, RunAttempt } from "../world/actions.ts";
import { byKey, sorted } from "../world/sorted.ts";
import { found, notFound, type RepositoryRequest, type RestAnswer, type Route } from "./answer.ts";
import { normalised } from "./item-routes.ts";
import { paginateUnder } from "./paginate.ts";
import { renderJob, renderRun, renderWorkflow } from "./render-run.ts";

// What GitHub lists of runs: https://docs.github.com/rest/actions/workflow-runs
const mostFiltered = 1000;
const mostUnfiltered = 40_000;
const filters = ["actor", "branch", "event", "status", "created", "head_sha", "check_suite_id"];

export const runRoutes: readonly Route[] = [
  {
    method: "GET",
    of: "repository",
    path: "/actions/workflows",
    run: (request) =>
      paginateUnder(request, { key: "workflows", list: [...request.repository.workflows.values()] }, (workflow) =>
        renderWorkflow(request.urls, request.repository, workflow),
      ),
  },
  { method: "GET", of: "repository", path: "/actions/runs", run: (request) => listRuns(request, null) },
  {
    method: "GET",
    of: "repository",
    path: "/actions/workflows/{id}/runs",
    run: (request) => listRuns(request, request.params["id"] ?? ""),
  },
  route("/actions/runs/{id}", (request, source) => found(renderRun(request.urls, request.repository, source))),
  route("/actions/runs/{id}/attempts/{attempt}", (request, source) =>
    found(renderRun(request.urls, request.repository, source)),
  ),
  { method: "GET", of: "repository", path: "/actions/runs/{id}/jobs", run: listJobs },
  route("/actions/runs/{id}/attempts/{attempt}/jobs", (request, { run, attempt }) =>
    paginateUnder(request, { key: "jobs", list: attempt.jobs }, (job) =>
      renderJob(request.urls, request.repository, { run, attempt, job }),
    ),
  ),
  { method: "GET", of: "repository", path: "/actions/jobs/{id}", run: showJob },
];

function latestAttempt(run: Run): RunAttempt | null {
  const last = Math.max(...run.attempts.keys());
  return run.attempts.get(last) ?? null;
}

function route(
  path: string,
  answer: (request: RepositoryRequest, source: { run: Run; attempt: RunAttempt }) => RestAnswer,
): Route {
  return {
    method: "GET",
    of: "repository",
    path,
    run: (request) => {
      const run = request.repository.runs.get(Number(request.params["id"]));
      if (run === undefined) return notFound();
      const number = request.params["attempt"];
      const attempt = number === undefined ? latestAttempt(run) : run.attempts.get(Number(number));
      if (attempt === null || attempt === undefined) return notFound();
      return answer(request, { run, attempt });
    },
  };
}

function listRuns(request: RepositoryRequest, workflow: string | null): RestAnswer {
  const { repository, query, urls } = request;
  const isFiltered = filters.some((name) => query.has(name));
  const newestFirst = sorted(repository, "runs", () =>
    [...repository.runs.values()]
      .toSorted(
        byKey(
          (run) => run.createdAt,
          (run) => run.id,
        ),
      )
      .toReversed()
      .flatMap((run) => {
        const attempt = latestAttempt(run);
        return attempt === null ? [] : [{ run, attempt }];
      }),
  );
  const window = readWindow(query.get("created"));
  const all = newestFirst.filter(
    ({ run, attempt }) =>
      (workflow === null || String(run.workflow.id) === workflow || run.workflow.path.endsWith(`/${workflow}`)) &&
      matches(query.get("branch"), run.headBranch) &&
      matches(query.get("event"), run.event) &&
      matches(query.get("head_sha"), run.headSha) &&
      matches(query.get("actor"), run.actor?.login ?? null) &&
      (!query.has("status") || query.get("status") === attempt.status || query.get("status") === attempt.conclusion) &&
      run.createdAt >= window.from &&
      run.createdAt <= window.to,
  );
  const list = all.slice(0, isFiltered ? mostFiltered : mostUnfiltered);
  return paginateUnder(request, { key: "workflow_runs", list, total: all.length }, (source) =>
    renderRun(urls, repository, source),
  );
}

function listJobs(request: RepositoryRequest): RestAnswer {
  const { repository, urls, params, query } = request;
  const run = repository.runs.get(Number(params["id"]));
  const last = run === undefined ? null : latestAttempt(run);
  if (run === undefined || last === null) return notFound();
  const attempts = query.get("filter") === "all" ? [...run.attempts.values()] : [last];
  const list = attempts.flatMap((attempt) => attempt.jobs.map((job) => ({ run, attempt, job })));
  return paginateUnder(request, { key: "jobs", list }, (source) => renderJob(urls, repository, source));
}

function showJob(request: RepositoryRequest): RestAnswer {
  const id = Number(request.params["id"]);
  for (const run of request.repository.runs.values()) {
    for (const attempt of run.attempts.values()) {
      const job = attempt.jobs.find((one) => one.id === id);
      if (job !== undefined) return found(renderJob(request.urls, request.repository, { run, attempt, job }));
    }
  }
  return notFound();
}

function matches(asked: string | null, actual: string | null): boolean {
  return asked === null || asked === actual;
}

/** `2020-01-01..2020-01-31`, `>=2020-01-01`, `*..2020-01-31`, a single day; both ends belong to it. */
function readWindow(text: string | null): { readonly from: string; readonly to: string } {
  if (text === null) return { from: "", to: "9999" };
  const comparison = /^(>=|<=|>|<)(.+)$/.exec(text);
  if (comparison !== null) {
    const [, sign = "", at = ""] = comparison;
    // A second more or less: instants have whole seconds.
    if (sign === ">=") return { from: startOf(at), to: "9999" };
    if (sign === "<=") return { from: "", to: endOf(at) };
    return sign === ">" ? { from: moved(endOf(at), 1), to: "9999" } : { from: "", to: moved(startOf(at), -1) };
  }
  const [from = "", to = from] = text.split("..");
  return { from: from === "*" ? "" : startOf(from), to: to === "*" ? "9999" : endOf(to) };
}

function startOf(text: string): string {
  return text.length === 10 ? `${text}T00:00:00Z` : normalised(text);
}

function endOf(text: string): string {
  return text.length === 10 ? `${text}T23:59:59Z` : normalised(text);
}

function moved(at: string, seconds: number): string {
  return normalised(new Date(Date.parse(at) + seconds * 1000).toISOString());
}
