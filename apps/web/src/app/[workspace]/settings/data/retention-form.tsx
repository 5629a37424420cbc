import type { Retention } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { saveRetentionForm } from "./form-actions.ts";

type RetentionFormProps = { readonly slug: string; readonly retention: Retention; readonly mayChange: boolean };

const fields = [
  {
    name: "delivery_days",
    key: "deliveryDays",
    label: "Deliveries of webhooks",
    min: 1,
    max: 365,
    note: "Days. One that still waits stays",
  },
  {
    name: "event_days",
    key: "eventDays",
    label: "Live events",
    min: 1,
    max: 30,
    note: "Days that a browser can have been away",
  },
  {
    name: "audit_days",
    key: "auditDays",
    label: "Log of changes",
    min: 30,
    max: 3650,
    note: "Days; empty keeps it for good",
  },
  {
    name: "text_days",
    key: "textDays",
    label: "Texts",
    min: 1,
    max: 3650,
    note: "Days after they were written; empty keeps them for good. Titles and numbers stay",
  },
] as const;

/** How long the workspace keeps what, and what is about to go. Whoever may not change it still sees it. */
export function RetentionForm({ slug, retention, mayChange }: RetentionFormProps) {
  const inputs = (
    <fieldset disabled={!mayChange} className="grid gap-3 md:grid-cols-2">
      <legend className="sr-only">How long what is kept</legend>
      {fields.map(({ name, key, label, min, max, note }) => (
        <Field key={name} label={label} htmlFor={name} note={note}>
          <input
            id={name}
            name={name}
            type="number"
            min={min}
            max={max}
            required={retention.defaults[key] !== null}
            defaultValue={retention[key] ?? ""}
            aria-describedby={`${name}-note`}
            className={fieldLook}
          />
        </Field>
      ))}
    </fieldset>
  );
  return (
    <section aria-labelledby="retention" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="retention" className="mb-1 text-14 font-semibold">
        How long what is kept
      </h2>
      <p className="mb-1 text-13 text-muted">As it is set now, this goes at the next turn, within the hour:</p>
      <ul className="mb-3 list-disc pl-4 text-13 text-muted">
        {retention.goes.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {mayChange ? (
        <ActionForm action={saveRetentionForm.bind(null, slug)} submit="Save" pending="Saving…" look="primary">
          {inputs}
        </ActionForm>
      ) : (
        inputs
      )}
    </section>
  );
}
