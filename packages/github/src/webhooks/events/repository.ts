import { sql } from "kysely";
import { z } from "zod";

import { saveRepository } from "../../save/save-repository.ts";
import { defineHandler, done, type Applied, type ApplyContext, type EventHandler } from "../event-handler.ts";
import { liveSubject } from "../live-subject.ts";
import { repositorySchema, type PayloadRepository } from "../payload/repository.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({ action: z.string().nullish(), repository: repositorySchema, sender: userSchema });

type Payload = z.output<typeof schema>;

/** Renamed, transferred, archived, made private or public, edited, deleted: what it is and whether it can still be read. */
export const repositoryHandler: EventHandler = handlerOf("repository");

/** GitHub's older word for a repository that was made public. */
export const publicHandler: EventHandler = handlerOf("public");

function handlerOf(event: string): EventHandler {
  return defineHandler({ event, schema, people: (payload) => [payload.sender], apply: applyRepository });
}

async function applyRepository(ctx: ApplyContext, payload: Payload): Promise<Applied> {
  const action = payload.action ?? "publicized";
  if (action === "deleted") return await applyDeletion(ctx, payload);
  const { repository } = payload;
  const saved = await saveRepository(ctx.tx, ctx.scope, {
    githubId: repository.id,
    nodeId: repository.node_id ?? null,
    owner: repository.owner.login,
    name: repository.name,
    description: repository.description ?? null,
    defaultBranch: repository.default_branch ?? null,
    visibility: visibilityOf(repository),
    isArchived: repository.archived ?? false,
    isFork: repository.fork ?? false,
    createdAt: repository.created_at ?? null,
    pushedAt: repository.pushed_at ?? null,
    updatedAt: repository.updated_at ?? ctx.scope.fetchedAt,
  });
  const subject = liveSubject(ctx, `repository.${action}`, { title: saved.fullName, actor: payload.sender });
  return done(saved.renamedFrom === null ? `repository ${action}` : `${saved.renamedFrom} is now ${saved.fullName}`, {
    changed: ["repository"],
    live: saved.isChanged ? [subject] : [],
    // A new owner or less openness can end our access: sync proves it by the credential itself.
    refresh: ["transferred", "privatized"].includes(action) ? `whether ${saved.fullName} can still be read` : null,
  });
}

async function applyDeletion(ctx: ApplyContext, { repository, sender }: Payload): Promise<Applied> {
  await sql`
    update pulse.repositories
    set deleted_at = greatest(${ctx.scope.fetchedAt}::timestamptz, ${repository.updated_at ?? null}::timestamptz),
      access = 'deleted',
      access_detail = full_name || ' was deleted at GitHub. To forget what was read of it: ./pulse repo remove ' || full_name,
      access_checked_at = ${ctx.scope.fetchedAt}::timestamptz
    where id = ${ctx.scope.repositoryId}
  `.execute(ctx.tx);
  const live = liveSubject(ctx, "repository.deleted", { title: ctx.repository.fullName, actor: sender });
  return done("repository deleted", { changed: ["repository"], live: [live] });
}

function visibilityOf(repository: PayloadRepository): "public" | "private" | "internal" {
  return repository.visibility ?? (repository.private ? "private" : "public");
}
