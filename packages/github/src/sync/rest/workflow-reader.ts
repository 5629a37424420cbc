import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import type { RestAnswer } from "../../client/github-client.ts";
import { saveWorkflows } from "../../save/save-workflows.ts";
import type { KindReader, ReaderContext } from "../kind-reader.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";
import { toWorkflowRow, workflowShape } from "./workflow-shape.ts";

const kind = "workflows";
const list = z.object({ workflows: z.array(z.unknown()) });
// The most that GitHub gives at once.
const perPage = 100;

/** Workflows, read as a whole: one request when nothing changed. */
export const workflowReader: KindReader = {
  kind,
  covers: [kind],
  phases: ["incremental"],
  pageSize: { first: perPage, most: perPage },
  readPage: async (ctx) => {
    const { fullName } = ctx.repository;
    const answers: RestAnswer[] = [];
    const first = await getPage(ctx, 1);
    if (!first.isNotModified) answers.push(first);
    // A first page that did not change says nothing of the others.
    const hasMore = first.isNotModified ? (await countStored(ctx)) > perPage : first.next !== null;
    for (let page = 2, isLast = !hasMore; !isLast; page += 1) {
      const answer = await getPage(ctx, page);
      if (answer.isNotModified) break;
      answers.push(answer);
      isLast = answer.next === null;
    }
    const rows = parseRows(ctx, {
      repository: fullName,
      kind,
      schema: workflowShape,
      rows: answers.flatMap(({ data }) => parseAnswer({ repository: fullName, kind, schema: list }, data).workflows),
    });
    return {
      save: async (tx, scope) => {
        for (const answer of answers) await answer.saveEtag(tx);
        const input = { rows: rows.map(toWorkflowRow), isComplete: !first.isNotModified };
        return { [kind]: await saveWorkflows(tx, scope, input) };
      },
      next: null,
      isDone: true,
      rows: rows.length,
      total: first.isNotModified ? null : rows.length,
    };
  },
};

async function getPage(ctx: ReaderContext, page: number) {
  return await ctx.client.get(`/repos/${ctx.repository.fullName}/actions/workflows`, {
    query: { per_page: perPage, page },
    isConditional: page === 1,
    signal: ctx.signal,
  });
}

async function countStored(ctx: ReaderContext): Promise<number> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ stored: number }>`
      select count(*) as stored
      from pulse.workflows
      where repository_id = ${ctx.repository.id}
        and state is distinct from 'deleted'
    `.execute(tx),
  );
  return found.rows[0]?.stored ?? 0;
}
