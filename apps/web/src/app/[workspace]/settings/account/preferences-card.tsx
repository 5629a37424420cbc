import type { Preferences } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { savePreferencesForm } from "./form-actions.ts";

type PreferencesCardProps = {
  readonly slug: string;
  readonly preferences: Preferences;
  /** Of the workspace, which holds for whoever chose none. */
  readonly timeZone: string;
};

/** How this person likes to look at things, in every workspace and on every browser of theirs. */
export function PreferencesCard({ slug, preferences, timeZone }: PreferencesCardProps) {
  const { theme, timeZone: own, weekStart } = preferences;
  return (
    <section aria-labelledby="preferences" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="preferences" className="mb-3 text-14 font-semibold">
        Preferences
      </h2>
      <ActionForm action={savePreferencesForm.bind(null, slug)} submit="Save preferences" pending="Saving…">
        {/* A form that was sent shows again what its fields were drawn with; these are drawn anew with what was saved. */}
        <div key={JSON.stringify(preferences)} className="grid gap-4 md:grid-cols-3">
          <Field label="Theme" htmlFor="theme">
            <select id="theme" name="theme" defaultValue={theme ?? ""} className={fieldLook}>
              <option value="">As this browser remembers</option>
              <option value="system">Theme of the system</option>
              <option value="light">Light</option>
              <option value="dark">Dark</option>
            </select>
          </Field>
          <Field
            label="Time zone"
            htmlFor="time-zone"
            note="Days begin and end by it. A tz in the address goes before."
          >
            <select id="time-zone" name="time_zone" defaultValue={own ?? ""} className={fieldLook}>
              <option value="">{`As the workspace: ${timeZone}`}</option>
              {zonesWith(own).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </Field>
          <Field label="Weeks begin on" htmlFor="week-start">
            <select id="week-start" name="week_start" defaultValue={weekStart ?? ""} className={fieldLook}>
              <option value="">Monday, as ISO 8601 has it</option>
              <option value="saturday">Saturday</option>
              <option value="sunday">Sunday</option>
            </select>
          </Field>
        </div>
      </ActionForm>
    </section>
  );
}

/** Every zone there is; older names of some are no part of the list, but may have been chosen elsewhere. */
function zonesWith(own: string | null): readonly string[] {
  const all = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
  return own === null || all.includes(own) ? all : [own, ...all];
}
