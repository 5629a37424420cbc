"use server";

import { redirect } from "next/navigation";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { chooseExport } from "./export-choices.ts";

export async function saveRetentionForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const days = (name: string): number => Number(readField(form, name) ?? Number.NaN);
    const daysOrForGood = (name: string): number | null => (readField(form, name) === undefined ? null : days(name));
    const saved = await actions.saveRetention.run(ctx, {
      deliveryDays: days("delivery_days"),
      eventDays: days("event_days"),
      auditDays: daysOrForGood("audit_days"),
      textDays: daysOrForGood("text_days"),
    });
    return { message: "Saved. Within the hour this goes, and from then on whatever grows older:", notes: saved.goes };
  });
}

export async function requestExportForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const what = readField(form, "what");
    const asked =
      what === "workspace"
        ? await actions.requestWorkspaceExport.run(ctx, {})
        : await actions.requestExport.run(ctx, chooseExport(what, readField(form, "format")));
    return { message: `${asked.fileName} is being written. This page says when it is done` };
  });
}

export async function removeExportForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.removeExport.run(ctx, { id: Number(readField(form, "id") ?? Number.NaN) });
    return { message: "Removed" };
  });
}

export async function erasePersonForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const person = readField(form, "person") ?? "";
    const { ghost } = await actions.erasePerson.run(ctx, { person, confirm: readField(form, "confirm") ?? "" });
    // The address of this page holds the name.
    redirect(`/${slug}/settings/data?erased=${encodeURIComponent(ghost)}`);
  });
}
