import type { DeliveryRule } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { Button } from "../../../../ui/button.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { saveRuleForm } from "./form-actions.ts";
import { writePatterns } from "./rule-draft.ts";
import { sources, sourceWords } from "./rule-words.ts";

type RuleFormProps = {
  readonly slug: string;
  readonly repository: string;
  /** The rule as it is shown and previewed: saved, or changed and not saved yet. */
  readonly rule: DeliveryRule;
  readonly isDraft: boolean;
  readonly maySave: boolean;
};

/** Changing a rule shows what it would count, in the address; saving is a step of its own. */
export function RuleForm({ slug, repository, rule, isDraft, maySave }: RuleFormProps) {
  return (
    <section aria-labelledby="rule" className="flex flex-col gap-4 rounded-8 border border-line bg-panel p-4">
      <h2 id="rule" className="text-14 font-semibold">
        Rule of {repository}
      </h2>
      <form method="get" className="grid gap-4 md:grid-cols-2" key={JSON.stringify([repository, rule])}>
        <input type="hidden" name="repo" value={repository} />
        <Field label="A deployment is" htmlFor="source">
          <select id="source" name="source" defaultValue={rule.source} className={fieldLook}>
            {sources.map((source) => (
              <option key={source} value={source}>
                {sourceWords[source].label}
              </option>
            ))}
          </select>
        </Field>
        <Field
          label="Named like"
          htmlFor="names"
          note="Environments, workflows or tags, separated by commas; * stands for any text. Empty: any, and of environments those that look like production."
        >
          <input
            id="names"
            name="names"
            defaultValue={writePatterns(rule.names)}
            className={fieldLook}
            aria-describedby="names-note"
          />
        </Field>
        <Field label="From the branch" htmlFor="branches" note="Empty: any.">
          <input
            id="branches"
            name="branches"
            defaultValue={writePatterns(rule.branches)}
            className={fieldLook}
            aria-describedby="branches-note"
          />
        </Field>
        <Field label="An incident is an issue labelled" htmlFor="labels" note="Empty: issues make no incident.">
          <input
            id="labels"
            name="labels"
            defaultValue={writePatterns(rule.incidentLabels)}
            className={fieldLook}
            aria-describedby="labels-note"
          />
        </Field>
        <div className="flex flex-wrap gap-x-6">
          <Tick name="reverts" label="A revert is an incident" isOn={rule.countsReverts} />
          <Tick name="prereleases" label="Prereleases count" isOn={rule.countsPrereleases} />
        </div>
        <div className="flex items-end md:justify-end">
          <Button type="submit">Show what it would count</Button>
        </div>
      </form>
      {maySave ? (
        <ActionForm
          action={saveRuleForm.bind(null, slug)}
          submit="Save rule"
          pending="Saving…"
          look="primary"
          className="border-t border-line pt-4"
        >
          <input type="hidden" name="repo" value={repository} />
          <input type="hidden" name="source" value={rule.source} />
          <input type="hidden" name="names" value={writePatterns(rule.names)} />
          <input type="hidden" name="branches" value={writePatterns(rule.branches)} />
          <input type="hidden" name="labels" value={writePatterns(rule.incidentLabels)} />
          {rule.countsReverts && <input type="hidden" name="reverts" value="on" />}
          {rule.countsPrereleases && <input type="hidden" name="prereleases" value="on" />}
          <p className="text-13 text-muted">
            {isDraft ? "This rule is not saved yet: below is what it would count." : "This rule counts what is below."}
          </p>
          <Tick name="all" label="For every repository of the workspace" isOn={false} />
        </ActionForm>
      ) : (
        <p className="text-13 text-muted">Owners and admins save rules; you can try them.</p>
      )}
    </section>
  );
}

function Tick({ name, label, isOn }: { readonly name: string; readonly label: string; readonly isOn: boolean }) {
  return (
    <label className="flex min-h-10 items-center gap-2.5 text-13">
      <input type="checkbox" name={name} defaultChecked={isOn} className="size-4 accent-accent" />
      {label}
    </label>
  );
}
