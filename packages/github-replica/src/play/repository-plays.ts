import { renderAccount, renderTeam } from "../rest/render-account.ts";
import { renderLabel, renderMilestone } from "../rest/render-item.ts";
import { renderRepository } from "../rest/render-repository.ts";
import type { Account, Team } from "../world/account.ts";
import {
  createRepository,
  ensureAccount,
  ensureLabel,
  getRepository,
  nowIn,
  takeSmallId,
} from "../world/create-world.ts";
import { hash, inventSha } from "../world/hash.ts";
import type { Milestone } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import { pushTo } from "./push-to.ts";
import type { PlayContext } from "./play-context.ts";

type On = { readonly repository: string; readonly by: string };

/** What happens to a repository as a whole, and to what belongs to it but to no item. */
export function createRepositoryPlays(ctx: PlayContext) {
  const begin = (on: On) => {
    const repository = getRepository(ctx.world, on.repository);
    repository.version += 1;
    repository.updatedAt = nowIn(ctx.world);
    return { repository, by: ensureAccount(ctx.world, on.by), at: repository.updatedAt };
  };
  const tell = (repository: Repository, by: Account, event: string, payload: Readonly<Record<string, unknown>>) => {
    const action = typeof payload["action"] === "string" ? payload["action"] : null;
    ctx.announce({ event, action, repository, organisation: null, sender: by, payload });
  };

  return {
    rename(on: On & { readonly to: string }): void {
      const { repository, by } = begin(on);
      const from = repository.name;
      moveName(ctx, repository, () => (repository.name = on.to));
      tell(repository, by, "repository", { action: "renamed", changes: { repository: { name: { from } } } });
    },
    transfer(on: On & { readonly to: string }): void {
      const { repository, by } = begin(on);
      const from = repository.owner;
      moveName(ctx, repository, () => (repository.owner = ensureAccount(ctx.world, on.to, { kind: "Organization" })));
      const user = renderAccount(ctx.urls(), from);
      tell(repository, by, "repository", { action: "transferred", changes: { owner: { from: { user } } } });
    },
    archive(on: On): void {
      const { repository, by } = begin(on);
      repository.isArchived = true;
      tell(repository, by, "repository", { action: "archived" });
    },
    unarchive(on: On): void {
      const { repository, by } = begin(on);
      repository.isArchived = false;
      tell(repository, by, "repository", { action: "unarchived" });
    },
    makePrivate(on: On): void {
      const { repository, by } = begin(on);
      repository.isPrivate = true;
      tell(repository, by, "repository", { action: "privatized" });
    },
    makePublic(on: On): void {
      const { repository, by } = begin(on);
      repository.isPrivate = false;
      tell(repository, by, "repository", { action: "publicized" });
    },
    deleteRepository(on: On): void {
      const { repository, by } = begin(on);
      ctx.world.repositories.delete(repository.id);
      ctx.world.names.delete(on.repository.toLowerCase());
      for (const [name, id] of ctx.world.formerNames) if (id === repository.id) ctx.world.formerNames.delete(name);
      ctx.world.deletedRepositories.add(on.repository.toLowerCase());
      tell(repository, by, "repository", { action: "deleted" });
    },
    star(on: On): void {
      const { repository, by, at } = begin(on);
      repository.stars.push({ account: by, at });
      tell(repository, by, "star", { action: "created", starred_at: at });
    },
    unstar(on: On): void {
      const { repository, by } = begin(on);
      repository.stars = repository.stars.filter((star) => star.account !== by);
      tell(repository, by, "star", { action: "deleted", starred_at: null });
    },
    fork(on: On): Repository {
      const { repository, by } = begin(on);
      repository.forks += 1;
      const forked = createRepository(ctx.world, `${by.login}/${repository.name}`, { isFork: true, ownerKind: "User" });
      tell(repository, by, "fork", { forkee: { ...renderRepository(ctx.urls(), forked), public: true } });
      return forked;
    },
    createLabel(on: On & { readonly name: string; readonly color?: string }): void {
      const { repository, by } = begin(on);
      const label = ensureLabel(repository, on.name, on.color === undefined ? {} : { color: on.color });
      tell(repository, by, "label", { action: "created", label: renderLabel(ctx.urls(), repository, label) });
    },
    renameLabel(on: On & { readonly name: string; readonly to: string }): void {
      const { repository, by } = begin(on);
      const label = ensureLabel(repository, on.name);
      repository.labels.delete(on.name);
      label.name = on.to;
      repository.labels.set(on.to, label);
      const changes = { name: { from: on.name } };
      tell(repository, by, "label", { action: "edited", changes, label: renderLabel(ctx.urls(), repository, label) });
    },
    deleteLabel(on: On & { readonly name: string }): void {
      const { repository, by } = begin(on);
      const label = ensureLabel(repository, on.name);
      repository.labels.delete(on.name);
      for (const item of repository.items.values()) item.labels = item.labels.filter((one) => one !== label);
      tell(repository, by, "label", { action: "deleted", label: renderLabel(ctx.urls(), repository, label) });
    },
    createMilestone(on: On & { readonly title: string; readonly dueOn?: string }): Milestone {
      const { repository, by, at } = begin(on);
      const milestone = newMilestone(repository, { title: on.title, dueOn: on.dueOn ?? null, by, at });
      tell(repository, by, "milestone", {
        action: "created",
        milestone: renderMilestone(ctx.urls(), repository, milestone),
      });
      return milestone;
    },
    closeMilestone(on: On & { readonly number: number }): void {
      const { repository, by, at } = begin(on);
      const milestone = repository.milestones.get(on.number);
      if (milestone === undefined) return;
      Object.assign(milestone, { state: "closed", closedAt: at, updatedAt: at });
      tell(repository, by, "milestone", {
        action: "closed",
        milestone: renderMilestone(ctx.urls(), repository, milestone),
      });
    },
    setMilestone(on: On & { readonly number: number; readonly milestone: number }): void {
      const { repository, at } = begin(on);
      const item = repository.items.get(on.number);
      if (item === undefined) return;
      item.milestone = repository.milestones.get(on.milestone) ?? null;
      item.updatedAt = at;
    },
    push(on: On & { readonly message: string }): string {
      const { repository, by, at } = begin(on);
      const sha = inventSha(`${on.repository} push ${repository.commits.length} ${at}`);
      const person = { name: by.name ?? by.login, email: by.email ?? `${by.login}@example.com` };
      const parents = repository.commits.at(-1);
      pushTo(ctx, {
        repository,
        by,
        commit: {
          sha,
          message: on.message,
          author: by,
          authorName: person.name,
          authorEmail: person.email,
          authoredAt: at,
          committer: by,
          committerName: person.name,
          committerEmail: person.email,
          committedAt: at,
          parents: parents === undefined ? [] : [parents.sha],
          additions: 5,
          deletions: 2,
          changedFiles: 1,
        },
      });
      return sha;
    },
    tag(on: On & { readonly name: string; readonly sha?: string; readonly isAnnotated?: boolean }): void {
      const { repository, at } = begin(on);
      const tag = { name: on.name, sha: on.sha ?? repository.commits.at(-1)?.sha ?? inventSha(on.name) };
      repository.pushedAt = at;
      const annotation = { sha: inventSha(`${on.repository} tag ${on.name} ${at}`), at };
      repository.tags.push(on.isAnnotated === true ? { ...tag, annotation } : tag);
    },
    addTeam(input: {
      readonly organisation: string;
      readonly slug: string;
      readonly by: string;
      readonly repositories?: readonly string[];
    }): Team {
      const organisation = ensureAccount(ctx.world, input.organisation, { kind: "Organization" });
      const id = 1_000_000 + hash(`team ${input.organisation}/${input.slug}`, 100_000_000);
      const at = nowIn(ctx.world);
      const team: Team = {
        id,
        nodeId: makeNodeId({ prefix: "T", repositoryId: 0, key: id }),
        organisation,
        name: input.slug,
        slug: input.slug,
        description: null,
        members: new Map(),
        repositories: new Set((input.repositories ?? []).map((name) => getRepository(ctx.world, name).id)),
        createdAt: at,
        updatedAt: at,
      };
      ctx.world.teams.push(team);
      const sender = ensureAccount(ctx.world, input.by);
      ctx.announce({
        event: "team",
        action: "created",
        repository: null,
        organisation,
        sender,
        payload: { action: "created", team: renderTeam(ctx.urls(), team) },
      });
      return team;
    },
    addTeamMember: (input: { readonly team: Team; readonly login: string; readonly by: string }) =>
      changeMember(ctx, { ...input, action: "added" }),
    removeTeamMember: (input: { readonly team: Team; readonly login: string; readonly by: string }) =>
      changeMember(ctx, { ...input, action: "removed" }),
    addMember(input: {
      readonly organisation: string;
      readonly login: string;
      readonly role?: "admin" | "member";
    }): void {
      ensureAccount(ctx.world, input.organisation, { kind: "Organization" });
      const members = ctx.world.members.get(input.organisation.toLowerCase()) ?? new Map<Account, "admin" | "member">();
      members.set(ensureAccount(ctx.world, input.login), input.role ?? "member");
      ctx.world.members.set(input.organisation.toLowerCase(), members);
    },
  };
}

