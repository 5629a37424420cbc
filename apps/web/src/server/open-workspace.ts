import type { ActionContext, Person } from "@pulse/actions";
import type { Workspace } from "@pulse/db";
import { AppError } from "@pulse/kit";

import type { Runtime } from "./runtime.ts";

/**
 * The workspace that a request is about. Without one named it is a key's own, or the person's first.
 * Throws `not_found` for a workspace that is not theirs, and for one that their key does not open.
 */
export async function openWorkspace(
  { db, getWorkspace, listWorkspaces }: Pick<Runtime, "db" | "getWorkspace" | "listWorkspaces">,
  person: Person,
  slug: string | null,
): Promise<Workspace> {
  const { proof } = person;
  if (slug !== null && proof.kind === "session") return await getWorkspace(db, { slug, userId: person.userId });
  const all = await listWorkspaces(db, person.userId);
  const open = proof.kind === "api_key" ? all.filter(({ id }) => id === proof.workspaceId) : all;
  const workspace = open.find((one) => slug === null || one.slug === slug);
  if (workspace !== undefined) return workspace;
  throw new AppError(
    "not_found",
    slug === null ? "You belong to no workspace here yet" : `There is no workspace "${slug}" that this opens`,
  );
}

type Asking = {
  readonly person: Person;
  readonly workspace: Workspace;
  readonly requestId: string;
  readonly address: string | null;
};

/** What actions are run with for a request of a person, or of a program with their key. */
export function contextOf(
  { clock, db, github, keyMaker, logger }: Pick<Runtime, "clock" | "db" | "github" | "keyMaker" | "logger">,
  { person, workspace, requestId, address }: Asking,
): ActionContext {
  const isKey = person.proof.kind === "api_key";
  return {
    db,
    clock,
    logger: logger.child({ request_id: requestId }),
    ...(github === null ? {} : { github }),
    keyMaker,
    memory: { roles: new Map(), dataStates: new Map() },
    actor: {
      userId: person.userId,
      workspaceId: workspace.id,
      ...(person.proof.kind === "api_key"
        ? { scopes: person.proof.scopes }
        : { signedInAt: new Date(person.proof.signedInAt) }),
    },
    origin: { source: isKey ? "api" : "web", address, requestId },
  };
}
