import { isAppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient, OpenedConnection } from "../client/github-client.ts";
import type { RepositoryName } from "../save/parse-repository-name.ts";

/** What a kind of facts needs of GitHub, and whether the connection has it. */
export type RepositoryRight = {
  readonly kind: "issues" | "pull_requests" | "commits" | "workflow_runs" | "deployments" | "teams";
  readonly isGranted: boolean;
  /** Without it there is nothing worth reading; the others are left out of the sync. */
  readonly isRequired: boolean;
  /** In words, for people: what is missing and for what. Null where nothing is. */
  readonly missing: string | null;
};

export type RepositoryAccess = {
  /** As GitHub calls it now, which may differ from what was asked for. */
  readonly owner: string;
  readonly name: string;
  readonly githubId: number;
  readonly visibility: "public" | "private" | "internal";
  readonly isArchived: boolean;
  readonly rights: readonly RepositoryRight[];
};

type Need = Pick<RepositoryRight, "kind" | "isRequired"> & {
  readonly path: string;
  readonly permission: string;
  readonly scope: string;
};

const needs: readonly Need[] = [
  { kind: "issues", path: "issues", permission: "Issues: read", scope: "repo", isRequired: true },
  { kind: "pull_requests", path: "pulls", permission: "Pull requests: read", scope: "repo", isRequired: true },
  { kind: "commits", path: "commits", permission: "Contents: read", scope: "repo", isRequired: true },
  { kind: "workflow_runs", path: "actions/runs", permission: "Actions: read", scope: "repo", isRequired: false },
  { kind: "deployments", path: "deployments", permission: "Deployments: read", scope: "repo", isRequired: false },
  {
    kind: "teams",
    path: "teams",
    permission: "Administration: read, and Members: read of the organisation",
    scope: "read:org",
    isRequired: false,
  },
];

const repositorySchema = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string(), type: z.string().default("User") }),
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  archived: z.boolean().default(false),
});

/**
 * Asks for one row of every kind of facts, as the sync will. Throws what the client throws when the repository itself cannot be seen; a kind
 * that cannot be read is told in `rights`. Without a credential only the repository is asked for: who sees it, sees all that is public.
 */
export async function checkRepositoryAccess(
  client: GitHubClient,
  input: {
    readonly repository: RepositoryName;
    readonly connection: Pick<OpenedConnection, "kind">;
    readonly signal?: AbortSignal;
  },
): Promise<RepositoryAccess> {
  const path = `/repos/${input.repository.owner}/${input.repository.name}`;
  const options = input.signal === undefined ? {} : { signal: input.signal };
  const answer = await client.get(path, options);
  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  const found = repositorySchema.parse(answer.data);
  const asked = needs.filter((need) => need.kind !== "teams" || found.owner.type === "Organization");
  const rights: RepositoryRight[] = [];
  for (const need of asked) {
    const isGranted =
      input.connection.kind === "anonymous"
        ? need.kind !== "teams"
        : await isAllowed(client, `${path}/${need.path}`, options);
    const { kind, isRequired } = need;
    rights.push({ kind, isRequired, isGranted, missing: isGranted ? null : missingOf(need, input.connection.kind) });
  }
  return {
    owner: found.owner.login,
    name: found.name,
    githubId: found.id,
    visibility: found.visibility ?? (found.private ? "private" : "public"),
    isArchived: found.archived,
    rights,
  };
}

async function isAllowed(
  client: GitHubClient,
  path: string,
  options: { readonly signal?: AbortSignal },
): Promise<boolean> {
  try {
    await client.get(path, { ...options, query: { per_page: 1 } });
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    // Switched off (issues, 410) and still empty (commits, 409) is no missing right.
    if (error.code === "conflict" || error.details["reason"] === "gone") return true;
    if (error.code === "forbidden" || error.code === "not_found") return false;
    throw error;
  }
}

function missingOf(need: Need, kind: OpenedConnection["kind"]): string {
  const what = need.kind.replaceAll("_", " ");
  switch (kind) {
    case "anonymous":
      return `${what}: need a token`;
    case "token":
      return `${what}: the token needs the scope ${need.scope}`;
    case "fine_grained_token":
      return `${what}: the token needs the permission ${need.permission}`;
    case "app":
      return `${what}: the app needs the permission ${need.permission}, accepted by the owner of the installation`;
  }
}
