"use server";

import { redirect } from "next/navigation";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";

export async function saveWorkspaceForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.updateWorkspace.run(ctx, {
      name: readField(form, "name") ?? "",
      timeZone: readField(form, "time_zone") ?? "",
      botLogins: [...readLines(form, "bots")],
      ignoredPaths: [...readLines(form, "ignored")],
      responseSlaHours: Number(readField(form, "sla")),
    });
    return { message: "Saved. Every number follows it from now on." };
  });
}

export async function createWorkspaceForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const made = await actions.createWorkspace.run(ctx, {
      slug: readField(form, "slug") ?? "",
      name: readField(form, "name") ?? "",
    });
    redirect(`/${made.slug}`);
  });
}

export async function deleteWorkspaceForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.deleteWorkspace.run(ctx, { confirmSlug: readField(form, "confirm") ?? "" });
    redirect("/");
  });
}

function readLines(form: FormData, name: string): readonly string[] {
  const lines = (readField(form, name) ?? "").split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}
