import type { Deployment, DeploymentStatus, Job, Release, Run, RunAttempt, Workflow } from "../world/actions.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import { renderAccount } from "./render-account.ts";
import { renderMinimalRepository } from "./render-repository.ts";
import { apiUrlOf, webUrlOf, type Urls } from "./urls.ts";

export function renderWorkflow(urls: Urls, repository: Repository, workflow: Workflow) {
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: workflow.createdAt,
    updated_at: workflow.updatedAt,
    url: `${apiUrlOf(urls, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${webUrlOf(urls, repository)}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${webUrlOf(urls, repository)}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}

export function renderRun(urls: Urls, repository: Repository, source: { run: Run; attempt: RunAttempt }) {
  const { run, attempt } = source;
  const api = apiUrlOf(urls, repository);
  const url = `${api}/actions/runs/${run.id}`;
  const previous = run.attempts.get(attempt.number - 1) === undefined ? null : `${url}/attempts/${attempt.number - 1}`;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: run.nodeId,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.id,
    check_suite_node_id: `CS_${run.nodeId}`,
    url,
    html_url: `${webUrlOf(urls, repository)}/actions/runs/${run.id}`,
    pull_requests: run.pullNumbers.map((number) => renderRunPull(urls, repository, number)),
    created_at: run.createdAt,
    updated_at: attempt.updatedAt,
    actor: renderAccount(urls, run.actor),
    run_attempt: attempt.number,
    referenced_workflows: [],
    run_started_at: attempt.startedAt,
    triggering_actor: renderAccount(urls, attempt.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: previous,
    workflow_url: `${api}/actions/workflows/${run.workflow.id}`,
    head_commit: {
      id: run.headSha,
      tree_id: run.headSha,
      message: run.title,
      timestamp: run.createdAt,
      author: { name: run.actor?.name ?? run.actor?.login ?? "ghost", email: run.actor?.email ?? "" },
      committer: { name: "GitHub", email: "noreply@github.com" },
    },
    repository: renderMinimalRepository(urls, repository),
    head_repository: renderMinimalRepository(urls, repository),
  };
}

export function renderJob(urls: Urls, repository: Repository, source: { run: Run; attempt: RunAttempt; job: Job }) {
  const { run, attempt, job } = source;
  const api = apiUrlOf(urls, repository);
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.headBranch,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: attempt.number,
    node_id: job.nodeId,
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${webUrlOf(urls, repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: job.runnerId,
    runner_name: job.runnerName,
    runner_group_id: job.runnerGroupName === null ? null : 2,
    runner_group_name: job.runnerGroupName,
  };
}

export function renderDeployment(urls: Urls, repository: Repository, deployment: Deployment) {
  const api = apiUrlOf(urls, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: deployment.nodeId,
    task: deployment.task,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    creator: renderAccount(urls, deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: {},
    transient_environment: false,
    production_environment: deployment.isProduction,
    performed_via_github_app: null,
  };
}

export function renderDeploymentStatus(
  urls: Urls,
  repository: Repository,
  source: { readonly deployment: Deployment; readonly status: DeploymentStatus },
) {
  const { deployment, status } = source;
  const api = apiUrlOf(urls, repository);
  return {
    url: `${api}/deployments/${deployment.id}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: renderAccount(urls, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: "",
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: `${api}/deployments/${deployment.id}`,
    repository_url: api,
    environment_url: "",
    log_url: "",
    performed_via_github_app: null,
  };
}

export function renderRelease(urls: Urls, repository: Repository, release: Release) {
  const api = apiUrlOf(urls, repository);
  const url = `${api}/releases/${release.id}`;
  const web = webUrlOf(urls, repository);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${web}/releases/tag/${release.tag}`,
    id: release.id,
    author: renderAccount(urls, release.author),
    node_id: release.nodeId,
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.isDraft,
    immutable: false,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    assets: [],
    tarball_url: `${api}/tarball/${release.tag}`,
    zipball_url: `${api}/zipball/${release.tag}`,
    body: release.body,
  };
}

function renderRunPull(urls: Urls, repository: Repository, number: number) {
  const pull = repository.items.get(number);
  const repo = { id: repository.id, url: apiUrlOf(urls, repository), name: repository.name };
  const branches = pull?.kind === "pull" ? pull : null;
  return {
    url: `${apiUrlOf(urls, repository)}/pulls/${number}`,
    id: pull?.id ?? 0,
    number,
    head: { ref: branches?.head.ref ?? "", sha: branches?.head.sha ?? "", repo },
    base: { ref: branches?.base.ref ?? fullNameOf(repository), sha: branches?.base.sha ?? "", repo },
  };
}
