import { publishEvents, withService } from "@pulse/db";
import { AppError, findRequestId } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type RunContext } from "../action.ts";
import { exportFileName, exportFormats, exportQuestionSchema, type ExportFormat } from "./export-question.ts";
import { getExport, type ExportSummary, type Requested } from "./export-request.ts";

const mostAtOnce = 5;

/** Has a file written by the worker: for what is too large to wait for, and for who wants to fetch it in parts. */
export const requestExport = defineAction({
  name: "request_export",
  summary: "Have a list, the items behind a metric, or its numbers written to a file that can be fetched for a day",
  scope: "read",
  changes: true,
  input: z.object({ question: exportQuestionSchema, format: z.enum(exportFormats) }),
  run: async (ctx, { question, format }): Promise<ExportSummary> =>
    await request(ctx, { question, format, fileName: exportFileName(question, format) }),
});

/** The same for everything of the workspace. */
export const requestWorkspaceExport = defineAction({
  name: "request_workspace_export",
  summary: "Have everything of the workspace written to one file that another installation can import",
  scope: "admin",
  input: z.object({}),
  run: async (ctx): Promise<ExportSummary> =>
    await request(ctx, { question: { what: "workspace" }, format: "jsonl", fileName: "workspace.jsonl" }),
});

type Request = { readonly question: Requested; readonly format: ExportFormat; readonly fileName: string };

async function request(ctx: RunContext, { question, format, fileName }: Request): Promise<ExportSummary> {
  const { workspaceId, userId } = ctx.actor;
  const id = await withService(ctx.db, async (tx) => {
    const made = await sql<{ id: number }>`
      insert into pulse.exports (workspace_id, user_id, question, format, file_name, request_id)
      select
        ${workspaceId}, ${userId}, ${JSON.stringify(question)}::jsonb, ${format}, ${fileName}, ${findRequestId()}::text
      where (
        select count(*)
        from pulse.exports
        where workspace_id = ${workspaceId}
          and user_id = ${userId}
          and state in ('queued', 'running')
          and expires_at > now()
      ) < ${mostAtOnce}
      returning id
    `.execute(tx);
    const added = made.rows[0]?.id;
    if (added === undefined) {
      throw new AppError(
        "limited",
        `${mostAtOnce} exports of yours are being written. Wait for one of them, or remove it`,
      );
    }
    await publishEvents(tx, [
      { workspaceId, repositoryId: null, kind: "export", subject: { export: added, state: "queued" } },
    ]);
    return added;
  });
  ctx.note({ after: { id, question, format, fileName } });
  return await getExport(ctx, id);
}
