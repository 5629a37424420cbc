import { sql } from "kysely";
import { z } from "zod";

import { defineHandler, done, type EventHandler } from "../event-handler.ts";

const schema = z.object({ ref: z.string().nullish(), ref_type: z.string() });

/** A new tag: the event tells neither its commit nor its time, so sync reads it. Branches are not kept. */
export const createHandler: EventHandler = defineHandler({
  event: "create",
  schema,
  people: () => [],
  apply: async (_ctx, { ref, ref_type: type }) => {
    if (type !== "tag") return { kind: "ignored", outcome: `a new ${type}, which is not kept` };
    return done(`tag ${ref} created`, { refresh: "tags" });
  },
});

/** A tag that is gone. It may be there again already, so sync looks. */
export const deleteHandler: EventHandler = defineHandler({
  event: "delete",
  schema,
  people: () => [],
  apply: async ({ tx, scope }, { ref, ref_type: type }) => {
    if (type !== "tag") return { kind: "ignored", outcome: `a ${type} deleted, which is not kept` };
    await sql`
      delete from pulse.tags
      where repository_id = ${scope.repositoryId}
        and name = ${ref ?? ""}
        and fetched_at <= ${scope.fetchedAt}::timestamptz
    `.execute(tx);
    return done(`tag ${ref} deleted`, { changed: ["tags"], refresh: "tags" });
  },
});
