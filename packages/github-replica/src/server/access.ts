import type { World } from "../world/create-world.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import type { Caller } from "./credentials.ts";

/** Public ones by everybody; a private one by whoever belongs to it, with a token that reaches it. */
export function canRead(world: World, caller: Caller, repository: Repository): boolean {
  if (!repository.isPrivate) return true;
  switch (caller.kind) {
    case "anonymous":
    case "app":
      return false;
    case "installation":
      return (
        isNamed(caller.repositories, repository) && caller.owner.toLowerCase() === repository.owner.login.toLowerCase()
      );
    case "token":
      return caller.scopes.includes("repo") && belongs(world, caller.login, repository);
    case "fine_grained_token":
      return isNamed(caller.repositories, repository) && belongs(world, caller.login, repository);
  }
}

export function permissionsOf(world: World, caller: Caller, repository: Repository) {
  const isAdmin = canAdminister(world, caller, repository);
  const own = "login" in caller ? repository.collaborators.get(caller.login.toLowerCase()) : undefined;
  const canPush = isAdmin || own === "write" || own === "maintain";
  return {
    admin: isAdmin,
    maintain: isAdmin || own === "maintain",
    push: canPush,
    triage: canPush || own === "triage",
    pull: true,
  };
}

/** May manage hooks and see their deliveries. */
export function canAdminister(world: World, caller: Caller, repository: Repository): boolean {
  if (caller.kind === "installation") {
    return isNamed(caller.repositories, repository) && caller.permissions["repository_hooks"] !== undefined;
  }
  if (!("login" in caller)) return false;
  const login = caller.login.toLowerCase();
  const isAdmin =
    repository.owner.login.toLowerCase() === login ||
    repository.collaborators.get(login) === "admin" ||
    isOwnerOf(world, caller.login, repository.owner.login);
  if (!isAdmin) return false;
  if (caller.kind === "token") return true;
  return isNamed(caller.repositories, repository);
}

export function isOwnerOf(world: World, login: string, organisation: string): boolean {
  const account = world.accounts.get(login.toLowerCase());
  if (account === undefined) return false;
  return world.members.get(organisation.toLowerCase())?.get(account) === "admin";
}

function belongs(world: World, login: string, repository: Repository): boolean {
  const account = world.accounts.get(login.toLowerCase());
  return (
    repository.owner.login.toLowerCase() === login.toLowerCase() ||
    repository.collaborators.has(login.toLowerCase()) ||
    (account !== undefined && world.members.get(repository.owner.login.toLowerCase())?.has(account) === true)
  );
}

function isNamed(repositories: readonly string[] | "all", repository: Repository): boolean {
  if (repositories === "all") return true;
  return repositories.some((name) => name.toLowerCase() === fullNameOf(repository).toLowerCase());
}
