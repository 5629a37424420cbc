"use server";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { getRuntime } from "../../../../server/runtime.ts";

export async function revokeClientForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ ctx, person }) => {
    await getRuntime().revokeClientGrant(ctx, { userId: person.userId, grantId: readField(form, "grant") ?? "" });
    return { message: "Taken back. From now on it is told that it has to ask you again." };
  });
}
