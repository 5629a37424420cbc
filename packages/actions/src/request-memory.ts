import type { Role, WorkspaceClaims } from "@pulse/db";

/**
 * What one request has found out already. A page asks a dozen questions at once, and all of them begin with who asks and
 * which data there is: they find it out together. It lives as long as its request and no longer; changes never use it.
 */
export type RequestMemory = {
  readonly roles: Map<string, Promise<Role | null>>;
  readonly dataStates: Map<string, Promise<string | null>>;
};

/** A new one, which may know already what was asked together with who asks. */
export function startMemory(known?: { readonly actor: WorkspaceClaims; readonly role: Role | null }): RequestMemory {
  const roles = known === undefined ? [] : [[roleKeyOf(known.actor), Promise.resolve(known.role)] as const];
  return { roles: new Map(roles), dataStates: new Map() };
}

/** Under what a role is remembered. */
export function roleKeyOf({ workspaceId, userId }: WorkspaceClaims): string {
  return `${workspaceId} ${userId}`;
}

/** What is remembered under a key, or found out now; those who ask meanwhile wait for the same. A failure is forgotten. */
export async function remember<T>(memory: Map<string, Promise<T>>, key: string, findOut: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  if (known !== undefined) return await known;
  const found = findOut();
  memory.set(key, found);
  found.catch(() => memory.delete(key));
  return await found;
}
