import { withService, type Db, type Role } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";
import { sql } from "kysely";
import type { z } from "zod";

/** Who acts, in which workspace. */
export type Actor = { readonly userId: string; readonly workspaceId: number };

export type Progress = { readonly done: number; readonly total?: number };

export type ActionContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly actor: Actor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
};

/** What an action does to a workspace, and so who may: viewers read, members write, admins administer. */
export type Scope = "read" | "write" | "admin";

type Definition<Input extends z.ZodType, Output> = {
  readonly name: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly input: Input;
  readonly run: (ctx: ActionContext, input: z.output<Input>) => Promise<Output>;
};

/** Something a person or an agent can do. CLI commands, routes and tools are adapters over the same list of these. */
export type Action<Input extends z.ZodType, Output> = Omit<Definition<Input, Output>, "run"> & {
  /**
   * Parses `input`, checks that the actor may, and does it.
   * Throws `invalid` for input of the wrong shape and `forbidden` for a person whose role is too low.
   */
  readonly run: (ctx: ActionContext, input: z.input<Input>) => Promise<Output>;
};

const allowed: Readonly<Record<Scope, readonly Role[]>> = {
  read: ["owner", "admin", "member", "viewer"],
  write: ["owner", "admin", "member"],
  admin: ["owner", "admin"],
};

export function defineAction<Input extends z.ZodType, Output>(
  definition: Definition<Input, Output>,
): Action<Input, Output> {
  return {
    ...definition,
    run: async (ctx, input) => {
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) throw new AppError("invalid", problemsOf(definition.name, parsed.error));
      await authorise(ctx, definition);
      return await definition.run(ctx, parsed.data);
    },
  };
}

async function authorise(
  ctx: ActionContext,
  definition: { readonly name: string; readonly scope: Scope },
): Promise<void> {
  const role = await findRole(ctx);
  if (role !== null && allowed[definition.scope].includes(role)) return;
  const needed = allowed[definition.scope].at(-1);
  throw new AppError(
    "forbidden",
    `${definition.name} needs the role ${needed} in this workspace; you are ${role ?? "no member"}. Ask an owner of the workspace`,
  );
}

async function findRole(ctx: ActionContext): Promise<Role | null> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ role: Role }>`
      select role
      from pulse.memberships
      where workspace_id = ${ctx.actor.workspaceId}
        and user_id = ${ctx.actor.userId}
    `.execute(tx),
  );
  return found.rows[0]?.role ?? null;
}

function problemsOf(name: string, error: z.ZodError): string {
  const lines = error.issues.map((issue) => `  ${issue.path.join(".") || "input"}: ${issue.message}`);
  return `${name} cannot run with this input:\n${lines.join("\n")}`;
}
