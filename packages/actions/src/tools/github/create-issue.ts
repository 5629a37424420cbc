import { randomUUID } from "node:crypto";

import { createLiveIssue } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { openClient } from "../../connections/open-client.ts";
import { checkConfirmation, makeConfirmation } from "../confirmation.ts";
import { findEarlierCall } from "../find-earlier-call.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { requireWritableOwner } from "./require-writable-owner.ts";
import { repositoryShape } from "./shapes.ts";

const tool = "github_create_issue";
const doneSchema = z.object({ number: z.number(), url: z.string(), title: z.string(), repository: z.string() });

export const githubCreateIssue = defineTool({
  name: tool,
  title: "Open an issue",
  description:
    "Opens an issue at GitHub in a connected repository. The first call changes nothing: it answers confirmation_required with what to add to the same arguments. Repeating a call with its idempotency_key opens no second issue.",
  set: "issues",
  scope: "write",
  hints: { isReadOnly: false, isDestructive: false, isIdempotent: false, isOpenWorld: true },
  input: {
    ...repositoryShape,
    title: z.string().trim().min(1).max(256),
    body: z.string().max(65_536).default(""),
    labels: z.array(z.string().max(50)).max(20).default([]),
    assignees: z.array(z.string().max(39)).max(10).default([]),
    idempotency_key: z.string().min(8).max(100).optional().describe("the same for every try of one issue"),
    dry_run: z.boolean().default(false).describe("only say what would happen"),
    confirm_token: z.string().max(200).optional().describe("as confirmation_required gave it"),
  },
  output: {
    repository: z.string(),
    number: z.number().nullable(),
    url: z.string().nullable(),
    created: z.boolean().describe("false: it was a dry run, or this key had opened it before"),
    plan: z.string(),
  },
  run: async (ctx, { idempotency_key: given, dry_run: isDryRun, confirm_token: confirmToken, ...asked }) => {
    const repository = await findRepository(ctx, { ...asked, kinds: ["issues"] });
    const { fullName } = repository;
    requireWritableOwner(ctx, asked.owner);
    const plan = `Open the issue "${asked.title}" in ${fullName}`;
    if (isDryRun) return { repository: fullName, number: null, url: null, created: false, plan };
    const key = given ?? randomUUID();
    const confirmed = { tool, args: { ...asked, key } };
    if (confirmToken === undefined || given === undefined) throw makeConfirmation(ctx, { ...confirmed, key, plan });
    checkConfirmation(ctx, { ...confirmed, token: confirmToken });
    const earlier = doneSchema.safeParse(await findEarlierCall(ctx, { tool, key }));
    if (earlier.success) {
      const { number, url, repository: before } = earlier.data;
      return { repository: before, number, url, created: false, plan };
    }
    const { connectionId } = repository;
    if (connectionId === null) {
      throw new AppError(
        "conflict",
        `${fullName} is not connected, so nothing can be written to it. Connect it: ./pulse repo connect ${fullName}`,
      );
    }
    const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
    const { title, body, labels, assignees } = asked;
    const issue = { title, body, labels, assignees };
    const { number, url } = await createLiveIssue(client, { repository: fullName, issue, signal: ctx.signal });
    ctx.note({ after: { repository: fullName, number, url, title } });
    return { repository: fullName, number, url, created: true, plan };
  },
});
