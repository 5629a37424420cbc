import { withService, type Db, type Tx } from "@pulse/db";
import { z } from "zod";

import { archiveFault } from "../archive/archive-fault.ts";
import { openArchive } from "../archive/open-archive.ts";
import { enterRepository } from "../save/enter-repository.ts";
import { parseRepositoryName } from "../save/parse-repository-name.ts";
import { saveAccounts } from "../save/save-accounts.ts";
import { addCounts, noCounts, type SaveCounts, type SaveScope } from "../save/save-scope.ts";
import { saveSyncState } from "../save/save-sync-state.ts";
import { saveWorkflowJobs } from "../save/save-workflow-jobs.ts";
import { saveWorkflowRuns } from "../save/save-workflow-runs.ts";
import { jobShape, toJobRow, type RestJob } from "../sync/rest/job-shape.ts";
import { toAccounts } from "../sync/rest/rest-fields.ts";
import { runShape, toRunRow, type RestRun } from "../sync/rest/run-shape.ts";
import { readListedRows } from "./read-listed-rows.ts";

export type ActionsImport = {
  readonly repository: string;
  readonly isNewRepository: boolean;
  /** The latest instant in the files: what they say, they say of that time. Null where they are empty. */
  readonly asOf: string | null;
  /** Runs and jobs in the files. */
  readonly rows: number;
  readonly counts: Readonly<Record<"workflow_runs" | "workflow_jobs", SaveCounts>>;
  /** Jobs whose run is neither in the files nor known; they are kept, and find it when it comes. */
  readonly jobsWithoutRun: number;
  /** What the files say that their repository is, where it is another than the named one. */
  readonly otherRepositories: readonly string[];
};

type Source = { readonly file: string; readonly fileName: string };

type Input = {
  readonly workspaceId: number;
  /** `owner/name`. */
  readonly repository: string;
  readonly runs: Source;
  readonly jobs: Source | null;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
};

type Files = {
  readonly runs: readonly RestRun[];
  readonly jobs: readonly RestJob[];
  readonly otherRepositories: readonly string[];
};

const batchRows = 500;

/**
 * Imports runs, and jobs with their steps, from files that hold GitHub's REST answers, in one transaction. What is stored already and is newer
 * stays, and a second import changes nothing. Throws `invalid` for a file with a fault in it; nothing is kept then.
 */
export async function importActions(db: Db, input: Input): Promise<ActionsImport> {
  const repository = parseRepositoryName(input.repository);
  const named = new Set<string>();
  const runs = await readRows(input, { source: input.runs, list: "workflow_runs", schema: runShape, named });
  const jobs =
    input.jobs === null ? [] : await readRows(input, { source: input.jobs, list: "jobs", schema: jobShape, named });
  const otherRepositories = [...named].filter((name) => name.toLowerCase() !== repository.fullName.toLowerCase());
  return await withService(db, (tx) => saveFiles(tx, { ...input, files: { runs, jobs, otherRepositories } }));
}

// A run carries its repository.
const homed = z.object({ repository: z.object({ full_name: z.string() }) });
const jobLike = z.object({ run_id: z.number(), steps: z.array(z.unknown()) });
const runLike = z.object({ workflow_id: z.number(), run_number: z.number() });

async function readRows<Schema extends z.ZodType>(
  input: Input,
  wanted: {
    readonly source: Source;
    readonly list: "workflow_runs" | "jobs";
    readonly schema: Schema;
    readonly named: Set<string>;
  },
): Promise<readonly z.output<Schema>[]> {
  const { source, list, schema, named } = wanted;
  const { fileName } = source;
  const handle = await openArchive(source.file, fileName);
  try {
    const rows: z.output<Schema>[] = [];
    for await (const { place, value } of readListedRows({ handle, fileName, list, signal: input.signal })) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) throw explain({ fileName, place, list, value, error: parsed.error });
      rows.push(parsed.data);
      const home = homed.safeParse(value);
      if (home.success) named.add(home.data.repository.full_name);
    }
    return rows;
  } finally {
    await handle.close();
  }
}

