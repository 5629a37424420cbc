"use server";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { readRuleDraft } from "./rule-draft.ts";

/** Saves the rule that the form holds for one repository, or for all there are. */
export async function saveRuleForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const text = (name: string) => readField(form, name) ?? null;
    const rule = readRuleDraft(text, {
      source: "environment",
      names: [],
      branches: [],
      countsPrereleases: false,
      incidentLabels: [],
      countsReverts: false,
    });
    const repository = text("repo");
    const { repositories } = await actions.saveDeliveryRule.run(ctx, {
      ...rule,
      repositories: text("all") !== null || repository === null ? [] : [repository],
    });
    const where = repositories.length === 1 ? (repositories[0] ?? "") : `${repositories.length} repositories`;
    return { message: `Saved for ${where}. What was deployed before is judged anew; the numbers follow.` };
  });
}
