import { Button } from "../../../ui/button.tsx";
import { Field, fieldLook } from "../../../ui/field.tsx";

type AskFormProps = {
  /** What was asked, signed. */
  readonly query: string;
  readonly isWriteAsked: boolean;
  readonly workspaces: readonly { readonly slug: string; readonly name: string }[];
};

/** What the program may do from then on, for which workspace, and the two answers. */
export function AskForm({ query, isWriteAsked, workspaces }: AskFormProps) {
  return (
    <form action="/api/auth/oauth2/consent" method="post" className="mt-4 flex flex-col gap-4">
      <input type="hidden" name="query" value={query} />
      <Field label="Workspace" htmlFor="workspace" note="It sees this one alone, and no more of it than you do">
        <select id="workspace" name="workspace" aria-describedby="workspace-note" className={fieldLook}>
          {workspaces.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <fieldset>
        <legend className="text-13 font-medium">It may</legend>
        <p className="flex min-h-10 items-center text-13">read numbers, items and logs</p>
        {isWriteAsked && (
          <label className="flex min-h-10 items-center gap-2 text-13">
            <input type="checkbox" name="write" value="yes" defaultChecked />
            write to GitHub, where your operator allows it
          </label>
        )}
      </fieldset>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="answer" value="allow" look="primary">
          Let it in
        </Button>
        <Button type="submit" name="answer" value="deny">
          No
        </Button>
      </div>
      <p className="text-12 text-muted">Settings, You lists the programs that you let in, and takes it back at once.</p>
    </form>
  );
}
