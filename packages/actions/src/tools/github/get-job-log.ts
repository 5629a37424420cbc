import { readLiveJobLog } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { openClient } from "../../connections/open-client.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { githubId, readsGitHub, repositoryShape } from "./shapes.ts";

const longestLog = 64 * 1024;

export const githubGetJobLog = defineTool({
  name: "github_get_job_log",
  title: "Log of a job",
  description:
    "The last lines of a job's log, or the last with a text; 64 KB at most. github_get_run_jobs has the ids.",
  set: "actions",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  maxBytes: longestLog + 4096,
  input: {
    ...repositoryShape,
    job_id: githubId,
    tail_lines: z.number().int().min(1).max(2000).default(200),
    grep: z.string().min(1).max(200).optional().describe("plain text; case does not matter"),
  },
  output: {
    repository: z.string(),
    source: z.literal("live"),
    as_of: z.string(),
    log: z.string(),
    lines: z.number(),
    total_lines: z.number(),
    total_bytes: z.number(),
  },
  run: async (ctx, { owner, repo, job_id: jobId, tail_lines: tailLines, grep = null }) => {
    const { fullName, connectionId } = await findRepository(ctx, { owner, repo, kinds: ["workflow_jobs"] });
    if (connectionId === null) {
      throw new AppError(
        "not_found",
        `Logs are read at GitHub, and ${fullName} is not connected. Connect it: ./pulse repo connect ${fullName}`,
        { details: { reason: "not_visible" } },
      );
    }
    const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
    const tail = await readLiveJobLog(client, {
      repository: fullName,
      jobId,
      tailLines,
      grep,
      maxBytes: longestLog,
      signal: ctx.signal,
      fetch: ctx.github?.fetch,
    });
    const hint = `${tail.linesBefore} lines stand before these. \`grep\` finds among all of them; \`tail_lines\` gives up to 2000, of 64 KB at most`;
    return {
      repository: fullName,
      source: "live" as const,
      as_of: ctx.clock.now().toISOString(),
      log: tail.lines.join("\n"),
      lines: tail.lines.length,
      total_lines: tail.totalLines,
      total_bytes: tail.totalBytes,
      ...(tail.linesBefore === 0 ? {} : { truncated: { reason: "size", hint } }),
    };
  },
});
