import type { ClientGrant } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatDay } from "../../../../format/format-instant.ts";
import { revokeClientForm } from "./revoke-client-form.ts";

type ClientListProps = {
  readonly slug: string;
  readonly grants: readonly ClientGrant[];
  readonly timeZone: string;
};

/** Every program that the person lets in, with the way to take it back. */
export function ClientList({ slug, grants, timeZone }: ClientListProps) {
  return (
    <section aria-labelledby="clients" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="clients" className="mb-1 text-14 font-semibold">
        Programs that you let in
      </h2>
      {grants.length === 0 && (
        <p className="max-w-[65ch] text-13 text-muted">
          None. An AI client that is given the address on the page Tools leads you to a page that asks you.
        </p>
      )}
      <ul className="divide-y divide-line">
        {grants.map(({ id, client, workspace, scopes, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2 text-13">
            <span className="min-w-40 flex-1 font-medium break-words">{client}</span>
            <span className="text-muted">
              {workspace}, may {scopes.includes("write") ? "read and write" : "read"} · since{" "}
              {formatDay(createdAt.toISOString(), { timeZone })}
            </span>
            <ActionForm
              action={revokeClientForm.bind(null, slug)}
              submit="Take back"
              submitLabel={`Take back what ${client} may in ${workspace}`}
              pending="Taking it back…"
              look="quiet"
            >
              <input type="hidden" name="grant" value={id} />
            </ActionForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
