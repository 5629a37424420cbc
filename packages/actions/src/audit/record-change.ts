import { withService, type Db } from "@pulse/db";
import { isAppError, type Clock } from "@pulse/kit";
import { sql } from "kysely";

/** Where a request came in. */
export type Origin = {
  readonly source: "web" | "cli" | "api" | "mcp" | "worker";
  /** IP address of whoever asked. */
  readonly address: string | null;
  readonly requestId: string | null;
};

/** What something was, and what it became; as JSON, without secrets. */
export type Change = { readonly before?: unknown; readonly after?: unknown };

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly actor: { readonly userId: string; readonly workspaceId: number };
  readonly origin?: Origin;
};

/** Where a change comes from that nobody says more of. */
export const commandLine: Origin = { source: "cli", address: null, requestId: null };
const hidden = "(hidden)";
const secretNames = /token|secret|password|private_?key|authorization/i;
const longestText = 500;
const longestJson = 20_000;

/** Does a change between two writes to the audit log: one before it begins, so that nothing changes unseen, and its outcome. */
export async function recordChange<T>(
  ctx: Context,
  what: { readonly action: string; readonly input: unknown },
  work: (note: (change: Change) => void) => Promise<T>,
): Promise<T> {
  const id = await begin(ctx, what);
  let noted: Change = {};
  try {
    const result = await work((change) => {
      noted = { ...noted, ...change };
    });
    await finish(ctx, id, { state: "done", detail: null, ...noted });
    return result;
  } catch (error) {
    await finish(ctx, id, { state: "failed", detail: isAppError(error) ? error.code : "internal", ...noted });
    throw error;
  }
}

/** Somebody of the workspace asked for what their role does not allow. */
export async function recordRefusal(ctx: Context, action: string): Promise<void> {
  const id = await begin(ctx, { action, input: {} });
  await finish(ctx, id, { state: "refused", detail: "forbidden" });
}

async function begin(ctx: Context, what: { readonly action: string; readonly input: unknown }): Promise<number> {
  const { source, address, requestId } = ctx.origin ?? commandLine;
  const begun = await withService(ctx.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.audit_log (workspace_id, user_id, source, address, request_id, action, input, state, created_at)
      values (
        ${ctx.actor.workspaceId}, ${ctx.actor.userId}, ${source}, ${address}::inet, ${requestId}, ${what.action},
        ${asAuditJson(what.input)}::jsonb, 'begun', ${ctx.clock.now()}
      )
      returning id
    `.execute(tx),
  );
  const [row] = begun.rows;
  if (row === undefined) throw new Error("the audit log took no line");
  return row.id;
}

type Outcome = Change & { readonly state: "done" | "refused" | "failed"; readonly detail: string | null };

async function finish(ctx: Context, id: number, outcome: Outcome): Promise<void> {
  // The workspace itself may be gone by now, and its log with it.
  await withService(ctx.db, (tx) =>
    sql`
      update pulse.audit_log
      set
        state = ${outcome.state},
        detail = ${outcome.detail},
        before = ${asAuditJson(outcome.before)}::jsonb,
        after = ${asAuditJson(outcome.after)}::jsonb,
        finished_at = ${ctx.clock.now()}
      where workspace_id = ${ctx.actor.workspaceId}
        and id = ${id}
    `.execute(tx),
  );
}

/** As it stands in a line: without secrets, cut to what is worth keeping. */
export function asAuditJson(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(withoutSecrets(value));
  return text.length > longestJson ? JSON.stringify({ cut: `${text.length} characters` }) : text;
}

/** A copy in which whatever is named like a secret is hidden and long texts are cut. */
export function withoutSecrets(value: unknown, name = ""): unknown {
  if (value !== null && value !== undefined && secretNames.test(name)) return hidden;
  if (typeof value === "string") return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutSecrets(entry, key)]));
}
