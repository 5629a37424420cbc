import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { deleteWorkspaceForm } from "./form-actions.ts";

type DeleteCardProps = {
  readonly slug: string;
  /** The day it is, in the workspace's zone or any other: files reach a day further. */
  readonly today: Date;
};

// GitHub began in 2008: nothing is older.
const firstDay = "2008-01-01";
const dayMs = 86_400_000;
const kinds = [
  { what: "Issues", dashboard: "issues", metric: "issue.opened" },
  { what: "Pull requests", dashboard: "pulls", metric: "pr.opened" },
] as const;

/** Deletes the workspace, after saying what goes with it and offering everything in it as files. */
export function DeleteCard({ slug, today }: DeleteCardProps) {
  const to = new Date(today.getTime() + dayMs).toISOString().slice(0, 10);
  return (
    <details className="rounded-8 border border-line bg-panel px-4 py-2">
      <summary className="inline-flex h-10 items-center text-13 text-muted hover:text-text">
        Delete this workspace
      </summary>
      <p className="pb-2 text-13 text-muted">
        Keep what you may need.{" "}
        <a href={`/${slug}/settings/workspace/export`} download className="inline-flex min-h-6 items-center underline">
          Everything in it, as one file
        </a>{" "}
        (lines of JSON, packed), or all items of all its repositories:
      </p>
      <ul className="flex flex-wrap gap-x-4 pb-3 text-13">
        {kinds.flatMap(({ what, dashboard, metric }) =>
          (["csv", "json"] as const).map((format) => (
            <li key={`${metric} ${format}`}>
              <a
                href={`/${slug}/${dashboard}/items/export?${new URLSearchParams({ metric, from: firstDay, to, include_bots: "1", format }).toString()}`}
                download
                className="inline-flex min-h-6 items-center underline"
              >
                {what} ({format.toUpperCase()})
              </a>
            </li>
          )),
        )}
      </ul>
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
