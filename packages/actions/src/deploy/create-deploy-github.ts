import type { DeployGitHub } from "@pulse/deploy";
import {
  addDeploymentStatus,
  ensureBranch,
  ensureDeployment,
  getBranchHead,
  parseRepositoryName,
  type GitHubClient,
} from "@pulse/github";

import type { ActionContext } from "../action.ts";
import { chooseConnection } from "../connections/choose-connection.ts";
import { openClient } from "../connections/open-client.ts";

/** GitHub by the connection of the workspace that sees the repository. */
export function createDeployGitHub(ctx: ActionContext): DeployGitHub {
  const clients = new Map<string, Promise<GitHubClient>>();
  const clientOf = async (repository: string) => {
    const known = clients.get(repository) ?? open(ctx, repository);
    clients.set(repository, known);
    return await known;
  };
  return {
    findHead: async (input) => await getBranchHead(await clientOf(input.repository), input),
    createBranch: async (input) => await ensureBranch(await clientOf(input.repository), input),
    ensureDeployment: async (input) => await ensureDeployment(await clientOf(input.repository), input),
    addStatus: async (input) => await addDeploymentStatus(await clientOf(input.repository), input),
  };
}

async function open(ctx: ActionContext, repository: string): Promise<GitHubClient> {
  const { connection } = await chooseConnection(ctx, { repository: parseRepositoryName(repository), name: null });
  return (await openClient(ctx, connection)).client;
}
