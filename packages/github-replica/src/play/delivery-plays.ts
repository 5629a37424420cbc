import { AppError } from "@pulse/kit";

import { renderDeployment, renderDeploymentStatus, renderRelease } from "../rest/render-run.ts";
import type { Account } from "../world/account.ts";
import type { Deployment, DeploymentState, Release } from "../world/actions.ts";
import { ensureAccount, getRepository, nowIn, takeSmallId } from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import type { PlayContext } from "./play-context.ts";

type On = { readonly repository: string; readonly by: string };

/** Deployments and releases, moved by hand through their states. */
export function createDeliveryPlays(ctx: PlayContext) {
  return {
    deploy(on: On & { readonly environment?: string; readonly sha?: string }): Deployment {
      const repository = getRepository(ctx.world, on.repository);
      const creator = ensureAccount(ctx.world, on.by);
      const at = nowIn(ctx.world);
      const id = takeSmallId(repository);
      const environment = on.environment ?? "production";
      const deployment: Deployment = {
        id,
        nodeId: makeNodeId({ prefix: "DE", repositoryId: repository.id, key: id }),
        sha: on.sha ?? repository.commits.at(-1)?.sha ?? inventSha(`${on.repository} root`),
        ref: repository.defaultBranch,
        task: "deploy",
        environment,
        description: "",
        creator,
        isProduction: environment === "production",
        createdAt: at,
        updatedAt: at,
        statuses: [],
      };
      repository.deployments.push(deployment);
      repository.version += 1;
      const payload = {
        action: "created",
        deployment: renderDeployment(ctx.urls(), repository, deployment),
        workflow: null,
        workflow_run: null,
      };
      ctx.announce({
        event: "deployment",
        action: "created",
        repository,
        organisation: null,
        sender: creator,
        payload,
      });
      return deployment;
    },
    /** A success makes the earlier ones of its environment inactive, as GitHub does by itself. */
    setDeploymentState(on: On & { readonly id: number; readonly state: DeploymentState }): void {
      const repository = getRepository(ctx.world, on.repository);
      const deployment = repository.deployments.find((one) => one.id === on.id);
      if (deployment === undefined)
        throw new AppError("not_found", `The replica has no deployment ${on.id} in ${on.repository}`);
      const by = ensureAccount(ctx.world, on.by);
      if (on.state === "success") {
        for (const other of repository.deployments) {
          const isReplaced =
            other !== deployment &&
            other.environment === deployment.environment &&
            other.statuses.at(-1)?.state === "success";
          if (isReplaced) addStatus({ ctx, repository, deployment: other }, { by, state: "inactive" });
        }
      }
      addStatus({ ctx, repository, deployment }, { by, state: on.state });
    },
    draftRelease(on: On & { readonly tag: string; readonly name?: string; readonly isPrerelease?: boolean }): Release {
      const repository = getRepository(ctx.world, on.repository);
      const author = ensureAccount(ctx.world, on.by);
      const at = nowIn(ctx.world);
      const id = takeSmallId(repository);
      const release: Release = {
        id,
        nodeId: makeNodeId({ prefix: "RE", repositoryId: repository.id, key: id }),
        tag: on.tag,
        name: on.name ?? on.tag,
        body: "",
        isDraft: true,
        isPrerelease: on.isPrerelease ?? false,
        author,
        target: repository.defaultBranch,
        createdAt: at,
        updatedAt: at,
        publishedAt: null,
      };
      repository.releases.push(release);
      announceRelease(ctx, { repository, release, by: author, action: "created" });
      return release;
    },
    publishRelease(on: On & { readonly id: number }): void {
      const repository = getRepository(ctx.world, on.repository);
      const release = repository.releases.find((one) => one.id === on.id);
      if (release === undefined)
        throw new AppError("not_found", `The replica has no release ${on.id} in ${on.repository}`);
      release.isDraft = false;
      release.publishedAt = nowIn(ctx.world);
      release.updatedAt = release.publishedAt;
      if (!repository.tags.some((tag) => tag.name === release.tag)) {
        repository.tags.push({ name: release.tag, sha: repository.commits.at(-1)?.sha ?? inventSha(release.tag) });
      }
      const by = ensureAccount(ctx.world, on.by);
      announceRelease(ctx, { repository, release, by, action: "published" });
      announceRelease(ctx, { repository, release, by, action: release.isPrerelease ? "prereleased" : "released" });
    },
  };
}

function addStatus(
  of: { readonly ctx: PlayContext; readonly repository: Repository; readonly deployment: Deployment },
  input: { readonly by: Account; readonly state: DeploymentState },
): void {
  const { ctx, repository, deployment } = of;
  const id = takeSmallId(repository);
  const createdAt = nowIn(ctx.world);
  const nodeId = makeNodeId({ prefix: "DES", repositoryId: repository.id, key: id });
  const status = { id, nodeId, state: input.state, creator: input.by, description: "", createdAt };
  deployment.statuses.push(status);
  deployment.updatedAt = createdAt;
  repository.version += 1;
  const payload = {
    action: "created",
    deployment_status: renderDeploymentStatus(ctx.urls(), repository, { deployment, status }),
    deployment: renderDeployment(ctx.urls(), repository, deployment),
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  ctx.announce({
    event: "deployment_status",
    action: "created",
    repository,
    organisation: null,
    sender: input.by,
    payload,
  });
}

function announceRelease(
  ctx: PlayContext,
  input: { readonly repository: Repository; readonly release: Release; readonly by: Account; readonly action: string },
): void {
  const { repository, release, by, action } = input;
  repository.version += 1;
  const payload = { action, release: renderRelease(ctx.urls(), repository, release) };
  ctx.announce({ event: "release", action, repository, organisation: null, sender: by, payload });
}
