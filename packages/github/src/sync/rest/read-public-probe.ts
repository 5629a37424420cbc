import { z } from "zod";

import type { ReaderContext } from "../kind-reader.ts";
import type { RepositoryProbe } from "../repository-probe.ts";
import { parseAnswer } from "./parse-rows.ts";
import { id, instant, optionalInstant, optionalText } from "./rest-fields.ts";

const count = z.int().nonnegative();
const schema = z.object({
  id,
  node_id: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string(), type: z.string() }),
  description: optionalText,
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  archived: z.boolean(),
  fork: z.boolean(),
  created_at: instant,
  pushed_at: optionalInstant,
  updated_at: instant,
  stargazers_count: count,
  forks_count: count,
  subscribers_count: count.optional(),
  default_branch: optionalText,
});

const unknown = "";
const dayLength = "2026-05-01".length;

/**
 * What the repository is like, as REST tells anybody. It says nothing of single kinds: those have to be asked, and small lists that hardly
 * ever change once a day.
 */
export async function readPublicProbe(
  ctx: Pick<ReaderContext, "client" | "signal">,
  input: { readonly repository: { readonly fullName: string }; readonly readAt: Date },
): Promise<RepositoryProbe> {
  const { fullName } = input.repository;
  const answer = await ctx.client.get(`/repos/${fullName}`, { signal: ctx.signal });
  const data = answer.isNotModified ? null : answer.data;
  const found = parseAnswer({ repository: fullName, kind: "repository", schema }, data);
  const day = input.readAt.toISOString().slice(0, dayLength);
  return {
    githubId: found.id,
    nodeId: found.node_id,
    owner: found.owner.login,
    name: found.name,
    description: found.description,
    visibility: found.visibility ?? (found.private ? "private" : "public"),
    isArchived: found.archived,
    isFork: found.fork,
    createdAt: found.created_at,
    pushedAt: found.pushed_at,
    updatedAt: found.updated_at,
    stars: found.stargazers_count,
    forks: found.forks_count,
    watchers: found.subscribers_count ?? 0,
    defaultBranch: found.default_branch,
    headSha: null,
    isOrganisation: found.owner.type === "Organization",
    totals: { issues: 0, pullRequests: 0 },
    fingerprints: {
      labels: day,
      milestones: day,
      issues: unknown,
      pullRequests: unknown,
      releases: `${day} ${found.pushed_at}`,
      tags: `${day} ${found.pushed_at}`,
      deployments: unknown,
    },
  };
}
