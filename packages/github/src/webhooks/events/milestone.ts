import { z } from "zod";

import { removeMilestone } from "../../save/save-milestones.ts";
import { applyMilestone } from "../apply-milestone.ts";
import { noteDeleted } from "../deleted-facts.ts";
import { defineHandler, done } from "../event-handler.ts";
import { milestoneSchema } from "../payload/issue.ts";

export const milestoneHandler = defineHandler({
  event: "milestone",
  schema: z.object({ action: z.string(), milestone: milestoneSchema }),
  people: () => [],
  apply: async (ctx, { action, milestone }) => {
    if (action === "deleted") {
      await noteDeleted(ctx.tx, ctx.scope, { kind: "milestone", githubId: milestone.id });
      await removeMilestone(ctx.tx, ctx.scope, milestone.number);
    } else {
      await applyMilestone(ctx.tx, ctx.scope, milestone);
    }
    return done(`milestone ${milestone.number} ${action}`, { changed: ["milestones"] });
  },
});
