import Link from "next/link";

import { ActionForm } from "../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../ui/field.tsx";
import { connectForm } from "./form-actions.ts";

type ConnectCardProps = { readonly slug: string; readonly connections: readonly string[] };

/** Asks GitHub first what the connection may read, and says in words what is missing. */
export function ConnectCard({ slug, connections }: ConnectCardProps) {
  return (
    <section aria-labelledby="connect" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="connect" className="text-14 font-semibold">
        Connect a repository
      </h2>
      <p className="mt-1 mb-3 max-w-[75ch] text-13 text-muted">
        GitHub is asked first what may be read, and you are told what is missing. Only reading: nothing is changed
        there.
      </p>
      <ActionForm
        action={connectForm.bind(null, slug)}
        submit="Connect repository"
        pending="Asking GitHub…"
        look="primary"
      >
        <div className="grid gap-3 md:grid-cols-[2fr_1fr_1fr]">
          <Field label="Repository" htmlFor="repository" note="OWNER/NAME, or its address">
            <input
              id="repository"
              name="repository"
              required
              maxLength={200}
              placeholder="acme/site"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-describedby="repository-note"
              className={fieldLook}
            />
          </Field>
          <Field
            label="Connection"
            htmlFor="connection"
            note={
              <Link href={`/${slug}/settings/connections`} className="underline underline-offset-2">
                Add a token or GitHub App
              </Link>
            }
          >
            <select id="connection" name="connection" className={fieldLook} aria-describedby="connection-note">
              <option value="">the first that sees it</option>
              {connections.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </Field>
          <Field label="Read back to" htmlFor="depth" note="The last days are there within minutes">
            <select id="depth" name="depth" defaultValue="1y" className={fieldLook} aria-describedby="depth-note">
              <option value="90d">90 days ago</option>
              <option value="1y">a year ago</option>
              <option value="all">its beginning</option>
            </select>
          </Field>
        </div>
      </ActionForm>
    </section>
  );
}