// GitHub leads a former name on until somebody takes it anew.
function moveName(ctx: PlayContext, repository: Repository, change: () => void): void {
  const from = fullNameOf(repository).toLowerCase();
  ctx.world.names.delete(from);
  change();
  const to = fullNameOf(repository).toLowerCase();
  ctx.world.names.set(to, repository.id);
  ctx.world.formerNames.delete(to);
  ctx.world.formerNames.set(from, repository.id);
}

function newMilestone(
  repository: Repository,
  input: { readonly title: string; readonly dueOn: string | null; readonly by: Account; readonly at: string },
): Milestone {
  const id = takeSmallId(repository);
  const number = repository.milestones.size + 1;
  const milestone: Milestone = {
    id,
    nodeId: makeNodeId({ prefix: "MI", repositoryId: repository.id, key: id }),
    number,
    title: input.title,
    description: null,
    state: "open",
    creator: input.by,
    createdAt: input.at,
    updatedAt: input.at,
    closedAt: null,
    dueOn: input.dueOn,
  };
  repository.milestones.set(number, milestone);
  return milestone;
}

function changeMember(
  ctx: PlayContext,
  input: { readonly team: Team; readonly login: string; readonly by: string; readonly action: "added" | "removed" },
): void {
  const { team, action } = input;
  const member = ensureAccount(ctx.world, input.login);
  if (action === "added") team.members.set(member, "member");
  else team.members.delete(member);
  team.updatedAt = nowIn(ctx.world);
  ctx.announce({
    event: "membership",
    action,
    repository: null,
    organisation: team.organisation,
    sender: ensureAccount(ctx.world, input.by),
    payload: { action, scope: "team", member: renderAccount(ctx.urls(), member), team: renderTeam(ctx.urls(), team) },
  });
}
