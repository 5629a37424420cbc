import { queryWorkspace, type Db, type Role } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";
import { sql } from "kysely";
import type { z } from "zod";

import { recordChange, recordRefusal, type Change, type Origin } from "./audit/record-change.ts";
import type { GitHubAccess } from "./connections/github-access.ts";
import type { DeployAccess } from "./deploy/deploy-access.ts";
import type { Identity } from "./identity/create-identity.ts";
import { remember, roleKeyOf, type RequestMemory } from "./request-memory.ts";

/** Who acts, in which workspace. */
export type Actor = {
  readonly userId: string;
  readonly workspaceId: number;
  /** Narrows what an API key may do; a person's own session has none. */
  readonly scopes?: readonly Scope[];
  /** When the person at a browser proved who they are; keys and the command line prove themselves every time. */
  readonly signedInAt?: Date;
};

export type Progress = { readonly done: number; readonly total?: number };

/** What an installation says of tools. */
type ToolRules = {
  /** Signs what callers are handed and give back: cursors and confirmations. */
  readonly key: Uint8Array;
  /** Owners at GitHub to whose repositories programs may write. */
  readonly writableOwners: readonly string[];
  /** Nothing is changed through here, whatever else is said. */
  readonly isReadOnly?: boolean;
  /** Sets of tools that are offered here. */
  readonly sets?: readonly string[];
};

export type ActionContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly actor: Actor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Left out where a process was given no way to GitHub. */
  readonly github?: GitHubAccess;
  /** Left out where a process was given no way to deploy. */
  readonly deploy?: DeployAccess;
  /** Of the request that this is a part of; without it everything is found out anew. */
  readonly memory?: RequestMemory;
  /** Draws and hashes API keys; left out where a process makes none. */
  readonly keyMaker?: Pick<Identity, "createApiKey">;
  /** Where statements of others run: the server of the database itself, past any pooler. Left out where none are run. */
  readonly freeSqlUrl?: string;
  /** Left out where no tools are called. */
  readonly toolRules?: ToolRules;
  /** For the log of changes; without it they are taken to come from the command line. */
  readonly origin?: Origin;
};

/** What an action's own code gets besides: a place to say what a change changed. */
export type RunContext = ActionContext & { readonly note: (change: Change) => void };

/** What an action does to a workspace, and so who may: viewers read, members write and ask in SQL, admins administer. */
export type Scope = "read" | "write" | "admin" | "sql";

type Definition<Input extends z.ZodType, Output> = {
  readonly name: string;
  readonly summary: string;
  readonly scope: Scope;
  /** Whether it changes anything, and so is logged; without it, all but those of scope `read` do. */
  readonly changes?: boolean;
  readonly input: Input;
  readonly run: (ctx: RunContext, input: z.output<Input>) => Promise<Output>;
};

/** Something a person or an agent can do. CLI commands, routes and tools are adapters over the same list of these. */
export type Action<Input extends z.ZodType, Output> = Omit<Definition<Input, Output>, "run"> & {
  /**
   * Checks that the actor may, parses `input`, and does it.
   * Throws `invalid` for input of the wrong shape and `forbidden` for a person whose role, or a key whose scopes, are too low.
   * Whatever may change something leaves a line in the audit log before it begins, and its outcome there afterwards.
   */
  readonly run: (ctx: ActionContext, input: z.input<Input>) => Promise<Output>;
};

const allowed: Readonly<Record<Scope, readonly Role[]>> = {
  read: ["owner", "admin", "member", "viewer"],
  write: ["owner", "admin", "member"],
  admin: ["owner", "admin"],
  sql: ["owner", "admin", "member"],
};

export function defineAction<Input extends z.ZodType, Output>(
  definition: Definition<Input, Output>,
): Action<Input, Output> {
  return {
    ...definition,
    run: async (ctx, input) => {
      // First who asks: a stranger learns nothing, not even what would have been wrong with the question.
      await authorise(ctx, definition);
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) throw new AppError("invalid", problemsOf(definition.name, parsed.error));
      if (!isChange(definition)) return await definition.run({ ...ctx, note: () => undefined }, parsed.data);
      const change = { action: definition.name, input: parsed.data };
      return await recordChange(ctx, change, async (note) => await definition.run({ ...ctx, note }, parsed.data));
    },
  };
}

async function authorise(
  ctx: ActionContext,
  definition: { readonly name: string; readonly scope: Scope; readonly changes?: boolean },
): Promise<void> {
  const { memory } = ctx;
  const role =
    memory === undefined || isChange(definition)
      ? await findRole(ctx)
      : await remember(memory.roles, roleKeyOf(ctx.actor), () => findRole(ctx));
  const { scopes } = ctx.actor;
  const isInScope = scopes === undefined || scopes.includes(definition.scope) || scopes.includes("admin");
  if (role !== null && allowed[definition.scope].includes(role) && isInScope) return;
  if (role !== null && isChange(definition)) await recordRefusal(ctx, definition.name);
  if (!isInScope) {
    throw new AppError(
      "forbidden",
      `${definition.name} needs an API key with the scope ${definition.scope}; this one has ${scopes.join(", ")}`,
    );
  }
  const needed = allowed[definition.scope].at(-1);
  throw new AppError(
    "forbidden",
    `${definition.name} needs the role ${needed} in this workspace; you are ${role ?? "no member"}. Ask an owner of the workspace`,
  );
}

function isChange({ scope, changes }: { readonly scope: Scope; readonly changes?: boolean }): boolean {
  return changes ?? scope !== "read";
}

/** As the person, who may read what they are themselves. */
async function findRole({ db, actor }: ActionContext): Promise<Role | null> {
  const [found] = await queryWorkspace(db, actor, {
    name: "own_role",
    query: sql<{ readonly role: Role }>`
      select role
      from pulse.memberships
      where workspace_id = ${actor.workspaceId}
        and user_id = ${actor.userId}
    `,
  });
  return found?.role ?? null;
}

function problemsOf(name: string, error: z.ZodError): string {
  const lines = error.issues.map((issue) => `  ${issue.path.join(".") || "input"}: ${issue.message}`);
  return `${name} cannot run with this input:\n${lines.join("\n")}`;
}
