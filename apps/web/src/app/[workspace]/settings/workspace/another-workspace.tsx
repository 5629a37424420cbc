import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { createWorkspaceForm } from "./form-actions.ts";

/** Makes a workspace beside this one: its own repositories, members and keys. */
export function AnotherWorkspace({ slug }: { readonly slug: string }) {
  return (
    <details className="rounded-8 border border-line bg-panel px-4 py-2">
      <summary className="inline-flex h-10 items-center text-13 text-muted hover:text-text">
        Make another workspace
      </summary>
      <ActionForm
        action={createWorkspaceForm.bind(null, slug)}
        submit="Make workspace"
        pending="Making it…"
        className="pb-2"
      >
        <div className="grid gap-3 md:grid-cols-2">
          <Field label="Name" htmlFor="new-name">
            <input
              id="new-name"
              name="name"
              required
              maxLength={100}
              placeholder="Platform team"
              className={fieldLook}
            />
          </Field>
          <Field label="Address" htmlFor="new-slug" note="Small letters, digits and -, as it stands in the address bar">
            <input
              id="new-slug"
              name="slug"
              required
              pattern="[a-z0-9]([a-z0-9\-]{0,38}[a-z0-9])?"
              placeholder="platform"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-describedby="new-slug-note"
              className={fieldLook}
            />
          </Field>
        </div>
      </ActionForm>
    </details>
  );
}
