"use server";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";

/** `deployment` is the id of one, `none`, or `rule`, which gives the incident back to the rule. */
export async function linkIncidentForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const chosen = readField(form, "deployment") ?? "rule";
    const incident = await actions.linkIncident.run(ctx, {
      id: Number(readField(form, "incident")),
      ...(chosen === "rule" ? {} : { deploymentId: chosen === "none" ? null : Number(chosen) }),
    });
    const cause = incident.deploymentId === null ? "linked to no deployment" : "linked to a deployment";
    return {
      message: `"${incident.title}" is ${cause}${incident.isLinkedByHand ? ", and no rule changes that" : ", as the rule says"}. The numbers follow.`,
    };
  });
}
