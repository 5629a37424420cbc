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

export async function switchFreeSqlForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { isOn } = await actions.switchFreeSql.run(ctx, { isOn: readField(form, "is_on") === "1" });
    return { message: isOn ? "Members, and keys with the scope sql, may ask in SQL." : "Nobody asks in SQL any more." };
  });
}

export async function saveLabelGroupForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const name = readField(form, "group") ?? "";
    const saved = await actions.saveLabelGroup.run(ctx, { name, labels: [...readLines(form, "labels")] });
    return { message: `${saved.name} stands for ${saved.labels.join(", ")} from now on.` };
  });
}

export async function removeLabelGroupForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.removeLabelGroup.run(ctx, { name: readField(form, "group") ?? "" });
    return { message: "The label group is gone; labels themselves stay." };
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
