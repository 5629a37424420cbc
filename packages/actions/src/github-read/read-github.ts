import { withService, type Db } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { openClient } from "../connections/open-client.ts";
import { findRepository } from "../tools/github/find-repository.ts";
import { createAnswerStore, type KeptAnswer } from "./answer-store.ts";
import { readGitHubPath, writeGitHubPath } from "./github-path.ts";

// One for each pool: what was told of one database's people is nothing for another's.
const stores = new WeakMap<Db, ReturnType<typeof createAnswerStore>>();

/**
 * GitHub's own answer about a repository that the workspace tracks, as the person sees it: with a connection that is theirs, or else with the
 * repository's for what the workspace keeps of it anyway. It counts against the budget of that connection like everything else.
 */
export const readGitHub = defineAction({
  name: "read_github",
  summary: "Ask GitHub about a tracked repository, as repos/OWNER/NAME/… of its REST API",
  scope: "read",
  input: z.object({
    path: z.string().max(2000).describe("repos/OWNER/NAME/…, as it would follow https://api.github.com/"),
    query: z.record(z.string().max(100), z.string().max(500)).default({}),
  }),
  run: async (ctx, { path, query }): Promise<KeptAnswer> => {
    const asked = readGitHubPath(path);
    const repository = await findRepository(ctx, { owner: asked.owner, repo: asked.name, kinds: [] });
    if (repository.connectionId === null) {
      throw new AppError("not_found", `${repository.fullName} is not connected: nothing is asked of GitHub about it`);
    }
    const connectionId = await chooseConnection(ctx, { shared: repository.connectionId, rest: asked.rest });
    const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
    const [owner = asked.owner, name = asked.name] = repository.fullName.split("/");
    const target = writeGitHubPath({ ...asked, owner, name });
    const store = stores.get(ctx.db) ?? createAnswerStore();
    stores.set(ctx.db, store);
    const search = new URLSearchParams(query);
    search.sort();
    const key = JSON.stringify([ctx.actor.userId, connectionId, target, search.toString()]);
    const kept = store.find(key);
    const answer = await client.get(target, {
      query,
      isDirect: true,
      ...(kept === null ? {} : { etag: kept.etag }),
      ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
    });
    if (answer.isNotModified) {
      if (kept === null) throw new Error("nothing was asked for that could be unchanged");
      return kept;
    }
    const told = { etag: answer.headers["etag"] ?? "", data: answer.data, next: answer.next };
    if (told.etag !== "") store.keep(key, told);
    return told;
  },
});

type Choice = { readonly shared: number; readonly rest: readonly string[] };

/** Through a connection that the person made everything that it sees; through the workspace's, facts that the workspace keeps. */
async function chooseConnection(ctx: ActionContext, { shared, rest }: Choice): Promise<number> {
  const { workspaceId, userId } = ctx.actor;
  const found = await withService(ctx.db, (tx) =>
    sql<{ id: number }>`
      select id
      from pulse.connections
      where workspace_id = ${workspaceId}
        and created_by = ${userId}
        and kind <> 'anonymous'
        and status not in ('revoked', 'expired')
      order by id = ${shared} desc, created_at, id
      limit 1
    `.execute(tx),
  );
  const own = found.rows[0]?.id;
  if (own !== undefined) return own;
  if (keptFacts.test(rest.join("/"))) return shared;
  throw new AppError(
    "forbidden",
    "Through the workspace's connection only what the workspace keeps is told. For the rest connect GitHub yourself: Settings, Connections",
  );
}

const keptFacts =
  /^(issues(\/\d+(\/(comments|events|timeline|labels))?)?|issues\/comments|pulls(\/\d+(\/(reviews|comments|commits|requested_reviewers))?)?|pulls\/comments|labels|milestones(\/\d+)?|releases(\/(latest|\d+))?|tags|commits|actions\/runs(\/\d+(\/jobs|\/attempts\/\d+(\/jobs)?)?)?|actions\/workflows(\/\d+(\/runs)?)?|actions\/jobs\/\d+|deployments(\/\d+(\/statuses)?)?)?$/;
