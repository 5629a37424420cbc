import type { GitHubClient } from "../client/github-client.ts";

export type NewDeploymentStatus = {
  readonly repository: string;
  readonly deploymentId: number;
  readonly state: "in_progress" | "success" | "failure" | "error" | "inactive";
  readonly description: string;
  readonly url: string | null;
};

/** What has become of a deployment, as GitHub and whoever reads it there are told. */
export async function addDeploymentStatus(client: GitHubClient, status: NewDeploymentStatus): Promise<void> {
  const { repository, deploymentId, state, description, url } = status;
  await client.post(`/repos/${repository}/deployments/${deploymentId}/statuses`, {
    state,
    description,
    ...(url === null ? {} : { environment_url: url }),
  });
}
