import { withWorkspace } from "@pulse/db";
import { createLiveIssue } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import { defineWrite } from "./define-write.ts";

export const githubCreateIssue = defineWrite({
  name: "github_create_issue",
  title: "Open an issue",
  description:
    "Opens an issue. As with every tool that writes, the first call changes nothing and answers confirmation_required with what to add to the same arguments; the same idempotency_key never does a thing twice; dry_run only says what would happen.",
  set: "issues",
  isDestructive: false,
  isIdempotent: false,
  input: {
    title: z.string().trim().min(1).max(256),
    body: z.string().max(65_536).default(""),
    labels: z.array(z.string().max(50)).max(20).default([]),
    assignees: z.array(z.string().max(39)).max(10).default([]),
  },
  done: { number: z.number(), url: z.string() },
  plan: async (ctx, { title }, { id, fullName }) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<{ number: number }>`
        select issue.number
        from pulse.issues as issue
        where issue.repository_id = ${id}
          and issue.state = 'open'
          and issue.deleted_at is null
          and lower(issue.title) = lower(${title})
        order by issue.number desc
        limit 3
      `.execute(tx),
    );
    const open = found.rows.map(({ number }) => `#${number}`).join(", ");
    return `Open the issue "${title}" in ${fullName}${open === "" ? "" : ` (open with this title already: ${open})`}`;
  },
  act: async (client, issue, about) => await createLiveIssue(client, { ...about, issue }),
});
