import type { Repository } from "../world/repository.ts";
import type { Caller } from "./credentials.ts";

// https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
const permissionsByPath: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/(issues|labels|milestones)/, ["issues", "pull_requests"]],
  [/^\/pulls/, ["pull_requests"]],
  [/^\/actions/, ["actions"]],
  [/^\/deployments/, ["deployments"]],
  [/^\/(commits|branches|tags|releases|git)/, ["contents"]],
];

/** What a path inside a repository asks of a fine-grained token or an app; one of them is enough. */
export function permissionsFor(path: string): readonly string[] {
  return permissionsByPath.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}

/** What is public may be read by everybody; only in a private repository do the permissions of a credential count. */
export function lacksPermission(caller: Caller, repository: Repository, oneOf: readonly string[]): boolean {
  if (!repository.isPrivate || oneOf.length === 0) return false;
  if (caller.kind !== "fine_grained_token" && caller.kind !== "installation") return false;
  return !oneOf.some((name) => caller.permissions[name] !== undefined);
}

export function refusalOf(caller: Caller): string {
  const what = caller.kind === "installation" ? "integration" : "personal access token";
  return `Resource not accessible by ${what}`;
}
