"use server";

import { AppError } from "@pulse/kit";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";

const scopes = ["read", "write", "admin", "sql"] as const;

export async function createKeyForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const wanted = scopes.filter((scope) => form.getAll("scope").includes(scope));
    if (wanted.length === 0) throw new AppError("invalid", "Choose at least one scope");
    const days = readField(form, "days");
    const made = await actions.createApiKey.run(ctx, {
      name: readField(form, "name") ?? "",
      scopes: wanted,
      expiresInDays: days === undefined ? null : Number(days),
    });
    return { message: `The key "${made.name}" is shown only now. Copy it:`, notes: [made.key] };
  });
}

export async function revokeKeyForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const revoked = await actions.revokeApiKey.run(ctx, { id: readField(form, "id") ?? "" });
    return { message: `"${revoked.name}" stopped working.` };
  });
}