function explain(bad: {
  readonly fileName: string;
  readonly place: string;
  readonly list: "workflow_runs" | "jobs";
  readonly value: unknown;
  readonly error: z.ZodError;
}) {
  const { fileName, place, list, value } = bad;
  if (list === "workflow_runs" && jobLike.safeParse(value).success) {
    return archiveFault(fileName, `${place} is a job, not a run. Give jobs with --jobs and runs with --runs`);
  }
  if (list === "jobs" && runLike.safeParse(value).success) {
    return archiveFault(fileName, `${place} is a run, not a job. Give jobs with --jobs and runs with --runs`);
  }
  const [issue] = bad.error.issues;
  const field = issue?.path.join(".") ?? "";
  const what = list === "jobs" ? "job" : "workflow run";
  return archiveFault(
    fileName,
    `${place} is no ${what} as GitHub's REST API gives it: ${field === "" ? "" : `${field}: `}${issue?.message ?? "unknown fault"}`,
  );
}

async function saveFiles(tx: Tx, input: Input & { readonly files: Files }): Promise<ActionsImport> {
  const { workspaceId, files } = input;
  const repository = parseRepositoryName(input.repository);
  const asOf = latestOf(files);
  const fetchedAt = asOf ?? "1970-01-01T00:00:00Z";
  const saved = await enterRepository(tx, { workspaceId, repository, fetchedAt });
  const scope: SaveScope = { workspaceId, repositoryId: saved.id, fetchedAt };
  const counts = await saveRows(tx, scope, input);
  if (asOf !== null) await saveCoverage(tx, scope, { to: asOf, hasJobs: input.jobs !== null });
  const known = new Set(files.runs.map((run) => `${run.id} ${run.run_attempt}`));
  return {
    repository: saved.fullName,
    isNewRepository: saved.isNew,
    asOf,
    rows: files.runs.length + files.jobs.length,
    counts,
    jobsWithoutRun: files.jobs.filter((job) => !known.has(`${job.run_id} ${job.run_attempt ?? 1}`)).length,
    otherRepositories: files.otherRepositories,
  };
}

async function saveRows(
  tx: Tx,
  scope: SaveScope,
  input: Input & { readonly files: Files },
): Promise<ActionsImport["counts"]> {
  const { runs, jobs } = input.files;
  const accountIds = await saveAccounts(tx, scope, toAccounts(runs.map((run) => run.startedBy)));
  const total = runs.length + jobs.length;
  let counts = { workflow_runs: noCounts, workflow_jobs: noCounts };
  let done = 0;
  const step = (rows: number) => {
    input.signal?.throwIfAborted();
    done += rows;
    input.onProgress?.({ done, total });
  };
  for (const batch of inBatches(runs)) {
    const saved = await saveWorkflowRuns(
      tx,
      scope,
      batch.map((run) => toRunRow(run, accountIds)),
    );
    counts = { ...counts, workflow_runs: addCounts(counts.workflow_runs, saved.counts) };
    step(batch.length);
  }
  for (const batch of inBatches(jobs)) {
    const saved = await saveWorkflowJobs(tx, scope, batch.map(toJobRow));
    counts = { ...counts, workflow_jobs: addCounts(counts.workflow_jobs, saved) };
    step(batch.length);
  }
  return counts;
}

function inBatches<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / batchRows) }, (_, index) =>
    rows.slice(index * batchRows, (index + 1) * batchRows),
  );
}

/** The lists are all that GitHub has of the repository: where they begin, there was nothing before. */
async function saveCoverage(
  tx: Tx,
  scope: SaveScope,
  input: { readonly to: string; readonly hasJobs: boolean },
): Promise<void> {
  await saveSyncState(tx, scope, {
    kinds: input.hasJobs ? ["workflow_runs", "workflow_jobs"] : ["workflow_runs"],
    source: "archive",
    coveredFrom: null,
    coveredTo: input.to,
  });
}

/** The latest instant in the files: what they say, they say of that time. */
function latestOf({ runs, jobs }: Files): string | null {
  const instants = [
    ...runs.flatMap((run) => [run.created_at, run.updated_at]),
    ...jobs.flatMap((job) => [job.created_at, job.started_at, job.completed_at]),
  ].flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]));
  return instants.length === 0 ? null : new Date(instants.reduce((most, at) => Math.max(most, at))).toISOString();
}
