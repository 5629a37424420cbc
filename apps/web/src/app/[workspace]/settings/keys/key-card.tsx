import type { ApiKeySummary } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatDay } from "../../../../format/format-instant.ts";
import { revokeKeyForm } from "./form-actions.ts";

type KeyCardProps = { readonly slug: string; readonly apiKey: ApiKeySummary; readonly timeZone: string };

/** A key by what tells it apart, and the way to end it. */
export function KeyCard({ slug, apiKey, timeZone }: KeyCardProps) {
  const { id, name, start, owner, scopes, createdAt, lastUsedAt, expiresAt } = apiKey;
  const day = (date: Date) => formatDay(date.toISOString(), { timeZone });
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-8 border border-line bg-panel p-4 text-13">
      <div className="min-w-48 flex-1">
        <h3 className="text-14 font-medium break-words">{name}</h3>
        <p className="text-muted">
          <code>{start}…</code> of {owner}, may {scopes.join(", ")}
        </p>
        <p className="text-muted">
          Made {day(createdAt)} · {lastUsedAt === null ? "never used" : `last used ${day(lastUsedAt)}`}
          {expiresAt !== null && ` · ends ${day(expiresAt)}`}
        </p>
      </div>
      <ActionForm
        action={revokeKeyForm.bind(null, slug)}
        submit="Revoke"
        submitLabel={`Revoke ${name}`}
        pending="Revoking…"
      >
        <input type="hidden" name="id" value={id} />
      </ActionForm>
    </li>
  );
}
