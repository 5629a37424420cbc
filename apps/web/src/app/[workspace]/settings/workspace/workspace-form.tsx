import type { WorkspaceSettings } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { saveWorkspaceForm } from "./form-actions.ts";

type WorkspaceFormProps = {
  readonly slug: string;
  readonly settings: WorkspaceSettings;
  readonly mayChange: boolean;
};

const tall = `${fieldLook} h-auto py-2 font-mono`;

/** What the numbers of a workspace depend on. Whoever may not change it still sees it. */
export function WorkspaceForm({ slug, settings, mayChange }: WorkspaceFormProps) {
  const fields = (
    <fieldset disabled={!mayChange} className="flex flex-col gap-3">
      <legend className="sr-only">Settings of the workspace</legend>
      <div className="grid gap-3 md:grid-cols-3">
        <Field label="Name" htmlFor="name">
          <input id="name" name="name" required maxLength={100} defaultValue={settings.name} className={fieldLook} />
        </Field>
        <Field label="Time zone" htmlFor="time-zone" note="Where a day begins. Like Europe/Berlin">
          <input
            id="time-zone"
            name="time_zone"
            required
            defaultValue={settings.timeZone}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="time-zone-note"
            className={fieldLook}
          />
        </Field>
        <Field label="Hours to a first answer" htmlFor="sla" note="Later than this is past the goal">
          <input
            id="sla"
            name="sla"
            type="number"
            required
            min={1}
            max={8760}
            step="any"
            defaultValue={settings.responseSlaHours}
            aria-describedby="sla-note"
            className={fieldLook}
          />
        </Field>
      </div>
      <div className="grid gap-3 md:grid-cols-2">
        <Field label="Bots" htmlFor="bots" note="Logins that count as bots beside those that GitHub marks, one a line">
          <textarea
            id="bots"
            name="bots"
            rows={5}
            defaultValue={settings.botLogins.join("\n")}
            spellCheck={false}
            aria-describedby="bots-note"
            className={tall}
          />
        </Field>
        <Field
          label="Files that do not count"
          htmlFor="ignored"
          note="Left out of the size of a pull request, one pattern a line; % stands for any text"
        >
          <textarea
            id="ignored"
            name="ignored"
            rows={5}
            defaultValue={settings.ignoredPaths.join("\n")}
            spellCheck={false}
            aria-describedby="ignored-note"
            className={tall}
          />
        </Field>
      </div>
    </fieldset>
  );
  return (
    <section aria-labelledby="settings" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="settings" className="mb-3 text-14 font-semibold">
        This workspace
      </h2>
      {mayChange ? (
        <ActionForm action={saveWorkspaceForm.bind(null, slug)} submit="Save" pending="Saving…" look="primary">
          {fields}
        </ActionForm>
      ) : (
        fields
      )}
    </section>
  );
}
