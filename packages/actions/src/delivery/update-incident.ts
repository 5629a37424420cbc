import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { checkTimes } from "./check-times.ts";
import { instant, plain, webAddress } from "./delivery-fields.ts";
import { getIncident } from "./get-incident.ts";

const input = z.object({
  id: z.int().positive(),
  title: plain(500).optional(),
  beganAt: instant.optional(),
  resolvedAt: instant.nullish().describe("null opens it again"),
  url: webAddress.optional(),
  fixedBy: z.array(z.int().positive()).max(100).optional(),
});

/** Corrects, closes or reopens an incident that was posted. Throws `conflict` for one that comes from an issue or a revert: GitHub tells of those. */
export const updateIncident = defineAction({
  name: "update_incident",
  summary: "Correct, close or reopen an incident that was posted",
  scope: "write",
  input,
  run: async (ctx, change) => {
    const now = ctx.clock.now();
    return await withService(ctx.db, async (tx) => {
      const before = await getIncident(tx, ctx.actor.workspaceId, change.id);
      if (before.source !== "api") {
        throw new AppError(
          "conflict",
          `This incident is ${before.source === "issue" ? "issue" : "pull request"} #${before.externalId} of ${before.repository}: close or correct it on GitHub`,
        );
      }
      const after = {
        ...before,
        title: change.title ?? before.title,
        beganAt: change.beganAt === undefined ? before.beganAt : new Date(change.beganAt),
        resolvedAt:
          change.resolvedAt === undefined
            ? before.resolvedAt
            : change.resolvedAt === null
              ? null
              : new Date(change.resolvedAt),
        url: change.url === undefined ? before.url : change.url,
        fixedBy: change.fixedBy ?? before.fixedBy,
      };
      checkTimes(after, now);
      await sql`
        update pulse.incidents
        set title = ${after.title},
          began_at = ${after.beganAt},
          resolved_at = ${after.resolvedAt},
          url = ${after.url},
          fix_numbers = ${after.fixedBy}::integer[],
          updated_at = ${now},
          fetched_at = ${now}
        where repository_id = ${before.repositoryId}
          and id = ${before.id}
      `.execute(tx);
      ctx.note({ before, after });
      return await getIncident(tx, ctx.actor.workspaceId, change.id);
    });
  },
});
