import type { Invitation } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatDay } from "../../../../format/format-instant.ts";
import { revokeInvitationForm } from "./form-actions.ts";
import { roleWords } from "./role-words.ts";

type InvitationListProps = {
  readonly slug: string;
  readonly invitations: readonly Invitation[];
  readonly timeZone: string;
};

/** Invitations that nobody has accepted yet. */
export function InvitationList({ slug, invitations, timeZone }: InvitationListProps) {
  return (
    <section aria-labelledby="invitations" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="invitations" className="mb-1 text-14 font-semibold">
        Open invitations
      </h2>
      <ul className="divide-y divide-line">
        {invitations.map(({ id, login, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2 text-13">
            <span className="min-w-40 flex-1 font-medium break-words">{login ?? "Whoever has the link"}</span>
            <span className="text-muted">
              {roleWords[role].label}, until {formatDay(expiresAt.toISOString(), { timeZone })}
            </span>
            <ActionForm
              action={revokeInvitationForm.bind(null, slug)}
              submit="Take back"
              submitLabel={`Take back the invitation of ${login ?? `the link ${id}`}`}
              pending="Taking back…"
              look="quiet"
            >
              <input type="hidden" name="id" value={id} />
            </ActionForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
