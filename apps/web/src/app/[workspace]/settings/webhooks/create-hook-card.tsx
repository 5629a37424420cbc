import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { createHookForm } from "./form-actions.ts";

type CreateHookCardProps = {
  readonly slug: string;
  readonly connections: readonly string[];
  /** Where this page was opened: often where GitHub reaches us too. Empty where it is not. */
  readonly origin: string;
};

export function CreateHookCard({ slug, connections, origin }: CreateHookCardProps) {
  return (
    <section aria-labelledby="create" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="create" className="text-14 font-semibold">
        Let GitHub tell at once
      </h2>
      <p className="mt-1 mb-3 max-w-[75ch] text-13 text-muted">
        Makes a hook on a repository or an organisation, with a secret that nobody sees. Screens then move within two
        seconds instead of with the next sync.
      </p>
      <ActionForm action={createHookForm.bind(null, slug)} submit="Create hook" pending="Asking GitHub…" look="primary">
        <div className="grid gap-3 md:grid-cols-[1fr_1fr_1fr]">
          <Field label="On" htmlFor="target" note="OWNER/NAME, or an organisation">
            <input
              id="target"
              name="target"
              required
              maxLength={200}
              placeholder="acme/site"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-describedby="target-note"
              className={fieldLook}
            />
          </Field>
          <Field label="This Pulse-Hub, from outside" htmlFor="url" note="An address that GitHub can reach">
            <input
              id="url"
              name="url"
              type="url"
              required
              defaultValue={origin}
              placeholder="https://pulse.example.com"
              autoComplete="off"
              aria-describedby="url-note"
              className={fieldLook}
            />
          </Field>
          <Field label="Connection" htmlFor="hook-connection" note="It needs the right to set hooks">
            <select
              id="hook-connection"
              name="connection"
              className={fieldLook}
              aria-describedby="hook-connection-note"
            >
              <option value="">the one that reads it</option>
              {connections.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </Field>
        </div>
      </ActionForm>
    </section>
  );
}
