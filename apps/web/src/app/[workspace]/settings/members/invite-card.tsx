import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { inviteForm } from "./form-actions.ts";
import { roleWords } from "./role-words.ts";

/** Invites by login, or by a link for whoever is known by no login yet. */
export function InviteCard({ slug }: { readonly slug: string }) {
  return (
    <section aria-labelledby="invite" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="invite" className="mb-3 text-14 font-semibold">
        Invite somebody
      </h2>
      <ActionForm action={inviteForm.bind(null, slug)} submit="Invite" pending="Inviting…" look="primary">
        <div className="grid gap-3 md:grid-cols-2">
          <Field label="GitHub login" htmlFor="login" note="Left empty, you get a link that works once">
            <input
              id="login"
              name="login"
              placeholder="octocat"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={39}
              aria-describedby="login-note"
              className={fieldLook}
            />
          </Field>
          <Field label="Role" htmlFor="role" note="Owners are made out of members">
            <select id="role" name="role" defaultValue="member" aria-describedby="role-note" className={fieldLook}>
              {(["admin", "member", "viewer"] as const).map((role) => (
                <option key={role} value={role}>
                  {roleWords[role].label}: {roleWords[role].may}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </ActionForm>
    </section>
  );
}
