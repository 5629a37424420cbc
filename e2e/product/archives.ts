import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

import { generateHistory, toArchive, writeGit } from "@pulse/github-replica";

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

export type GeneratedData = { readonly archive: string; readonly clone: string };

/** Its archive, and a git repository with the commits of its pull requests. */
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
  return { archive, clone };
}
