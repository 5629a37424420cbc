import { sql } from "kysely";
import { z } from "zod";

import { saveLabels } from "../../save/save-labels.ts";
import { isDeleted, noteDeleted } from "../deleted-facts.ts";
import { defineHandler, done, type ApplyContext } from "../event-handler.ts";
import { labelSchema } from "../payload/issue.ts";

const schema = z.object({
  action: z.string(),
  label: labelSchema.extend({ id: z.int().positive() }),
  changes: z
    .object({ name: z.object({ from: z.string() }).nullish() })
    .nullish()
    .catch(null),
});

type Payload = z.output<typeof schema>;

/** A label tells no instant of its change, so of two versions the later delivery wins until sync has read the list. */
export const labelHandler = defineHandler({
  event: "label",
  schema,
  people: () => [],
  apply: async (ctx, payload) => {
    const { action, label } = payload;
    const outcome = `label ${label.name} ${action}`;
    if (action === "deleted") {
      await applyDeletion(ctx, payload);
      return done(outcome, { changed: ["labels", "issues", "pull_requests"] });
    }
    if (await isDeleted(ctx.tx, ctx.scope, { kind: "label", githubId: label.id })) {
      return done(`${outcome}, deleted since`);
    }
    await saveLabels(ctx.tx, ctx.scope, {
      isComplete: false,
      rows: [
        {
          githubId: label.id,
          nodeId: label.node_id ?? null,
          name: label.name,
          description: label.description ?? null,
          color: label.color ?? null,
        },
      ],
    });
    return done(outcome, { changed: ["labels"], refresh: action === "edited" ? `the label ${label.name}` : null });
  },
});

async function applyDeletion(ctx: ApplyContext, { label }: Payload): Promise<void> {
  const { tx, scope } = ctx;
  await noteDeleted(tx, scope, { kind: "label", githubId: label.id });
  await sql`
    delete from pulse.labels
    where repository_id = ${scope.repositoryId}
      and (github_id = ${label.id} or github_id is null and name = ${label.name})
  `.execute(tx);
}
