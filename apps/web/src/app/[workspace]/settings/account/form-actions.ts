"use server";

import { redirect } from "next/navigation";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { themes } from "../../../../frame/theme.ts";
import { getRuntime } from "../../../../server/runtime.ts";

export async function revokeSessionForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ ctx }) => {
    const { userId, signedInAt } = ctx.actor;
    await getRuntime().revokeSession(ctx, { userId, signedInAt, sessionId: readField(form, "session") ?? "" });
    return { message: "That browser is signed out." };
  });
}

export async function signOutEverywhereForm(slug: string): Promise<FormState> {
  return await runForm(slug, async ({ ctx }) => {
    const { userId, signedInAt } = ctx.actor;
    await getRuntime().signOutEverywhere(ctx, { userId, signedInAt });
    redirect("/sign-in");
  });
}

export async function savePreferencesForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const theme = themes.find((name) => name === readField(form, "theme")) ?? null;
    const weekStart = (["saturday", "sunday"] as const).find((day) => day === readField(form, "week_start")) ?? null;
    await actions.savePreferences.run(ctx, { theme, timeZone: readField(form, "time_zone") ?? null, weekStart });
    return { message: "Saved. Every page follows them from now on." };
  });
}
