"use server";

import { redirect } from "next/navigation";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { getRuntime } from "../../../../server/runtime.ts";

export async function revokeSessionForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ person }) => {
    const { db, revokeSession } = getRuntime();
    await revokeSession(db, { userId: person.userId, sessionId: readField(form, "session") ?? "" });
    return { message: "That browser is signed out." };
  });
}

export async function signOutEverywhereForm(slug: string): Promise<FormState> {
  return await runForm(slug, async ({ person }) => {
    const { db, signOutEverywhere } = getRuntime();
    await signOutEverywhere(db, person.userId);
    redirect("/sign-in");
  });
}
