import type { SessionSummary } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatInstant } from "../../../../format/format-instant.ts";
import { describeBrowser } from "./describe-browser.ts";
import { revokeSessionForm, signOutEverywhereForm } from "./form-actions.ts";

type SessionListProps = {
  readonly slug: string;
  readonly sessions: readonly SessionSummary[];
  readonly current: string | null;
  readonly timeZone: string;
};

/** Every browser that is signed in, with the way to end it. */
export function SessionList({ slug, sessions, current, timeZone }: SessionListProps) {
  return (
    <section aria-labelledby="sessions" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="sessions" className="mb-1 text-14 font-semibold">
        Where you are signed in
      </h2>
      <ul className="divide-y divide-line">
        {sessions.map(({ id, userAgent, address, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2 text-13">
            <span className="min-w-40 flex-1 font-medium break-words">
              {describeBrowser(userAgent)}
              {id === current && <span className="font-normal text-muted"> (this one)</span>}
            </span>
            <span className="text-muted tabular-nums">
              {address !== null && `${address} · `}since {formatInstant(createdAt.toISOString(), { timeZone })}
            </span>
            {id !== current && (
              <ActionForm
                action={revokeSessionForm.bind(null, slug)}
                submit="Sign out"
                submitLabel={`Sign out ${describeBrowser(userAgent)} of ${formatInstant(createdAt.toISOString(), { timeZone })}`}
                pending="Signing out…"
                look="quiet"
              >
                <input type="hidden" name="session" value={id} />
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActionForm
          action={signOutEverywhereForm.bind(null, slug)}
          submit="Sign out everywhere"
          pending="Signing out…"
          className="mt-3"
        />
      )}
    </section>
  );
}
