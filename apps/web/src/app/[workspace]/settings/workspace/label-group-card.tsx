import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { removeLabelGroupForm, saveLabelGroupForm } from "./form-actions.ts";

type LabelGroup = { readonly name: string; readonly labels: readonly string[] };

type LabelGroupCardProps = {
  readonly slug: string;
  readonly groups: readonly LabelGroup[];
  readonly mayChange: boolean;
};

/** The workspace's own names for sets of labels, by which numbers are filtered and split. */
export function LabelGroupCard({ slug, groups, mayChange }: LabelGroupCardProps) {
  return (
    <section aria-labelledby="label-groups" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="label-groups" className="mb-1 text-14 font-semibold">
        Label groups
      </h2>
      <p className="mb-3 max-w-[75ch] text-13 text-muted">
        One name for labels that mean the same, such as bug for “bug”, “type: bug” and “kind/bug*”. Numbers are filtered
        and split by it.
      </p>
      {groups.length > 0 && (
        <ul className="mb-4 divide-y divide-line border-y border-line">
          {groups.map(({ name, labels }) => (
            <li key={name} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2 text-13">
              <span className="min-w-32 font-medium break-words">{name}</span>
              <span className="min-w-0 flex-1 font-mono break-words text-muted">{labels.join(", ")}</span>
              {mayChange && (
                <ActionForm
                  action={removeLabelGroupForm.bind(null, slug)}
                  submit="Remove"
                  submitLabel={`Remove the label group ${name}`}
                  pending="Removing…"
                  look="quiet"
                >
                  <input type="hidden" name="group" value={name} />
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && (
        <ActionForm action={saveLabelGroupForm.bind(null, slug)} submit="Save group" pending="Saving…">
          <div className="grid gap-3 md:grid-cols-[1fr_2fr]">
            <Field label="Name of the group" htmlFor="group" note="One that exists gets these labels">
              <input
                id="group"
                name="group"
                required
                maxLength={100}
                autoComplete="off"
                aria-describedby="group-note"
                className={fieldLook}
              />
            </Field>
            <Field label="Labels" htmlFor="labels" note="One a line; * stands for any text">
              <textarea
                id="labels"
                name="labels"
                rows={3}
                required
                spellCheck={false}
                aria-describedby="labels-note"
                className={`${fieldLook} h-auto py-2 font-mono`}
              />
            </Field>
          </div>
        </ActionForm>
      )}
    </section>
  );
}
