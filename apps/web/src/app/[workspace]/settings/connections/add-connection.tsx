import { ActionForm } from "../../../../forms/action-form.tsx";
import { Disclosure } from "../../../../ui/disclosure.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { saveAppForm, saveTokenForm } from "./form-actions.ts";

/** A token, or a GitHub App. What they hold is encrypted before it is stored, and never shown again. */
export function AddConnection({ slug }: { readonly slug: string }) {
  return (
    <section aria-labelledby="add" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="add" className="text-14 font-semibold">
        Add a connection
      </h2>
      <p className="mt-1 mb-3 max-w-[75ch] text-13 text-muted">
        Reading is enough: a fine-grained token with Contents, Issues, Pull requests, Actions and Deployments on
        “Read-only”, or a classic one with the scope “repo”. It is encrypted and never shown again. The name of one that
        exists gives it a new token.
      </p>
      <ActionForm action={saveTokenForm.bind(null, slug)} submit="Save token" pending="Asking GitHub…" look="primary">
        <div className="grid gap-3 md:grid-cols-[1fr_2fr]">
          <NameField id="token-name" />
          <Field label="Token" htmlFor="token" note="ghp_… or github_pat_…">
            <input
              id="token"
              name="token"
              type="password"
              required
              autoComplete="off"
              aria-describedby="token-note"
              className={fieldLook}
            />
          </Field>
        </div>
      </ActionForm>
      <div className="mt-4 border-t border-line pt-2">
        <Disclosure summary="A GitHub App instead" of="add a connection">
          <ActionForm action={saveAppForm.bind(null, slug)} submit="Save app" pending="Asking GitHub…" className="mt-1">
            <div className="grid gap-3 md:grid-cols-3">
              <NameField id="app-name" />
              <Field label="App ID" htmlFor="app-id" note="On the app's page at GitHub">
                <input
                  id="app-id"
                  name="app_id"
                  inputMode="numeric"
                  pattern="\d+"
                  required
                  aria-describedby="app-id-note"
                  className={fieldLook}
                />
              </Field>
              <Field
                label="Installation ID"
                htmlFor="installation-id"
                note="The number at the end of the installation's address"
              >
                <input
                  id="installation-id"
                  name="installation_id"
                  inputMode="numeric"
                  pattern="\d+"
                  required
                  aria-describedby="installation-id-note"
                  className={fieldLook}
                />
              </Field>
            </div>
            <Field label="Private key" htmlFor="private-key" note="All of the .pem file that GitHub gave">
              <textarea
                id="private-key"
                name="private_key"
                required
                rows={5}
                autoComplete="off"
                spellCheck={false}
                aria-describedby="private-key-note"
                className={`${fieldLook} h-auto py-2 font-mono`}
              />
            </Field>
          </ActionForm>
        </Disclosure>
      </div>
    </section>
  );
}

function NameField({ id }: { readonly id: string }) {
  return (
    <Field label="Name" htmlFor={id} note="How you call it here">
      <input
        id={id}
        name="name"
        required
        maxLength={100}
        placeholder="main"
        autoComplete="off"
        aria-describedby={`${id}-note`}
        className={fieldLook}
      />
    </Field>
  );
}
