"use server";

import { AppError } from "@pulse/kit";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { formatNumber } from "../../../../format/format-number.ts";

export async function saveTokenForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const token = readField(form, "token");
    if (token === undefined) throw new AppError("invalid", "Paste the token that GitHub gave");
    const saved = await actions.saveConnection.run(ctx, { name: readField(form, "name") ?? "", token });
    return {
      message: `"${saved.name}" is saved: GitHub knows it as ${saved.login ?? "an app"}${limitWords(saved.limit)}.`,
    };
  });
}

export async function saveAppForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const saved = await actions.saveConnection.run(ctx, {
      name: readField(form, "name") ?? "",
      app: {
        appId: readField(form, "app_id") ?? "",
        installationId: readField(form, "installation_id") ?? "",
        privateKey: readField(form, "private_key") ?? "",
      },
    });
    const rights = Object.entries(saved.permissions).map(([name, access]) => `${name}: ${access}`);
    return { message: `"${saved.name}" is saved${limitWords(saved.limit)}.`, notes: rights };
  });
}

export async function checkForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const repository = readField(form, "repository");
    const checked = await actions.checkConnection.run(ctx, { name: readField(form, "name") ?? "", repository });
    const who = checked.login === null ? "" : ` as ${checked.login}`;
    const missing = checked.access?.rights.flatMap((right) => right.missing ?? []) ?? [];
    const sees =
      repository === undefined
        ? ""
        : ` It sees ${repository}${missing.length === 0 ? " and may read all of it." : ", but not all of it:"}`;
    return { message: `GitHub takes it${who}${limitWords(checked.limit)}.${sees}`, notes: missing };
  });
}

export async function removeForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const name = readField(form, "name") ?? "";
    if (readField(form, "confirm") !== name) throw new AppError("invalid", `Type ${name} to remove the connection`);
    await actions.removeConnection.run(ctx, { name });
    return { message: `"${name}" is removed, and its secret with it.` };
  });
}

function limitWords(limit: { readonly quota: number; readonly remaining: number } | null): string {
  if (limit === null) return "";
  return `, ${formatNumber(limit.remaining)} of ${formatNumber(limit.quota)} requests left this hour`;
}
