"use server";

import { redirect } from "next/navigation";

import type { FormState } from "../../../forms/form-state.ts";
import { readField, runForm } from "../../../forms/run-form.ts";
import { deployHref } from "./deploy-page.ts";
import { readDeployQuery } from "./read-deploy-query.ts";

/** Has the rollback begin that was shown, and leads to where it is followed. */
export async function startRollbackForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const app = readField(form, "app") ?? null;
    const begun = await actions.requestRollback.run(ctx, {
      app,
      to: readField(form, "to") ?? null,
      service: readField(form, "service") ?? null,
      full: form.get("full") === "1",
      plan: readField(form, "plan") ?? "",
      reason: readField(form, "reason") ?? "",
    });
    const query = readDeployQuery(app === null ? {} : { app });
    redirect(deployHref({ slug, query }, { run: String(begun.runId) }));
  });
}
