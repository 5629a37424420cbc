import { z } from "zod";

import { saveRepositoryDay } from "../../save/save-repository-days.ts";
import { defineHandler, done, type EventHandler } from "../event-handler.ts";
import { repositorySchema } from "../payload/repository.ts";

const schema = z.object({ repository: repositorySchema });

/** Each of these carries the counts of the day. */
export const countHandlers: readonly EventHandler[] = ["star", "fork", "watch"].map((event) =>
  defineHandler({
    event,
    schema,
    people: () => [],
    apply: async (ctx, { repository }) => {
      const { stargazers_count: stars, forks_count: forks } = repository;
      if (typeof stars !== "number" || typeof forks !== "number") {
        return { kind: "ignored", outcome: "the payload counts neither stars nor forks" };
      }
      await saveRepositoryDay(ctx.tx, ctx.scope, { stars, forks, watchers: null });
      return done(`${stars} stars, ${forks} forks`, { changed: ["repository_days"] });
    },
  }),
);
