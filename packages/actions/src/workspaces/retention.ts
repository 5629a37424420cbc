import { countExpired, withService, withWorkspace, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

/** For how many days a workspace keeps what; null keeps it for good. */
type Days = {
  readonly deliveryDays: number;
  readonly eventDays: number;
  readonly auditDays: number | null;
  readonly textDays: number | null;
};

export type Retention = Days & {
  readonly defaults: Days;
  /** What is older than that now, in whole sentences: what the worker deletes at its next turn. */
  readonly goes: readonly string[];
};

const defaults: Days = { deliveryDays: 30, eventDays: 1, auditDays: null, textDays: null };

/** How long the workspace keeps what, and what of it is about to go. */
export const showRetention = defineAction({
  name: "show_retention",
  summary: "Show how long the workspace keeps deliveries, events, its log and texts, and what goes next",
  scope: "read",
  input: z.object({}),
  run: async (ctx): Promise<Retention> => {
    const { workspaceId } = ctx.actor;
    const days = await withWorkspace(ctx.db, ctx.actor, (tx) => readDays(tx, workspaceId));
    return await withService(ctx.db, (tx) => describe(tx, workspaceId, days));
  },
});

/** Sets how long the workspace keeps what; the worker deletes what is older. What is not named stays as it is set. */
export const saveRetention = defineAction({
  name: "save_retention",
  summary: "Set for how many days the workspace keeps deliveries, events, its log and texts; what is older is deleted",
  scope: "admin",
  input: z.object({
    deliveryDays: z.number().int().min(1).max(365).optional(),
    eventDays: z.number().int().min(1).max(30).optional(),
    auditDays: z.number().int().min(30).max(3650).nullable().optional().describe("null keeps the log for good"),
    textDays: z.number().int().min(1).max(3650).nullable().optional().describe("null keeps texts for good"),
  }),
  run: async (ctx, changes): Promise<Retention> =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      await sql`select from pulse.workspaces where id = ${workspaceId} for update`.execute(tx);
      const before = await readDays(tx, workspaceId);
      const after: Days = {
        deliveryDays: changes.deliveryDays ?? before.deliveryDays,
        eventDays: changes.eventDays ?? before.eventDays,
        auditDays: changes.auditDays === undefined ? before.auditDays : changes.auditDays,
        textDays: changes.textDays === undefined ? before.textDays : changes.textDays,
      };
      await sql`
        update pulse.workspaces
        set
          delivery_days = ${after.deliveryDays},
          event_days = ${after.eventDays},
          audit_days = ${after.auditDays},
          text_days = ${after.textDays}
        where id = ${workspaceId}
      `.execute(tx);
      ctx.note({ before, after });
      return await describe(tx, workspaceId, after);
    }),
});

async function readDays(tx: Tx, workspaceId: number): Promise<Days> {
  const found = await sql<Days>`
    select delivery_days, event_days, audit_days, text_days
    from pulse.workspaces
    where id = ${workspaceId}
  `.execute(tx);
  const [days] = found.rows;
  if (days === undefined) throw new AppError("not_found", "This workspace is gone");
  return days;
}

async function describe(tx: Tx, workspaceId: number, days: Days): Promise<Retention> {
  const { deliveries, events, auditLines, texts } = await countExpired(tx, workspaceId);
  const older = (age: number | null): string =>
    age === null ? "kept for good" : `older than ${age} ${age === 1 ? "day" : "days"}`;
  const goes = [
    `${deliveries.toLocaleString("en-US")} deliveries of webhooks, ${older(days.deliveryDays)}`,
    `${events.toLocaleString("en-US")} live events, ${older(days.eventDays)}`,
    `${auditLines.toLocaleString("en-US")} lines of the log of changes, ${older(days.auditDays)}`,
    `${texts.toLocaleString("en-US")} texts of items, comments and reviews, ${older(days.textDays)}`,
  ];
  return { ...days, defaults, goes };
}
