import { withWorkspace } from "@pulse/db";
import { catalogue, shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";

const most = 100;

/** How a word that somebody began may go on: owners, repositories, workflows and metrics that they may see. Nothing for other arguments. */
export async function completeArgument(
  ctx: ActionContext,
  input: { readonly name: string; readonly begun: string; readonly others: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  const begun = input.begun.toLowerCase().slice(0, 200);
  if (input.name === "metric")
    return catalogue
      .map(({ id }) => id)
      .filter((id) => id.startsWith(begun))
      .slice(0, most);
  const rows = await wordsOf(ctx, input);
  return [...new Set(rows)].filter((word) => word.toLowerCase().startsWith(begun)).slice(0, most);
}

async function wordsOf(
  ctx: ActionContext,
  { name, others }: { readonly name: string; readonly others: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  const owner = others["owner"] ?? null;
  switch (name) {
    case "owner":
    case "repo":
    case "repository": {
      const column = {
        owner: sql`repository.owner`,
        repo: sql`repository.name`,
        repository: sql`repository.full_name`,
      }[name];
      const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
        sql<{ word: string }>`
          select ${column} as word
          from pulse.repositories as repository
          where ${shownRepository}
            and (${owner}::text is null or lower(repository.owner) = lower(${owner}))
          order by lower(repository.full_name), repository.id
        `.execute(tx),
      );
      return found.rows.map(({ word }) => word);
    }
    case "workflow":
    case "workflow_id": {
      const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
        sql<{ word: string }>`
          select regexp_replace(workflow.path, '^.*/', '') as word
          from pulse.workflows as workflow
          join pulse.repositories as repository
            on repository.id = workflow.repository_id
          where ${shownRepository}
            and workflow.path is not null
            and (${owner}::text is null or lower(repository.owner) = lower(${owner}))
            and (${others["repo"] ?? null}::text is null or lower(repository.name) = lower(${others["repo"] ?? null}))
          order by word
        `.execute(tx),
      );
      return found.rows.map(({ word }) => word);
    }
    default:
      return [];
  }
}
