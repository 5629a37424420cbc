import { z } from "zod";

import { removeRelease, saveReleases } from "../../save/save-releases.ts";
import { isDeleted, noteDeleted } from "../deleted-facts.ts";
import { defineHandler, done } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  release: z.object({
    id: z.int().positive(),
    node_id: z.string().nullish(),
    tag_name: z.string(),
    name: z.string().nullish(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    author: userSchema,
    created_at: instantSchema.nullish(),
    published_at: instantSchema.nullish(),
    updated_at: instantSchema.nullish(),
  }),
  sender: userSchema,
});

export const releaseHandler = defineHandler({
  event: "release",
  schema,
  people: (payload) => [payload.release.author, payload.sender],
  apply: async (ctx, { action, release, sender }) => {
    const outcome = `release ${release.tag_name} ${action}`;
    const fact = { kind: "release", githubId: release.id } as const;
    if (action === "deleted") {
      await noteDeleted(ctx.tx, ctx.scope, fact);
      await removeRelease(ctx.tx, ctx.scope, release.id);
      return done(outcome, { changed: ["releases"] });
    }
    if (await isDeleted(ctx.tx, ctx.scope, fact)) return done(`${outcome}, deleted since`);
    const publishedAt = release.published_at ?? null;
    // A draft has no instant at all in some payloads: it begins when we heard of it.
    const createdAt = release.created_at ?? publishedAt ?? ctx.scope.fetchedAt;
    await saveReleases(ctx.tx, ctx.scope, {
      isComplete: false,
      rows: [
        {
          githubId: release.id,
          nodeId: release.node_id ?? null,
          tagName: release.tag_name,
          name: release.name ?? null,
          isDraft: release.draft,
          isPrerelease: release.prerelease,
          authorId: ctx.accountOf(release.author),
          createdAt,
          publishedAt,
          updatedAt: release.updated_at ?? publishedAt ?? createdAt,
        },
      ],
    });
    const title = release.name ?? release.tag_name;
    return done(outcome, {
      changed: ["releases"],
      live: action === "published" ? [liveSubject(ctx, "release.published", { title, actor: sender })] : [],
      // Releases tell no instant of an edit, so sync looks which version is the last.
      refresh: action === "edited" ? `the release ${release.tag_name}` : null,
    });
  },
});
