import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { leaveForm } from "./form-actions.ts";

/** The way out of the workspace. */
export function LeaveCard({ slug }: { readonly slug: string }) {
  return (
    <details className="rounded-8 border border-line bg-panel px-4 py-2">
      <summary className="inline-flex h-10 items-center text-13 text-muted hover:text-text">
        Leave this workspace
      </summary>
      <ActionForm action={leaveForm.bind(null, slug)} submit="Leave" pending="Leaving…" className="pb-2">
        <Field
          label={`Type ${slug} to leave`}
          htmlFor="leave"
          note="Only an invitation brings you back. Its last owner stays."
        >
          <input id="leave" name="confirm" autoComplete="off" aria-describedby="leave-note" className={fieldLook} />
        </Field>
      </ActionForm>
    </details>
  );
}
