import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { ReaderContext } from "../kind-reader.ts";
import type { RepositoryProbe } from "../repository-probe.ts";
import { actor } from "./actor.ts";
import { count, instant, text } from "./answer-fields.ts";
import { ask } from "./ask.ts";
import { probeQuery } from "./probe-query.ts";

// Only compared, never kept: any shape will do.
const survey = z.object({ totalCount: count, nodes: z.array(z.json()).nullable() });

const schema = z.object({
  repository: z
    .object({
      id: z.string(),
      databaseId: z.int().positive().nullable(),
      name: z.string(),
      owner: actor,
      description: text.nullable(),
      visibility: z.enum(["PUBLIC", "PRIVATE", "INTERNAL"]),
      isArchived: z.boolean(),
      isFork: z.boolean(),
      createdAt: instant,
      pushedAt: instant.nullable(),
      updatedAt: instant,
      stargazerCount: count,
      forkCount: count,
      watchers: z.object({ totalCount: count }),
      defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
      labels: survey.nullable(),
      milestones: survey.nullable(),
      issues: survey,
      pullRequests: survey,
      releases: survey,
      refs: survey.nullable(),
      deployments: survey.optional(),
    })
    .nullable(),
});

const visibilities = { PUBLIC: "public", PRIVATE: "private", INTERNAL: "internal" } as const;

// GitHub writes whole seconds, and its clock is not ours: what changed so shortly before may change again within the same second.
const unsettledMs = 60_000;
const updated = z.object({ updatedAt: instant });

/** Text that is the same as long as nothing changed, and never twice the same while something just did. */
function fingerprint(found: z.output<typeof survey> | null, readAt: Date): string {
  const text = JSON.stringify(found);
  const isSettled = (found?.nodes ?? []).every((node) => {
    const parsed = updated.safeParse(node);
    return !parsed.success || Date.parse(parsed.data.updatedAt) < readAt.getTime() - unsettledMs;
  });
  return isSettled ? text : `${text} at ${readAt.toISOString()}`;
}

/** Asks what the repository is like now. Throws `not_found` when GitHub shows no such repository to this connection. */
export async function readProbe(
  ctx: Pick<ReaderContext, "client" | "signal">,
  input: { readonly repository: { readonly owner: string; readonly name: string }; readonly readAt: Date },
): Promise<RepositoryProbe> {
  const { owner, name } = input.repository;
  const askFor = async (hasDeployments: boolean) =>
    (await ask(ctx, { query: probeQuery, variables: { owner, name, hasDeployments }, schema })).repository;
  // Deployments can be read without, yet for GitHub a part that may not be seen makes the whole repository null.
  const found = (await askFor(true)) ?? (await askFor(false));
  if (found === null) throw new AppError("not_found", `GitHub shows no repository ${owner}/${name} to this connection`);
  return {
    githubId: found.databaseId,
    nodeId: found.id,
    owner: found.owner.login,
    name: found.name,
    description: found.description,
    visibility: visibilities[found.visibility],
    isArchived: found.isArchived,
    isFork: found.isFork,
    createdAt: found.createdAt,
    pushedAt: found.pushedAt,
    updatedAt: found.updatedAt,
    stars: found.stargazerCount,
    forks: found.forkCount,
    watchers: found.watchers.totalCount,
    defaultBranch: found.defaultBranchRef?.name ?? null,
    headSha: found.defaultBranchRef?.target?.oid ?? null,
    isOrganisation: found.owner.__typename === "Organization",
    totals: { issues: found.issues.totalCount, pullRequests: found.pullRequests.totalCount },
    fingerprints: {
      labels: fingerprint(found.labels, input.readAt),
      milestones: fingerprint(found.milestones, input.readAt),
      issues: fingerprint(found.issues, input.readAt),
      pullRequests: fingerprint(found.pullRequests, input.readAt),
      releases: fingerprint(found.releases, input.readAt),
      tags: fingerprint(found.refs, input.readAt),
      deployments: fingerprint(found.deployments ?? null, input.readAt),
    },
  };
}
