import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

import { generateDelivery, generateHistory, generateNightly, toArchive, writeGit } from "@pulse/github-replica";

import { writeRuns } from "./write-runs.ts";

const data = path.join(import.meta.dirname, "../../../shared/data");

/** Real archives with numbers computed by others; they lie beside a checkout, and never in it. */
export const realRepositories = [
  { name: "tls13-spec", repository: "tlswg/tls13-spec" },
  { name: "mls-protocol", repository: "mlswg/mls-protocol" },
  { name: "http-extensions", repository: "httpwg/http-extensions" },
] as const;

export const hasRealData = existsSync(path.join(data, "goldens"));

export const realArchive = (name: string) => path.join(data, `${name}.archive.json`);

export const goldenFile = (name: string) => path.join(data, "goldens", `${name}.json`);

/** A repository made up for these tests: a year and a half of a team of fourteen. */
export const generatedRepository = "acme/lighthouse";

/** A label group that is saved for it. */
export const labelGroup = "trouble";

/** A year of one workflow, as GitHub's REST API told it. */
export const realRuns = {
  repository: "ionic-team/ionic-framework",
  runs: path.join(data, "stencil_workflow_runs.json"),
  jobs: path.join(data, "stencil_jobs.json"),
  golden: path.join(data, "goldens", "stencil-ci.json"),
} as const;

export type GeneratedData = {
  readonly archive: string;
  readonly clone: string;
  readonly runs: string;
  readonly jobs: string;
};

/** Its archive, a git repository with the commits of its pull requests, and the runs that checked them. */
export async function writeGeneratedData(folder: string): Promise<GeneratedData> {
  const history = generateHistory({
    repository: generatedRepository,
    seed: 7,
    from: new Date("2024-01-01T00:00:00Z"),
    asOf: new Date("2025-06-30T12:00:00Z"),
    issues: 180,
    pullRequests: 420,
    people: 14,
  });
  const clone = path.join(folder, "lighthouse.git");
  const archive = path.join(folder, "lighthouse.archive.json");
  writeFileSync(archive, JSON.stringify(toArchive(history, await writeGit(history, clone))));
  const [runs, jobs] = [path.join(folder, "runs.json"), path.join(folder, "jobs.json")];
  const lists = writeRuns([...generateDelivery(history, { seed: 7 }).runs, ...generateNightly(history, { seed: 7 })]);
  writeFileSync(runs, JSON.stringify(lists.runs));
  writeFileSync(jobs, JSON.stringify(lists.jobs));
  return { archive, clone, runs, jobs };
}
