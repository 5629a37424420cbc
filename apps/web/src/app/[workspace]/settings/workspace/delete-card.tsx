import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { deleteWorkspaceForm } from "./form-actions.ts";

/** Deletes the workspace, after saying what goes with it. */
export function DeleteCard({ slug }: { readonly slug: string }) {
  return (
    <details className="rounded-8 border border-line bg-panel px-4 py-2">
      <summary className="inline-flex h-10 items-center text-13 text-muted hover:text-text">
        Delete this workspace
      </summary>
      <ActionForm
        action={deleteWorkspaceForm.bind(null, slug)}
        submit="Delete for good"
        pending="Deleting…"
        className="pb-2"
      >
        <Field
          label={`Type ${slug} to delete it`}
          htmlFor="delete"
          note="Its repositories with everything read of them, its members, keys, connections and log go with it. Nothing is changed on GitHub."
        >
          <input id="delete" name="confirm" autoComplete="off" aria-describedby="delete-note" className={fieldLook} />
        </Field>
      </ActionForm>
    </details>
  );
}
