/** Every event of GitHub that changes a fact we keep: what a hook of ours subscribes to. */
export const repositoryHookEvents = [
  "create",
  "delete",
  "deployment",
  "deployment_status",
  "fork",
  "issue_comment",
  "issues",
  "label",
  "member",
  "milestone",
  "public",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "release",
  "repository",
  "star",
  "team_add",
  "workflow_job",
  "workflow_run",
] as const;

/** An organisation tells of its teams as well. */
export const organisationHookEvents = [...repositoryHookEvents, "membership", "organization", "team"] as const;
