import type { DeliveryHistory, GeneratedAttempt, GeneratedDeployment, GeneratedRun } from "../generate-delivery.ts";
import type { Person } from "../history.ts";
import { ensureWorkflow } from "../play/run-plays.ts";
import type { Account } from "../world/account.ts";
import type { DeploymentStatus, Job, RunAttempt } from "../world/actions.ts";
import { ensureAccount, takeId, takeSmallId, toInstant, type World } from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import { makeNodeId } from "../world/node-id.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";

/** Puts invented runs, deployments and releases beside the history they were made from. */
export function loadDelivery(world: World, repository: Repository, delivery: DeliveryHistory): void {
  const numbers = new Map<string, number>();
  for (const run of delivery.runs) {
    const number = (numbers.get(run.workflow) ?? 0) + 1;
    numbers.set(run.workflow, number);
    addRun(world, repository, { run, number });
  }
  for (const deployment of delivery.deployments) addDeployment(world, repository, deployment);
  for (const release of delivery.releases) {
    const id = takeSmallId(repository);
    const at = toInstant(release.publishedAt);
    const sha = shaOf(repository, release.pullNumber, "merge");
    repository.tags.push({ name: release.tag, sha });
    repository.releases.push({
      id,
      nodeId: makeNodeId({ prefix: "RE", repositoryId: repository.id, key: id }),
      tag: release.tag,
      name: release.tag,
      body: "",
      isDraft: false,
      isPrerelease: false,
      author: toAccount(world, release.author),
      target: repository.defaultBranch,
      createdAt: at,
      updatedAt: at,
      publishedAt: at,
    });
  }
  repository.version += 1;
}

function addRun(
  world: World,
  repository: Repository,
  source: { readonly run: GeneratedRun; readonly number: number },
): void {
  const { run, number } = source;
  const at = toInstant(run.createdAt);
  const id = takeId(repository);
  const pull = repository.items.get(run.pullNumber);
  repository.runs.set(id, {
    id,
    nodeId: makeNodeId({ prefix: "WFR", repositoryId: repository.id, key: id }),
    workflow: ensureWorkflow(repository, run.workflow, at),
    number,
    event: run.event,
    headBranch: run.event !== "pull_request" || pull?.kind !== "pull" ? repository.defaultBranch : pull.head.ref,
    headSha: shaOf(repository, run.pullNumber, run.event === "pull_request" ? "head" : "merge"),
    actor: toAccount(world, run.actor),
    title: pull?.title ?? run.workflow,
    createdAt: at,
    pullNumbers: run.event === "pull_request" ? [run.pullNumber] : [],
    attempts: new Map(
      run.attempts.map((attempt, index) => [
        index + 1,
        toAttempt(repository, { attempt, number: index + 1, actor: toAccount(world, run.actor) }),
      ]),
    ),
  });
}

function toAttempt(
  repository: Repository,
  source: { readonly attempt: GeneratedAttempt; readonly number: number; readonly actor: Account },
): RunAttempt {
  const { attempt, number, actor } = source;
  const jobs = attempt.jobs.map((job): Job => {
    const id = takeId(repository);
    return {
      id,
      nodeId: makeNodeId({ prefix: "CR", repositoryId: repository.id, key: id }),
      name: job.name,
      status: "completed",
      conclusion: job.conclusion,
      createdAt: toInstant(job.createdAt),
      startedAt: toInstant(job.startedAt),
      completedAt: toInstant(job.completedAt),
      labels: [job.runner ?? "ubuntu-latest"],
      runnerId: 1,
      runnerName: "GitHub Actions 1",
      runnerGroupName: "GitHub Actions",
      steps: job.steps.map((step, index) => ({
        number: index + 1,
        name: step.name,
        status: "completed",
        conclusion: step.conclusion,
        startedAt: toInstant(step.startedAt),
        completedAt: toInstant(step.completedAt),
      })),
    };
  });
  return {
    number,
    status: "completed",
    conclusion: attempt.conclusion,
    startedAt: toInstant(attempt.startedAt),
    updatedAt: toInstant(attempt.completedAt),
    actor,
    jobs,
  };
}

function addDeployment(world: World, repository: Repository, source: GeneratedDeployment): void {
  const creator = toAccount(world, source.creator);
  const id = takeSmallId(repository);
  const createdAt = toInstant(source.createdAt);
  const finishedAt = toInstant(source.finishedAt);
  if (!source.hasFailed) deactivateLast(repository, { environment: source.environment, at: finishedAt, creator });
  repository.deployments.push({
    id,
    nodeId: makeNodeId({ prefix: "DE", repositoryId: repository.id, key: id }),
    sha: shaOf(repository, source.pullNumber, "merge"),
    ref: repository.defaultBranch,
    task: "deploy",
    environment: source.environment,
    description: "",
    creator,
    isProduction: source.environment === "production",
    createdAt,
    updatedAt: finishedAt,
    statuses: [
      toStatus(repository, { state: "in_progress", at: createdAt, creator }),
      toStatus(repository, { state: source.hasFailed ? "failure" : "success", at: finishedAt, creator }),
    ],
  });
}

// GitHub makes a deployment inactive when the next one of its environment succeeds.
function deactivateLast(
  repository: Repository,
  input: { readonly environment: string; readonly at: string; readonly creator: Account },
): void {
  const last = repository.deployments.findLast(
    (one) => one.environment === input.environment && one.statuses.at(-1)?.state === "success",
  );
  if (last === undefined) return;
  last.statuses.push(toStatus(repository, { state: "inactive", ...input }));
  last.updatedAt = input.at;
}

function toStatus(
  repository: Repository,
  input: { readonly state: DeploymentStatus["state"]; readonly at: string; readonly creator: Account },
): DeploymentStatus {
  const id = takeSmallId(repository);
  return {
    id,
    nodeId: makeNodeId({ prefix: "DES", repositoryId: repository.id, key: id }),
    state: input.state,
    creator: input.creator,
    description: "",
    createdAt: input.at,
  };
}

function shaOf(repository: Repository, number: number, which: "head" | "merge"): string {
  const pull = repository.items.get(number);
  if (pull?.kind !== "pull") return inventSha(`${fullNameOf(repository)} ${which} ${number}`);
  return which === "head" ? pull.head.sha : (pull.mergeSha ?? pull.head.sha);
}

function toAccount(world: World, person: Person): Account {
  return ensureAccount(world, person.login, { name: person.name, email: person.email });
}
