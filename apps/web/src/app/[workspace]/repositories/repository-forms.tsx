import { ActionForm } from "../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../ui/field.tsx";
import { disconnectForm, syncForm, widenForm } from "./form-actions.ts";

type RepositoryFormsProps = {
  readonly slug: string;
  readonly fullName: string;
  readonly isTracked: boolean;
  readonly mayRemove: boolean;
  readonly issues: string;
  readonly pullRequests: string;
};

/** What can be done with a repository: by members, and to be rid of it by admins. */
export function RepositoryForms({ slug, fullName, isTracked, mayRemove, issues, pullRequests }: RepositoryFormsProps) {
  const hidden = <input type="hidden" name="repository" value={fullName} />;
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-3">
      {isTracked && (
        <div className="flex flex-wrap gap-x-6 gap-y-3">
          <ActionForm
            action={syncForm.bind(null, slug)}
            submit="Sync now"
            submitLabel={`Sync now: ${fullName}`}
            pending="Queueing…"
          >
            {hidden}
          </ActionForm>
          <ActionForm
            action={widenForm.bind(null, slug)}
            submit="Read further back"
            submitLabel={`Read further back: ${fullName}`}
            pending="Queueing…"
            className="sm:flex-row sm:flex-wrap sm:items-end"
          >
            {hidden}
            <select
              name="depth"
              aria-label={`How far back ${fullName} is read`}
              defaultValue="all"
              className={fieldLook}
            >
              <option value="1y">to a year ago</option>
              <option value="all">to its beginning</option>
            </select>
          </ActionForm>
        </div>
      )}
      {mayRemove && (
        <RemoveForms
          slug={slug}
          fullName={fullName}
          isTracked={isTracked}
          issues={issues}
          pullRequests={pullRequests}
        />
      )}
    </div>
  );
}

/** What deletes says first what, and asks for its name. */
function RemoveForms({ slug, fullName, isTracked, issues, pullRequests }: Omit<RepositoryFormsProps, "mayRemove">) {
  const id = fullName.replace(/\W/g, "-");
  const hidden = <input type="hidden" name="repository" value={fullName} />;
  return (
    <div className="flex flex-col gap-3">
      {isTracked && (
        <ActionForm
          action={disconnectForm.bind(null, slug)}
          submit="Stop reading"
          submitLabel={`Stop reading ${fullName}`}
          pending="Stopping…"
        >
          <p className="max-w-[75ch] text-13 text-muted">
            Stop reading it and keep what is known: {issues} issues and {pullRequests} pull requests stay as they are.
          </p>
          {hidden}
          <input type="hidden" name="facts" value="keep" />
        </ActionForm>
      )}
      <ActionForm
        action={disconnectForm.bind(null, slug)}
        submit="Delete here"
        submitLabel={`Delete here: ${fullName}`}
        pending="Deleting…"
      >
        {hidden}
        <input type="hidden" name="facts" value="delete" />
        <Field
          label={`Type ${fullName} to delete it here`}
          htmlFor={`confirm-${id}`}
          note={`Deletes ${issues} issues and ${pullRequests} pull requests with their reviews, comments, commits, runs and deployments from Pulse-Hub, for good. GitHub itself is not touched.`}
        >
          <input
            id={`confirm-${id}`}
            name="confirm"
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby={`confirm-${id}-note`}
            className={`${fieldLook} max-w-96`}
          />
        </Field>
      </ActionForm>
    </div>
  );
}
