"use server";

import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { FormState } from "../../../forms/form-state.ts";
import { readField, runForm } from "../../../forms/run-form.ts";
import { depthWords } from "./depth-words.ts";

const depthSchema = z.enum(["90d", "1y", "all"]).optional();

export async function connectForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const depth = depthSchema.parse(readField(form, "depth"));
    const done = await actions.connectRepository.run(ctx, {
      repository: toFullName(readField(form, "repository") ?? ""),
      connection: readField(form, "connection"),
      depth,
    });
    const visibility = done.isArchived ? `archived, ${done.visibility}` : done.visibility;
    return {
      message: done.isNew
        ? `${done.repository} (${visibility}) is connected by "${done.connection}". Reading begins with the newest.`
        : `${done.repository} is read by "${done.connection}". It is read again now.`,
      notes: done.warnings,
    };
  });
}

export async function syncForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { runs } = await actions.requestSync.run(ctx, { repository: readField(form, "repository") });
    return { message: runs.length === 1 ? "Queued: the worker reads it next" : `Queued: ${runs.length} repositories` };
  });
}

export async function widenForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const repository = readField(form, "repository") ?? "";
    const depth = depthSchema.parse(readField(form, "depth")) ?? "all";
    await actions.connectRepository.run(ctx, { repository, depth });
    return { message: `Queued: ${repository} is read back to ${depthWords[depth]}` };
  });
}

export async function disconnectForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const repository = readField(form, "repository") ?? "";
    const keepsFacts = form.get("facts") !== "delete";
    if (!keepsFacts && readField(form, "confirm")?.toLowerCase() !== repository.toLowerCase()) {
      throw new AppError("invalid", `Type ${repository} to delete everything that is known of it`);
    }
    const done = await actions.disconnectRepository.run(ctx, { repository, keepsFacts });
    return {
      message: done.areFactsKept
        ? `${done.repository} is read no more. What is known of it stays.`
        : `${done.repository} is deleted here, with ${done.issues} issues and ${done.pullRequests} pull requests. GitHub still has them.`,
    };
  });
}

/** People paste addresses: https://github.com/acme/site/pulls is acme/site. */
function toFullName(text: string): string {
  const path = /^(?:https?:\/\/)?[^/\s]+\.[^/\s]+\/([^/\s]+\/[^/\s?#]+)/.exec(text)?.[1];
  return (path ?? text).replace(/\.git$/, "");
}
