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

type ContextRuntime = Pick<Runtime, "clock" | "db" | "github" | "keyMaker" | "logger"> &
  Partial<Pick<Runtime, "deploy">>;

/** The installation's own workspace, which nobody can delete or make: what the operator's token opens is shown and rolled back there alone. */
const ownSlug = "default";

/** What actions are run with for a request of a person, or of a program with their key. */
export function contextOf(
  { clock, db, deploy = null, github, keyMaker, logger }: ContextRuntime,
  { person, workspace, requestId, address }: Asking,
): ActionContext {
  const isKey = person.proof.kind === "api_key";
  return {
    db,
    clock,
    logger: logger.child({ request_id: requestId }),
    ...(github === null ? {} : { github }),
    ...(deploy === null || workspace.slug !== ownSlug ? {} : { deploy: { ...deploy, holder: holderOf(person) } }),
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

/** As others are told who holds the lock of an app. */
const holderOf = ({ login, name }: Person): string => `${login ?? name} (web)`;
