import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { createKeyForm } from "./form-actions.ts";

const scopes = [
  { scope: "read", may: "read" },
  { scope: "write", may: "import, sync and report" },
  { scope: "admin", may: "change settings" },
  { scope: "sql", may: "ask in SQL" },
] as const;

/** Makes a key, which is shown once. */
export function CreateKey({ slug }: { readonly slug: string }) {
  return (
    <section aria-labelledby="create" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="create" className="mb-3 text-14 font-semibold">
        Make a key
      </h2>
      <ActionForm action={createKeyForm.bind(null, slug)} submit="Make key" pending="Making it…" look="primary">
        <div className="grid gap-3 md:grid-cols-2">
          <Field label="Name" htmlFor="key-name" note="What it is for">
            <input
              id="key-name"
              name="name"
              required
              maxLength={100}
              placeholder="ci"
              autoComplete="off"
              aria-describedby="key-name-note"
              className={fieldLook}
            />
          </Field>
          <Field label="Days until it ends" htmlFor="key-days" note="Left empty, it does not end by itself">
            <input
              id="key-days"
              name="days"
              type="number"
              min={1}
              max={3650}
              aria-describedby="key-days-note"
              className={fieldLook}
            />
          </Field>
        </div>
        <fieldset>
          <legend className="text-13 font-medium">It may</legend>
          <div className="flex flex-wrap gap-x-6">
            {scopes.map(({ scope, may }) => (
              <label key={scope} className="inline-flex h-10 items-center gap-2 text-13">
                <input type="checkbox" name="scope" value={scope} defaultChecked={scope === "read"} />
                {may}
              </label>
            ))}
          </div>
        </fieldset>
      </ActionForm>
    </section>
  );
}
